"""More time, granted by another person; and supervision from above (申请延期、督办)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework import clocks
from casework.models import AssignmentRole, Case, Extension, Supervision
from deadlines.due import chinese_date, due_date
from participation.submissions.workflow import workflow


def request_extension(*, case: Case, by: User, until: date, reason: str) -> None:
    """申请延期: the lead asks for more time; nothing changes until another person decides."""
    with workflow.step(case, "request_extension", by=by, note=reason, data={"until": str(until)}) as locked:
        clock = locked.clocks.running().filter(assignment__role=AssignmentRole.LEAD).first()
        if clock is None:
            raise ValidationError(_("这件没有在走的办理期限。"))
        last = clocks.extension_limit(locked)
        if until <= max(clock.due_on, timezone.localdate()):
            raise ValidationError({"until": _("延期后的日期要晚于现在的期限和今天。")})
        if until > last.on:
            raise ValidationError(
                {
                    "until": _("最多延至%(day)s。%(why)s")
                    % {"day": chinese_date(last.on), "why": last.explanation}
                }
            )
        Extension.objects.create(clock=clock, requested_by=by, until=until, reason=reason)


def grant_extension(*, case: Case, by: User, told: str, note: str = "") -> None:
    """同意延期: the date moves, and the sender is told the new date and why."""

    def public(case: Case) -> str:
        due = chinese_date(case.due_on) if case.due_on else ""
        return _("办理期限延长至%(due)s。%(told)s") % {"due": due, "told": told}

    with workflow.step(case, "grant_extension", by=by, note=note, public_note=public) as locked:
        request = _decide(locked, by, is_granted=True)
        if request.until > clocks.extension_limit(locked).on:
            raise ValidationError(_("申请的日期已超过可以延长的最后期限，请不同意后重新申请。"))
        clocks.extend(request, locked)


def refuse_extension(*, case: Case, by: User, reason: str) -> None:
    """不同意延期: the date stays; the handler reads why."""
    with workflow.step(case, "refuse_extension", by=by, note=reason) as locked:
        _decide(locked, by, is_granted=False)


def _decide(case: Case, by: User, *, is_granted: bool) -> Extension:
    request = Extension.objects.select_related("clock__assignment").get(
        clock__case=case, decided_at__isnull=True
    )
    request.decided_by, request.decided_at, request.is_granted = by, timezone.now(), is_granted
    request.save(update_fields=["decided_by", "decided_at", "is_granted"])
    return request


def supervise(*, case: Case, by: User, demand: str, respond_by: date | None = None) -> None:
    """督办: somebody above asks what is being done, and by when an answer is owed."""
    today = timezone.localdate()
    due = due_date("opinion.supervision_answer", today, case.congress)
    if respond_by is not None and respond_by < today:
        raise ValidationError({"respond_by": _("反馈期限不能早于今天。")})
    explanation = due.explanation if respond_by in {None, due.on} else _("由督办人指定")
    with workflow.step(case, "supervise", by=by, note=demand) as locked:
        Supervision.objects.create(
            case=locked, by=by, demand=demand, respond_by=respond_by or due.on, due_explanation=explanation
        )


def answer_supervision(*, case: Case, by: User, answer: str) -> None:
    """督办反馈: what was done; answers every demand that stands open."""
    with workflow.step(case, "answer_supervision", by=by, note=answer) as locked:
        locked.supervisions.filter(answered_at__isnull=True).update(
            answer=answer, answered_by=by, answered_at=timezone.now()
        )
