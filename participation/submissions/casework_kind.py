"""Opinions as a kind of case: which form and which action each step of the table has."""

from django.utils.translation import gettext_lazy as _

from casework.forms import NoteForm
from casework.kinds import CaseKind, Step, kinds
from participation.submissions import actions, office_forms, office_lists
from participation.submissions.queries_office import containing, panel_context, waiting_for
from participation.submissions.workflow import (
    ACCEPTED,
    ASKED,
    ASSIGNED,
    CLOSED,
    DECLINED,
    DRAFTED,
    MERGED,
    MORE,
    POOLED,
    RECEIVED,
    REGISTERED,
    REPLIED,
    RETURNED,
    SET_ASIDE,
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
    ASKED: "warning",
    SET_ASIDE: "warning",
    POOLED: "active",
}

_f = office_forms
STEPS = {
    # before the assignment
    "register": Step(_f.RegisterForm, actions.register, _("读过原文，归入类别"), is_main=True),
    "accept": Step(NoteForm, actions.accept, _("属于本级受理范围，开始计算答复期限"), is_main=True),
    "need_more": Step(_f.NeedMoreForm, actions.need_more, _("情况不清楚，请提交人补充；期限暂停")),
    "decline": Step(_f.DeclineForm, actions.decline, _("不属于受理范围，告知理由和去向")),
    "merge": Step(_f.MergeForm, actions.merge, _("同一事项已有一件在办")),
    "unmerge": Step(_f.ReasonForm, actions.unmerge, _("原来是两件事，恢复单独办理")),
    "transfer": Step(
        _f.TransferForm, actions.transfer, _("属于县里或者别的镇街，连同编号移送过去"), is_rare=True
    ),
    "return_transfer": Step(
        _f.ReasonForm, actions.return_transfer, _("不属于本级，退回移送来的人大"), is_rare=True
    ),
    "pool": Step(NoteForm, actions.pool, _("对草案的意见：与其他意见一起研究，由公布的结果答复")),
    "unpool": Step(_f.ReasonForm, actions.unpool, _("其实是一件要单独办的事，重新计算答复期限")),
    "set_aside": Step(
        _f.SetAsideForm, actions.set_aside, _("检举控告：退出一般办件，被反映的人看不到"), is_rare=True
    ),
    "pass_on": Step(_f.PassOnForm, actions.pass_on, _("属于纪检监察机关受理"), is_main=True),
    "bring_back": Step(_f.ReasonForm, actions.bring_back, _("不是检举控告，按一般意见办理")),
    # handing over
    "assign": Step(_f.LeadForm, actions.assign, _("交给承办单位、联络站或代表"), is_main=True),
    "assign_assisting": Step(_f.AssignForm, actions.add_assisting, _("请其他单位协助"), is_rare=True),
    "reassign": Step(_f.ReassignForm, actions.reassign, _("换一个主办单位（人），会办不变"), is_rare=True),
    "return_to_sender": Step(_f.ReturnForm, actions.return_to_sender, _("不属于本单位职责")),
    "request_extension": Step(
        _f.RequestExtensionForm, actions.request_extension, _("按期办不完，由交办人审批"), is_rare=True
    ),
    "grant_extension": Step(_f.GrantExtensionForm, actions.grant_extension, _("期限延长并告知提交人")),
    "refuse_extension": Step(_f.ReasonForm, actions.refuse_extension, _("期限不变")),
    "supervise": Step(_f.SuperviseForm, actions.supervise, _("要求说明办理进展"), is_rare=True),
    "answer_supervision": Step(_f.AnswerSupervisionForm, actions.answer_supervision, _("说明办理进展")),
    # answering
    "ask_sender": Step(_f.AskSenderForm, actions.ask_sender, _("办理中还缺情况；期限暂停")),
    "go_on": Step(_f.ReasonForm, actions.go_on, _("提交人没有补充，按已知情况办理")),
    "log_contact": Step(_f.ContactNoteForm, actions.log_contact, _("与提交人沟通后记一笔"), is_rare=True),
    "give_opinion": Step(_f.OpinionForm, actions.give_opinion, _("写给主办单位"), is_main=True),
    "draft_reply": Step(
        _f.DraftReplyForm,
        actions.draft_reply,
        _("写好后由另一人签发"),
        is_main=True,
        template="participation/reply_editor.html",
    ),
    "revise_reply": Step(_f.ReasonForm, actions.revise_reply, _("答复不够具体，请起草人修改")),
    "sign_reply": Step(
        _f.SignReplyForm,
        actions.sign_reply,
        _("签发后提交人立即看到"),
        is_main=True,
        template="participation/reply_signing.html",
    ),
    "keep_promise": Step(
        _f.KeepPromiseForm,
        actions.keep_promise,
        _("答复里承诺的事办好了，告诉提交人"),
        is_main=True,
        template="participation/promise_report.html",
    ),
    "close": Step(NoteForm, actions.close, _("不再有后续事项")),
    "redo": Step(_f.RedoForm, actions.redo, _("答复有误或情况有变，再办一次"), is_rare=True),
    # attachments
    "attach_file": Step(_f.AttachForm, actions.attach_file, _("照片、批复、说明等"), is_rare=True),
    "remove_file": Step(_f.RemoveFileForm, actions.remove_file, _("放错了的附件"), is_rare=True),
    # publishing
    "prepare_copy": Step(_f.PrepareCopyForm, actions.prepare_copy, _("隐去个人信息，由另一人审核后公开")),
    "publish_copy": Step(_f.PublishCopyForm, actions.publish_copy, _("核对公开稿后在网站公开"), is_main=True),
    "withdraw_copy": Step(_f.ReasonForm, actions.withdraw_copy, _("立即从网站撤下"), is_rare=True),
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
    steps=STEPS,
    filter_fields=office_lists.filter_fields,
    filters=office_lists.filters,
    flags=office_lists.FLAGS,
    details=office_lists.details,
    words=office_lists.words,
    dossier=office_lists.dossier,
    sender=office_lists.sender,
    bulk_steps=("assign", "register", "accept", "pool"),
)


def register() -> None:
    """Have the worklist and the case screen serve opinions."""
    kinds.register(submission_kind)
