"""Starting, stopping and moving the clocks of a case (``domain.md`` §15; 信访工作条例 23, 34 by analogy).

Every function works on a case that its caller has locked and will save: ``Case.due_on`` follows from the
clocks and is set here and nowhere else.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Assignment, AssignmentRole, Case, Clock, Extension, Suspension
from deadlines.due import DueDate, chinese_date, due_date

Span = tuple[date, date]


def reckon(case: Case, rule_id: str, base: date) -> DueDate:
    """Return when a clock of this case runs out by its congress's rule, days it stood still left out."""
    return due_date(rule_id, base, case.congress, suspensions=_spans(case, base))


def _spans(case: Case, base: date) -> list[Span]:
    """Return the days after ``base`` on which the clocks stood still; the day of asking still counts."""
    spans = []
    for row in case.suspensions.filter(until_on__isnull=False):
        first = max(row.from_on, base) + timedelta(days=1)
        if row.until_on is not None and row.until_on >= first:
            spans.append((first, row.until_on))
    return spans


def start_case_clock(case: Case, rule_id: str, base: date) -> Clock:
    """Start the case's own clock; the one before it ends."""
    case.clocks.running().filter(assignment__isnull=True).update(stopped_at=timezone.now())
    due = reckon(case, rule_id, base)
    clock = Clock.objects.create(
        case=case, rule_id=rule_id, base_on=base, due_on=due.on, explanation=due.explanation
    )
    refresh_due(case)
    return clock


def start_assignment_clock(
    assignment: Assignment, rule_id: str, base: date, *, is_chosen: bool = False
) -> Clock:
    """Start a handler's clock on the date and with the explanation that its assignment carries."""
    clock = Clock.objects.create(
        case=assignment.case,
        assignment=assignment,
        rule_id=rule_id,
        base_on=base,
        due_on=assignment.due_on,
        explanation=assignment.due_explanation,
        is_chosen=is_chosen,
    )
    refresh_due(assignment.case)
    return clock


def stop_assignment_clocks(case: Case, assignments: Iterator[int] | list[int]) -> None:
    """End the clocks of assignments that were given back, taken away or done."""
    case.clocks.running().filter(assignment__in=list(assignments)).update(stopped_at=timezone.now())
    refresh_due(case)


def stop_all(case: Case) -> None:
    """End every clock: answered, closed, or gone elsewhere. The date it had stays on record."""
    case.clocks.running().update(stopped_at=timezone.now())
    case.suspensions.filter(until_on__isnull=True).update(until_on=timezone.localdate())


def hand_over(case: Case, promise: str) -> None:
    """End the clocks of a case that owes its answer by another promise, which stands in their place."""
    stop_all(case)
    case.due_on, case.due_explanation = None, promise


def suspend(case: Case) -> None:
    """Let the clocks stand still from today: the office waits for the sender."""
    Suspension.objects.create(case=case, from_on=timezone.localdate())
    refresh_due(case)


def resume(case: Case) -> None:
    """Let the clocks go on, each later by the days it stood still."""
    open_one = case.suspensions.filter(until_on__isnull=True).first()
    if open_one is None:
        return
    open_one.until_on = timezone.localdate()
    open_one.save(update_fields=["until_on"])
    days = (open_one.until_on - open_one.from_on).days
    for clock in case.clocks.running().select_related("assignment"):
        _move(case, clock, days)
    refresh_due(case)


def _move(case: Case, clock: Clock, days: int) -> None:
    """Set a clock's date anew after a suspension of ``days`` days; what was agreed moves by those days."""
    if clock.is_chosen or clock.extended_until is not None:
        later = clock.due_on + timedelta(days=days)
        note = _("暂停%(days)s日，顺延至%(due)s") % {"days": days, "due": chinese_date(later)}
        explanation = f"{clock.explanation}；{note}" if days else clock.explanation
        if clock.extended_until is not None:
            clock.extended_until = later
    else:
        due = reckon(case, clock.rule_id, clock.base_on)
        later, explanation = due.on, due.explanation
    set_date(clock, later, explanation)


def set_date(clock: Clock, due_on: date, explanation: str) -> None:
    """Give a clock another date, and its assignment with it."""
    clock.due_on, clock.explanation = due_on, explanation
    clock.save(update_fields=["due_on", "explanation", "extended_until"])
    if clock.assignment is not None:
        clock.assignment.due_on, clock.assignment.due_explanation = due_on, explanation
        clock.assignment.save(update_fields=["due_on", "due_explanation"])


def extension_limit(case: Case) -> DueDate:
    """Return the last day to which the case can be extended: so long after the limit of the answer."""
    limit = case.clocks.running().filter(assignment__isnull=True).first()
    base = timezone.localdate() if limit is None else limit.due_on
    if limit is not None and limit.extended_until is not None:
        base = reckon(case, limit.rule_id, limit.base_on).on
    return due_date("opinion.extension", base, case.congress)


def extend(request: Extension, case: Case) -> None:
    """Carry out a granted request: the handler's clock, and the case's own when the new date passes it."""
    note = _("经批准延期至%(due)s") % {"due": chinese_date(request.until)}
    own = case.clocks.running().filter(assignment__isnull=True, due_on__lt=request.until)
    for row in [request.clock, *own]:
        row.extended_until = request.until
        set_date(row, request.until, f"{row.explanation}；{note}")
    refresh_due(case)


def drop_requests(case: Case) -> None:
    """End a request for more time that nobody decided: the work it was for is over."""
    open_ones = Extension.objects.filter(clock__case=case, decided_at__isnull=True)
    open_ones.update(decided_at=timezone.now(), is_granted=False)


def refresh_due(case: Case) -> None:
    """Set the date that counts now: the lead's, else the case's own; none while the clocks stand still."""
    waiting = case.suspensions.filter(until_on__isnull=True).first()
    if waiting is not None:
        case.due_on = None
        case.due_explanation = _("等待提交人补充，期限自%(day)s起暂停") % {
            "day": chinese_date(waiting.from_on)
        }
        return
    running = list(case.clocks.running().select_related("assignment"))
    leads = [c for c in running if c.assignment and c.assignment.role == AssignmentRole.LEAD]
    own = [c for c in running if c.assignment is None]
    for clock in (leads or own)[:1]:
        case.due_on, case.due_explanation = clock.due_on, clock.explanation
