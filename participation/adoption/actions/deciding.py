"""What becomes of a group: drafted by one person, approved by another, reopened before it is public."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.text import clean_text, one_line
from participation.adoption.actions.checks import (
    approver,
    coder,
    locked,
    note,
    open_group,
    owner,
    result_stands,
)
from participation.adoption.models import (
    NEEDS_REASON,
    REASON_LENGTH,
    SUMMARY_LENGTH,
    WORDING_LENGTH,
    Decision,
    OpinionGroup,
)
from participation.adoption.queries.access import may_approve, may_code


@transaction.atomic
def decide(
    *,
    group: OpinionGroup,
    summary: str,
    decision: str,
    reason: str,
    wording: str,
    by: User,
    submits: bool = False,
) -> None:
    """起草处理意见; whoever wrote last is its author. ``submits``: it goes to another person for approval."""
    congress = coder(by, group.consultation)
    row = open_group(group)
    row.summary = one_line(summary, SUMMARY_LENGTH)
    row.decision, row.reason = decision, clean_text(reason)[:REASON_LENGTH]
    row.wording = clean_text(wording)[:WORDING_LENGTH]
    _check(row, submits=submits)
    now = timezone.now()
    row.drafted_by, row.drafted_at = by, now
    if submits:
        row.submitted_at, row.returned_because = now, ""
    row.save()
    note("submit" if submits else "decide", row, by, congress, decision=decision)


def _check(group: OpinionGroup, *, submits: bool) -> None:
    """Refuse what says too little (``domain.md`` §13.1: the last four need a reason)."""
    problems: dict[str, str] = {}
    if not group.summary:
        problems["summary"] = _("请概括这一组意见说的是什么。")
    if group.decision and group.decision not in Decision.values:
        problems["decision"] = _("请选择采纳情况。")
    if group.decision in NEEDS_REASON and not group.reason:
        problems["reason"] = _("“%(decision)s”要写明理由，会公开显示。") % {
            "decision": Decision(group.decision).label
        }
    if submits and not group.decision:
        problems["decision"] = _("请选择采纳情况。")
    if submits and not group.opinions:
        problems["summary"] = _("这一组没有意见，不用送审。")
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def take_back(*, group: OpinionGroup, by: User) -> None:
    """取回: it is to be changed once more before anybody approves it."""
    congress = coder(by, group.consultation)
    row = locked(group)
    if not row.is_submitted:
        raise ValidationError(_("这一组没有在等批准。"))
    row.submitted_at = None
    row.save(update_fields=["submitted_at"])
    note("take_back", row, by, congress)


@transaction.atomic
def approve(*, group: OpinionGroup, by: User) -> None:
    """批准, by another person than the author."""
    congress = approver(by, group.consultation)
    row = locked(group)
    if not row.is_submitted:
        raise ValidationError(_("这一组没有在等批准。"))
    if row.drafted_by_id == by.pk:
        raise PermissionDenied(_("起草人不能批准自己写的处理意见。"))
    row.approved_by, row.approved_at, row.returned_because = by, timezone.now(), ""
    row.save(update_fields=["approved_by", "approved_at", "returned_because"])
    note("approve", row, by, congress, decision=row.decision)


@transaction.atomic
def send_back(*, group: OpinionGroup, reason: str, by: User) -> None:
    """退回修改, with what is missing."""
    congress = approver(by, group.consultation)
    row = locked(group)
    if not row.is_submitted:
        raise ValidationError(_("这一组没有在等批准。"))
    row.submitted_at, row.returned_because = None, needed_reason(reason)
    row.save(update_fields=["submitted_at", "returned_because"])
    note("send_back", row, by, congress)


@transaction.atomic
def reopen(*, group: OpinionGroup, reason: str, by: User) -> None:
    """重新研究 what was approved. Of what is public only while a correction is being prepared."""
    congress = owner(group.consultation)
    if not (may_code(by, congress) or may_approve(by, congress)):
        raise PermissionDenied
    row = locked(group)
    if not row.is_approved:
        raise ValidationError(_("这一组还没有批准。"))
    if result_stands(row.consultation):
        raise ValidationError(_("结果已经公布。要改动，请先在“结果”里准备更正。"))
    row.submitted_at = row.approved_at = row.approved_by = None
    row.returned_because = needed_reason(reason)
    row.save(update_fields=["submitted_at", "approved_at", "approved_by", "returned_because"])
    note("reopen", row, by, congress)


def needed_reason(text: str) -> str:
    """Return a reason in words; refuse none."""
    reason = clean_text(text)[:REASON_LENGTH]
    if not reason:
        raise ValidationError({"reason": _("请写明理由。")})
    return reason
