"""The way of an opinion, as a table (``domain.md`` §3.6; ``architecture.md`` §4).

Who may take a step follows from the permission and the guards of its row; nothing else decides it.
"""

from collections.abc import Set

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission
from casework.workflow import Guard, Transition, Workflow
from participation.submissions.workflow import guards
from participation.submissions.workflow.states import (
    ACCEPTED,
    ANSWERED,
    ASKED,
    ASSIGNED,
    CLOSED,
    DECLINED,
    DRAFTED,
    ENDED,
    HANDLED,
    IN_HAND,
    MERGED,
    MORE,
    POOLED,
    RECEIVED,
    REGISTERED,
    REPLIED,
    RETURNED,
    RUNNING,
    SET_ASIDE,
    STATUSES,
    WITHDRAWN,
)

P = Permission


def _row(
    name: str,
    label: Promise,
    sources: Set[str],
    target: str | None,
    right: Permission | None,
    *conditions: Guard,
    told: Promise | str = "",
) -> Transition:
    """Return one row of the table; ``told`` is its name on the citizen's timeline, empty for inner steps."""
    return Transition(name, label, frozenset(sources), target, right, conditions, told)


TRIAGE = (
    _row("register", _("登记"), {RECEIVED}, REGISTERED, P.REGISTER, told=_("已登记")),
    _row("accept", _("受理"), {REGISTERED, MORE}, ACCEPTED, P.TRIAGE, told=_("已受理")),
    _row("need_more", _("要求补充"), {REGISTERED, ACCEPTED}, MORE, P.TRIAGE, told=_("请您补充情况")),
    _row("decline", _("不予接收"), {REGISTERED, MORE}, DECLINED, P.TRIAGE, told=_("不予接收")),
    _row("merge", _("合并"), {REGISTERED, ACCEPTED}, MERGED, P.TRIAGE, told=_("合并办理")),
    _row("unmerge", _("撤销合并"), {MERGED}, REGISTERED, P.TRIAGE, told=_("改为单独办理")),
    _row("transfer", _("移送"), {REGISTERED, ACCEPTED, RETURNED}, REGISTERED, P.TRIAGE, told=_("已移送")),
    _row("return_transfer", _("退回移送"), {REGISTERED}, REGISTERED, P.TRIAGE, guards.arrived_by_handover),
    _row(
        "pool",
        _("列入研究"),
        {REGISTERED, ACCEPTED},
        POOLED,
        P.TRIAGE,
        guards.is_about_a_draft,
        told=_("已列入草案修改研究"),
    ),
    _row("unpool", _("改为单独办理"), {POOLED}, ACCEPTED, P.TRIAGE, told=_("改为单独办理")),
    _row("set_aside", _("单独处理"), RUNNING | {POOLED}, SET_ASIDE, P.TRIAGE, told=_("正在按规定处理")),
    _row("pass_on", _("转纪检监察"), {SET_ASIDE}, DECLINED, P.HANDLE_ACCUSATION, told=_("已告知去向")),
    _row("bring_back", _("恢复一般办理"), {SET_ASIDE}, REGISTERED, P.HANDLE_ACCUSATION, told=_("已登记")),
)
ASSIGNING = (
    _row("assign", _("交办"), {ACCEPTED, RETURNED}, ASSIGNED, P.ASSIGN, told=_("已交办")),
    _row("assign_assisting", _("增加会办"), {ASSIGNED, ASKED}, None, P.ASSIGN),
    _row("reassign", _("改派"), {ASSIGNED, ASKED}, ASSIGNED, P.ASSIGN, told=_("改由其他单位办理")),
    _row("return_to_sender", _("退回"), {ASSIGNED}, RETURNED, P.HANDLE, guards.lead_handler),
    _row(
        "request_extension",
        _("申请延期"),
        {ASSIGNED, DRAFTED},
        None,
        P.HANDLE,
        guards.lead_handler,
        guards.can_ask_for_time,
    ),
    _row(
        "grant_extension",
        _("同意延期"),
        HANDLED,
        None,
        P.ASSIGN,
        guards.decides_on_time,
        told=_("办理期限延长"),
    ),
    _row("refuse_extension", _("不同意延期"), HANDLED, None, P.ASSIGN, guards.decides_on_time),
    _row("supervise", _("督办"), RUNNING, None, P.SUPERVISE),
    _row(
        "answer_supervision",
        _("督办反馈"),
        RUNNING | ANSWERED,
        None,
        P.DRAFT_REPLY,
        guards.drafter,
        guards.supervision_is_open,
    ),
)
ANSWERING = (
    _row(
        "ask_sender",
        _("请提交人补充"),
        {ASSIGNED},
        ASKED,
        P.DRAFT_REPLY,
        guards.drafter,
        told=_("请您补充情况"),
    ),
    _row("go_on", _("不再等待补充"), {ASKED}, ASSIGNED, P.DRAFT_REPLY, guards.drafter, told=_("继续办理")),
    _row("log_contact", _("联系记录"), HANDLED, None, P.DRAFT_REPLY, guards.drafter),
    _row("give_opinion", _("会办意见"), HANDLED, None, P.HANDLE, guards.assisting_handler),
    _row("draft_reply", _("起草答复"), {ASSIGNED, DRAFTED}, DRAFTED, P.DRAFT_REPLY, guards.drafter),
    _row("revise_reply", _("退改答复"), {DRAFTED}, ASSIGNED, P.SIGN_REPLY),
    _row(
        "sign_reply", _("签发答复"), {DRAFTED}, REPLIED, P.SIGN_REPLY, guards.not_the_author, told=_("已答复")
    ),
    _row("close", _("办结"), {REPLIED}, CLOSED, P.CLOSE, told=_("已办结")),
    _row(
        "keep_promise",
        _("报告落实情况"),
        ANSWERED,
        None,
        P.DRAFT_REPLY,
        guards.answered_it,
        guards.has_open_promise,
        told=_("承诺已落实"),
    ),
    _row("redo", _("重新办理"), ANSWERED, ASSIGNED, P.TRIAGE, guards.has_had_a_lead, told=_("重新办理")),
)
FILES = (
    _row("attach_file", _("添加附件"), RUNNING | ANSWERED, None, P.DRAFT_REPLY, guards.participant),
    _row(
        "remove_file",
        _("移除附件"),
        RUNNING | ANSWERED,
        None,
        P.DRAFT_REPLY,
        guards.participant,
        guards.has_office_files,
    ),
)
PUBLISHING = (
    _row(
        "prepare_copy",
        _("整理公开稿"),
        ANSWERED,
        None,
        P.PREPARE_COPY,
        guards.consented,
        guards.has_an_answer_of_its_own,
        guards.copy_can_be_prepared,
    ),
    _row(
        "publish_copy",
        _("审核并公开"),
        ANSWERED,
        None,
        P.PUBLISH_COPY,
        guards.consented,
        guards.copy_checked_by_another,
        told=_("已公开"),
    ),
    _row("withdraw_copy", _("撤下公开稿"), ANSWERED, None, P.PUBLISH_COPY, guards.copy_is_public),
)
# What the clock does by itself.
CLOCK = (
    Transition(
        "break_promise",
        _("承诺到期未落实"),
        ANSWERED,
        ASSIGNED,
        None,
        (guards.has_had_a_lead, guards.promise_is_late),
        _("承诺到期未落实，重新办理"),
        is_automatic=True,
    ),
    Transition(
        "answer_by_result",
        _("征求意见结果公布"),
        frozenset({POOLED}),
        CLOSED,
        None,
        (guards.result_is_public,),
        _("征求意见的结果已公布"),
        is_automatic=True,
    ),
)
# The citizen's own steps, taken with the query code.
CITIZENS = (
    _row("supplement", _("补充意见"), IN_HAND | {SET_ASIDE, POOLED}, None, None, told=_("您补充了情况")),
    _row("answer_more", _("补充情况"), {MORE}, REGISTERED, None, told=_("您补充了情况")),
    _row("answer_asked", _("补充情况（办理中）"), {ASKED}, ASSIGNED, None, told=_("您补充了情况")),
    _row("withdraw", _("撤回"), RUNNING | {POOLED}, WITHDRAWN, None, told=_("您撤回了意见")),
    _row("rate", _("评价"), ANSWERED, CLOSED, None, guards.not_rated_yet, told=_("您作了评价")),
    _row(
        "reopen",
        _("不满意，重新办理"),
        ANSWERED,
        ASSIGNED,
        None,
        guards.has_had_a_lead,
        guards.not_rated_yet,
        guards.not_redone_yet,
        told=_("重新办理"),
    ),
    _row(
        "revoke_consent",
        _("撤回公开同意"),
        ANSWERED,
        None,
        None,
        guards.has_consent_to_withdraw,
        told=_("您撤回了公开的同意"),
    ),
)

workflow = Workflow(
    "submission",
    STATUSES,
    (*TRIAGE, *ASSIGNING, *ANSWERING, *FILES, *PUBLISHING, *CLOCK, *CITIZENS),
    closed=ENDED,
)
