"""Running clocks of cases, for when the calendar or a rule changes (:mod:`deadlines.registry`).

Dates that a person chose or agreed to (an extension) stay as they are; a clock that stands still is reckoned
anew by the rules of the day when it goes on.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from casework.clocks import refresh_due, set_date
from casework.models import Case, Clock, Suspension
from deadlines.due import DueDate
from deadlines.registry import ClockQuery, RunningClock, clocks


def list_running(query: ClockQuery) -> Iterator[RunningClock]:
    """Yield the clocks that ``query`` asks for, in order of their number."""
    waiting = Suspension.objects.filter(case=OuterRef("case"), until_on__isnull=True)
    rows = (
        Clock.objects.running()
        .filter(
            ~Exists(waiting),
            rule_id__in=query.rule_ids,
            is_chosen=False,
            extended_until__isnull=True,
            case__congress__path__startswith=query.below,
            pk__gt=query.after,
        )
        .select_related("case__congress")
        .prefetch_related("case__suspensions")
        .order_by("pk")
    )
    if query.due_from is not None:
        rows = rows.filter(due_on__gte=query.due_from)
    for row in rows[: query.limit]:
        yield RunningClock(
            id=row.pk,
            rule_id=row.rule_id,
            base=row.base_on,
            due_on=row.due_on,
            congress=row.case.congress,
            about=("case", row.case.number),
            suspensions=[
                (one.from_on + timedelta(days=1), one.until_on)
                for one in row.case.suspensions.all()
                if one.until_on is not None and one.until_on > one.from_on
            ],
        )


def apply(clock: RunningClock, due: DueDate) -> bool:
    """Give the clock its new date, and the case with it; False when it has moved or ended meanwhile."""
    with transaction.atomic():
        row = Clock.objects.select_related("assignment").filter(pk=clock.id).first()
        if row is None:
            return False
        case = Case.objects.select_for_update(of=("self",)).select_related("congress").get(pk=row.case_id)
        row.refresh_from_db(fields=["due_on", "stopped_at", "extended_until"])
        if row.stopped_at is not None or row.due_on != clock.due_on or row.extended_until is not None:
            return False
        set_date(row, due.on, due.explanation)
        refresh_due(case)
        case.save(update_fields=["due_on", "due_explanation"])
    return True


def register() -> None:
    """Let changed calendars and rules reach the cases."""
    clocks.register("casework", list_running=list_running, apply=apply)
