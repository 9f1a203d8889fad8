"""An answered case goes back to whoever answered it: a redo, or a promise that was not kept."""

from django.utils import timezone

from casework import clocks
from casework.models import Assignment, AssignmentRole, Case


def assign_again(case: Case, *, instruction: str) -> Assignment:
    """Give the case back to whoever answered, with the clock of a redo."""
    last = case.assignments.filter(role=AssignmentRole.LEAD).order_by("-id").first()
    if last is None:
        raise ValueError("an answered case has had a lead handler")
    today = timezone.localdate()
    due = clocks.reckon(case, "opinion.redo", today)
    again = Assignment.objects.create(
        case=case,
        role=AssignmentRole.LEAD,
        office=last.office,
        deputy=last.deputy,
        station=last.station,
        instruction=instruction,
        assigned_by=last.assigned_by,
        due_on=due.on,
        due_explanation=due.explanation,
    )
    case.answered_at = None
    clocks.start_case_clock(case, "opinion.redo", today)
    clocks.start_assignment_clock(again, "opinion.redo", today)
    return again
