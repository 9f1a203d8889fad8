"""Opinions as a kind of case: which form and which action each step of the table has."""

from django.utils.translation import gettext_lazy as _

from casework.forms import NoteForm
from casework.kinds import CaseKind, Step, kinds
from participation.submissions import actions, office_forms
from participation.submissions.queries_office import containing, panel_context, waiting_for
from participation.submissions.workflow import (
    ACCEPTED,
    ASSIGNED,
    CLOSED,
    DECLINED,
    DRAFTED,
    MERGED,
    MORE,
    RECEIVED,
    REGISTERED,
    REPLIED,
    RETURNED,
    WITHDRAWN,
    workflow,
)

TONES = {
    RECEIVED: "open",
    REGISTERED: "open",
    MORE: "warning",
    ACCEPTED: "open",
    ASSIGNED: "active",
    RETURNED: "warning",
    DRAFTED: "active",
    REPLIED: "done",
    CLOSED: "done",
    DECLINED: "closed",
    MERGED: "closed",
    WITHDRAWN: "closed",
}

submission_kind = CaseKind(
    kind=workflow.kind,
    label=_("群众意见"),
    workflow=workflow,
    tones=TONES,
    mine=waiting_for,
    search=containing,
    template="participation/submission_panel.html",
    context=panel_context,
    steps={
        "register": Step(office_forms.RegisterForm, actions.register, _("读过原文，归入类别"), is_main=True),
        "accept": Step(NoteForm, actions.accept, _("属于本级受理范围，开始计算答复期限"), is_main=True),
        "need_more": Step(office_forms.NeedMoreForm, actions.need_more, _("情况不清楚，请提交人补充")),
        "decline": Step(office_forms.DeclineForm, actions.decline, _("不属于受理范围，告知理由和去向")),
        "merge": Step(office_forms.MergeForm, actions.merge, _("同一事项已有一件在办")),
        "assign": Step(
            office_forms.AssignForm, actions.assign, _("交给承办单位、联络站或代表"), is_main=True
        ),
        "assign_assisting": Step(office_forms.AssignForm, actions.add_assisting, _("请其他单位协助")),
        "return_to_sender": Step(office_forms.ReturnForm, actions.return_to_sender, _("不属于本单位职责")),
        "draft_reply": Step(
            office_forms.DraftReplyForm, actions.draft_reply, _("写好后由另一人签发"), is_main=True
        ),
        "revise_reply": Step(office_forms.ReasonForm, actions.revise_reply, _("答复不够具体，请起草人修改")),
        "sign_reply": Step(NoteForm, actions.sign_reply, _("签发后提交人立即看到"), is_main=True),
        "close": Step(NoteForm, actions.close, _("不再有后续事项")),
        "prepare_copy": Step(
            office_forms.PrepareCopyForm, actions.prepare_copy, _("隐去个人信息，由另一人审核后公开")
        ),
        "publish_copy": Step(
            office_forms.PublishCopyForm, actions.publish_copy, _("核对公开稿后在网站公开"), is_main=True
        ),
        "withdraw_copy": Step(office_forms.ReasonForm, actions.withdraw_copy, _("立即从网站撤下")),
    },
)


def register() -> None:
    """Have the worklist and the case screen serve opinions."""
    kinds.register(submission_kind)
