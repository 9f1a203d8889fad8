"""When the calendar or a rule changes: bring the running clocks to their new dates (``domain.md`` §15).

A date that somebody was told is made later when the reckoning asks for it, never earlier: it is kept, and the
ledger says so. Batches are small transactions; what a request does not finish the scheduler goes on with.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions import record
from deadlines.due import DueDate, reckon
from deadlines.memory import current, steady
from deadlines.models import Recalculation
from deadlines.registry import ClockQuery, Holder, RunningClock, clocks
from deadlines.rules import RULES
from deadlines.snapshot import Snapshot
from deadlines.units import Sense, Unit
from organizations.models import Congress

BATCH = 200
AT_ONCE = 400  # clocks that the request of the change itself moves
PREVIEW_MOST = 1000
TIME_RULES = frozenset(rule.id for rule in RULES.values() if rule.unit is not Unit.CHOICE)
FORWARD_RULES = frozenset(i for i in TIME_RULES if RULES[i].sense is not Sense.BEFORE)


@dataclass(frozen=True)
class Change:
    """What has changed: days of the calendar, or rules for a congress and all below it."""

    days: tuple[date, ...] = ()
    rule_ids: frozenset[str] = frozenset()
    below: str = ""
    since: date | None = None

    def query(self, after: int, limit: int) -> ClockQuery:
        """Return which clocks can be concerned."""
        if self.days:
            # A clock that ran out before the first changed day never came upon it.
            return ClockQuery(FORWARD_RULES, min(self.days), "", after, limit)
        return ClockQuery(self.rule_ids, None, self.below, after, limit)

    def concerns(self, clock: RunningClock, due: DueDate) -> bool:
        """Return whether the change can have moved this clock.

        A changed day lies within its count; a changed rule was in force on its base day already.
        """
        if self.since is not None and clock.base < self.since:
            return False
        last = max(clock.due_on, due.on)
        return not self.days or any(clock.base < day <= last for day in self.days)


@dataclass
class Outcome:
    """How many clocks get another date, and how many keep one that the reckoning would make earlier."""

    moved: int = 0
    kept: int = 0
    is_more: bool = False


def preview(change: Change, snapshot: Snapshot) -> Outcome:
    """Return what a change would do, reckoned by the settings as they would be; counts up to a limit."""
    outcome, seen = Outcome(), 0
    for holder in clocks.holders.values():
        for clock in _running(holder, change, 0):
            if seen >= PREVIEW_MOST:
                outcome.is_more = True
                return outcome
            seen += 1
            due = _moved(clock, change, snapshot)
            if due is None:
                continue
            if _is_kept(clock, due):
                outcome.kept += 1
            else:
                outcome.moved += 1
    return outcome


def recompute(
    *,
    by: User | None,
    changed_days: Iterable[date] = (),
    rule: str = "",
    congress: Congress | None = None,
    since: date | None = None,
) -> Recalculation:
    """Carry a change that stands in the tables to the running clocks, as many as a request has time for.

    Either days of the calendar have changed, or one rule (without a name: all) for a congress and all below
    it; ``since`` leaves clocks alone whose base day is earlier. The caller has checked the right to make the
    change. The scheduler's ``recompute_deadlines`` does the rest.
    """
    job = Recalculation.objects.create(
        changed_days=sorted({day.isoformat() for day in changed_days}),
        rule_id=rule,
        congress=congress,
        since=since,
        started_by=by,
    )
    return proceed(job.pk, AT_ONCE)


def proceed(pk: int, most: int) -> Recalculation:
    """Go on with a recalculation until it is done or ``most`` clocks have been looked at."""
    while True:
        with transaction.atomic(), steady():
            locked = Recalculation.objects.select_for_update(of=("self",)).select_related(
                "started_by", "congress"
            )
            job = locked.get(pk=pk)
            if job.finished_at is not None or most <= 0:
                return job
            most -= _batch(job)
            job.save(update_fields=["position", "moved", "kept", "finished_at"])


def proceed_all(most: int) -> int:
    """Go on with every recalculation that is not done; return how many were found."""
    open_ones = list(
        Recalculation.objects.filter(finished_at__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)[:20]
    )
    for pk in open_ones:
        proceed(pk, most)
    return len(open_ones)


def change_of(job: Recalculation) -> Change:
    """Return what a recalculation is about."""
    days = tuple(date.fromisoformat(day) for day in job.changed_days)
    below = job.congress.path if job.congress is not None else ""
    return Change(days, rules_moved_by(job.rule_id), below, job.since)


def rules_moved_by(rule_id: str) -> frozenset[str]:
    """Return the rules whose dates follow from a rule: itself, or all for one about the reckoning of dates."""
    return frozenset({rule_id}) if rule_id in TIME_RULES else TIME_RULES


def _batch(job: Recalculation) -> int:
    """Look at the next clocks; when no holder has further ones, the work is done."""
    change, snapshot = change_of(job), current()
    for holder in clocks.holders.values():
        after = job.position.get(holder.name, 0)
        batch = list(holder.list_running(change.query(after, BATCH)))
        for clock in batch:
            _carry(holder, clock, change, snapshot, job)
        if batch:
            job.position[holder.name] = batch[-1].id
            return len(batch)
    job.finished_at = timezone.now()
    return 0


def _carry(
    holder: Holder, clock: RunningClock, change: Change, snapshot: Snapshot, job: Recalculation
) -> None:
    due = _moved(clock, change, snapshot)
    if due is None:
        return
    if _is_kept(clock, due):
        action = "deadlines.kept"
        job.kept += 1
    elif holder.apply(clock, due):
        action = "deadlines.moved"
        job.moved += 1
    else:
        return
    object_type, number = clock.about
    record(
        action=action,
        object_type=object_type,
        object_id=number,
        congress=clock.congress,
        by=job.started_by,
        data={
            "clock": f"{holder.name}:{clock.id}",
            "rule": clock.rule_id,
            "from": clock.due_on.isoformat(),
            "to": due.on.isoformat(),
            "recalculation": job.pk,
        },
    )


def _moved(clock: RunningClock, change: Change, snapshot: Snapshot) -> DueDate | None:
    """Return the date the clock should have, None when it has it or the change is no business of it."""
    due = reckon(snapshot, clock.rule_id, clock.base, clock.congress, clock.suspensions)
    return due if due.on != clock.due_on and change.concerns(clock, due) else None


def _is_kept(clock: RunningClock, due: DueDate) -> bool:
    return clock.is_promised and due.on < clock.due_on


def _running(holder: Holder, change: Change, after: int) -> Iterator[RunningClock]:
    """Yield all clocks of a holder that can be concerned, read in batches."""
    while True:
        batch: Sequence[RunningClock] = list(holder.list_running(change.query(after, BATCH)))
        yield from batch
        if len(batch) < BATCH:
            return
        after = batch[-1].id
