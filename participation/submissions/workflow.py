"""The way of an opinion, as a table (``domain.md`` §3.6; ``architecture.md`` §4).

Who may take a step follows from the permission and the guards of its row; nothing else decides it.
"""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from casework.models import Case
from casework.queries import is_lead_handler
from casework.workflow import Transition, Workflow
from organizations.scope import has_permission

RECEIVED, REGISTERED, MORE, ACCEPTED = "received", "registered", "more", "accepted"
ASSIGNED, RETURNED, DRAFTED, REPLIED = "assigned", "returned", "drafted", "replied"
CLOSED, DECLINED, MERGED, WITHDRAWN = "closed", "declined", "merged", "withdrawn"

STATUSES = {
    RECEIVED: _("待登记"),
    REGISTERED: _("已登记"),
    MORE: _("待补充"),
    ACCEPTED: _("已受理"),
    ASSIGNED: _("办理中"),
    RETURNED: _("已退回"),
    DRAFTED: _("待签发"),
    REPLIED: _("已答复"),
    CLOSED: _("已办结"),
    DECLINED: _("不予受理"),
    MERGED: _("已并入"),
    WITHDRAWN: _("已撤回"),
}
# What the citizen reads: no inner steps, no office words.
PUBLIC_STATUSES = {
    RECEIVED: _("已收到，等待登记"),
    REGISTERED: _("已登记，正在研究是否受理"),
    MORE: _("需要您补充情况"),
    ACCEPTED: _("已受理，正在安排办理"),
    ASSIGNED: _("正在办理"),
    RETURNED: _("正在重新安排办理"),
    DRAFTED: _("正在办理"),
    REPLIED: _("已答复"),
    CLOSED: _("已办结"),
    DECLINED: _("不属于受理范围"),
    MERGED: _("与其他意见合并办理"),
    WITHDRAWN: _("您已撤回"),
}

IN_HAND = frozenset({RECEIVED, REGISTERED, ACCEPTED, ASSIGNED, RETURNED, DRAFTED})
ANSWERED = frozenset({REPLIED, CLOSED})


def drafter(case: Case, user: User | None) -> str | None:
    """Open to the lead handler, and to those who assign: a clerk may write for a deputy without a computer."""
    if user is not None and (
        is_lead_handler(case, user) or has_permission(user, Permission.ASSIGN, case.congress)
    ):
        return None
    return _now("只有主办单位（人）或交办的干事可以起草答复。")


def lead_handler(case: Case, user: User | None) -> str | None:
    """Open only to whoever has the case in hand."""
    return None if user is not None and is_lead_handler(case, user) else _now("只有主办单位（人）可以退回。")


def not_the_author(case: Case, user: User | None) -> str | None:
    """The signer is another person than the author (``domain.md`` §4)."""
    draft = case.replies.filter(signed_at__isnull=True).first()
    if draft is None:
        return _now("没有待签发的答复。")
    return _now("起草人不能签发自己写的答复。") if user is not None and draft.author_id == user.pk else None


def consented(case: Case, user: User | None) -> str | None:
    """Nothing is published that its author did not agree to (个保法 25)."""
    return None if case.submission.consents_to_publication else _now("提交人没有同意公开。")


def copy_can_be_prepared(case: Case, user: User | None) -> str | None:
    """A copy that stands on the site is first taken down, or overtaken by a newer answer."""
    copy = getattr(case.submission, "published_copy", None)
    if copy is None or copy.published_at is None or copy.withdrawn_at is not None:
        return None
    newer = case.replies.filter(signed_at__gt=copy.prepared_at).exists()
    return None if newer else _now("公开稿已经在网站上。")


def copy_checked_by_another(case: Case, user: User | None) -> str | None:
    """The checker of the masked copy is not its maker."""
    copy = getattr(case.submission, "published_copy", None)
    if copy is None or copy.withdrawn_at is not None or copy.published_at is not None:
        return _now("没有待审核的公开稿。")
    return (
        _now("整理人不能审核自己整理的公开稿。")
        if user is not None and copy.prepared_by_id == user.pk
        else None
    )


def copy_is_public(case: Case, user: User | None) -> str | None:
    """Only what stands on the site can be taken off it."""
    copy = getattr(case.submission, "published_copy", None)
    stands = copy is not None and copy.published_at is not None and copy.withdrawn_at is None
    return None if stands else _now("网站上没有这件的公开稿。")


def not_redone_yet(case: Case, user: User | None) -> str | None:
    """ "Not satisfied" reopens once (``domain.md`` §3.6)."""
    return None if case.submission.redo_count == 0 else _now("已经重新办理过一次。")


def not_rated_yet(case: Case, user: User | None) -> str | None:
    """A rating is given once per answer."""
    return _now("已经评价过。") if case.submission.rating else None


def has_consent_to_withdraw(case: Case, user: User | None) -> str | None:
    """Consent that was never given cannot be taken back."""
    return None if case.submission.consents_to_publication else _now("您没有同意过公开。")


P = Permission
workflow = Workflow(
    "submission",
    STATUSES,
    (
        Transition("register", _("登记"), frozenset({RECEIVED}), REGISTERED, P.REGISTER, (), _("已登记")),
        Transition("accept", _("受理"), frozenset({REGISTERED}), ACCEPTED, P.TRIAGE, (), _("已受理")),
        Transition(
            "need_more",
            _("要求补充"),
            frozenset({REGISTERED, ACCEPTED}),
            MORE,
            P.TRIAGE,
            (),
            _("请您补充情况"),
        ),
        Transition(
            "decline", _("不予受理"), frozenset({REGISTERED, MORE}), DECLINED, P.TRIAGE, (), _("不予受理")
        ),
        Transition(
            "merge", _("合并"), frozenset({REGISTERED, ACCEPTED}), MERGED, P.TRIAGE, (), _("合并办理")
        ),
        Transition("assign", _("交办"), frozenset({ACCEPTED, RETURNED}), ASSIGNED, P.ASSIGN, (), _("已交办")),
        Transition("assign_assisting", _("增加会办"), frozenset({ASSIGNED}), None, P.ASSIGN),
        Transition("return_to_sender", _("退回"), frozenset({ASSIGNED}), RETURNED, P.HANDLE, (lead_handler,)),
        Transition(
            "draft_reply", _("起草答复"), frozenset({ASSIGNED, DRAFTED}), DRAFTED, P.DRAFT_REPLY, (drafter,)
        ),
        Transition("revise_reply", _("退改答复"), frozenset({DRAFTED}), ASSIGNED, P.SIGN_REPLY),
        Transition(
            "sign_reply",
            _("签发答复"),
            frozenset({DRAFTED}),
            REPLIED,
            P.SIGN_REPLY,
            (not_the_author,),
            _("已答复"),
        ),
        Transition("close", _("办结"), frozenset({REPLIED}), CLOSED, P.CLOSE, (), _("已办结")),
        Transition(
            "prepare_copy", _("整理公开稿"), ANSWERED, None, P.PREPARE_COPY, (consented, copy_can_be_prepared)
        ),
        Transition(
            "publish_copy",
            _("审核并公开"),
            ANSWERED,
            None,
            P.PUBLISH_COPY,
            (consented, copy_checked_by_another),
            _("已公开"),
        ),
        Transition("withdraw_copy", _("撤下公开稿"), ANSWERED, None, P.PUBLISH_COPY, (copy_is_public,)),
        # The citizen's own steps, taken with the query code.
        Transition("supplement", _("补充意见"), IN_HAND, None, None, (), _("您补充了情况")),
        Transition("answer_more", _("补充情况"), frozenset({MORE}), REGISTERED, None, (), _("您补充了情况")),
        Transition("withdraw", _("撤回"), IN_HAND | {MORE}, WITHDRAWN, None, (), _("您撤回了意见")),
        Transition("rate", _("评价"), ANSWERED, CLOSED, None, (not_rated_yet,), _("您作了评价")),
        Transition(
            "reopen",
            _("不满意，重新办理"),
            ANSWERED,
            ASSIGNED,
            None,
            (not_rated_yet, not_redone_yet),
            _("重新办理"),
        ),
        Transition(
            "revoke_consent",
            _("撤回公开同意"),
            ANSWERED,
            None,
            None,
            (has_consent_to_withdraw,),
            _("您撤回了公开的同意"),
        ),
    ),
    closed=frozenset({CLOSED, DECLINED, MERGED, WITHDRAWN}),
)
del P
