"""What each step of handling an opinion asks the office for; the field names are the actions' arguments."""

from participation.submissions.office_forms.answering import (
    AskSenderForm,
    ContactNoteForm,
    OpinionForm,
    PrepareCopyForm,
    PublishCopyForm,
    RedoForm,
)
from participation.submissions.office_forms.assigning import (
    AnswerSupervisionForm,
    AssignForm,
    GrantExtensionForm,
    HandlerField,
    LeadForm,
    ReassignForm,
    RequestExtensionForm,
    ReturnForm,
    SuperviseForm,
)
from participation.submissions.office_forms.files import AttachForm, RemoveFileForm
from participation.submissions.office_forms.replies import DraftReplyForm, KeepPromiseForm, SignReplyForm
from participation.submissions.office_forms.triage import (
    DeclineForm,
    MergeForm,
    NeedMoreForm,
    PassOnForm,
    ReasonForm,
    RegisterForm,
    SetAsideForm,
    TransferForm,
)

__all__ = [
    "AnswerSupervisionForm",
    "AskSenderForm",
    "AssignForm",
    "AttachForm",
    "ContactNoteForm",
    "DeclineForm",
    "DraftReplyForm",
    "GrantExtensionForm",
    "HandlerField",
    "KeepPromiseForm",
    "LeadForm",
    "MergeForm",
    "NeedMoreForm",
    "OpinionForm",
    "PassOnForm",
    "PrepareCopyForm",
    "PublishCopyForm",
    "ReasonForm",
    "ReassignForm",
    "RedoForm",
    "RegisterForm",
    "RemoveFileForm",
    "RequestExtensionForm",
    "ReturnForm",
    "SetAsideForm",
    "SignReplyForm",
    "SuperviseForm",
    "TransferForm",
]  # fmt: skip
