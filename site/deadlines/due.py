"""From a rule and a base date to a due date that explains itself (``domain.md`` §15; 民法典 201 to 203)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from deadlines import words
from deadlines.arithmetic import (
    ONE,
    Counted,
    Span,
    add_months,
    back_days,
    back_working_days,
    count_days,
    count_months,
    count_working_days,
    merged,
    next_working_day,
)
from deadlines.memory import current
from deadlines.rules import ROLL_ON, Rule
from deadlines.snapshot import Effective, Snapshot
from deadlines.units import Sense, Unit
from deadlines.words import chinese_date
from organizations.models import Congress

__all__ = ["DueDate", "chinese_date", "due_date", "effective_rule", "public_explanation", "reckon"]


@dataclass(frozen=True)
class DueDate:
    """A date with the rule and the arithmetic behind it.

    ``counted.ends`` is where the count ended; ``on`` is later when that is a day of rest.
    """

    rule: Rule
    base: date
    on: date
    counted: Counted
    effective: Effective
    roll_source: str
    holiday_names: dict[date, str]
    makeup_days: tuple[date, ...]
    unannounced: tuple[int, ...]

    @property
    def is_rolled(self) -> bool:
        """Return whether the last day was a day of rest and the date moved on."""
        return self.on != self.counted.ends

    @property
    def rolled_days(self) -> list[date]:
        """Return the days of rest between the end of the count and the due date."""
        return _days(self.counted.ends, self.on - ONE)

    @property
    def explanation(self) -> str:
        """Return the reckoning in one line, as shown beside the date."""
        return words.one_line(self)

    @property
    def detail(self) -> list[str]:
        """Return the reckoning line by line, for a popover or print."""
        return words.detail(self)


def due_date(
    rule_id: str,
    base: date,
    congress: Congress | None = None,
    *,
    suspensions: Sequence[Span] = (),
) -> DueDate:
    """Return when the clock ``rule_id`` started on ``base`` runs out. Raises KeyError for an unknown rule.

    The value is the one in force on ``base`` for ``congress``, without it the national one. A rule of notice
    is counted backward from ``base``. ``suspensions`` are first and last days of times in which the clock
    stood still; these days do not count.
    """
    return reckon(current(), rule_id, base, congress, suspensions)


def effective_rule(rule_id: str, congress: Congress | None, on: date) -> Effective:
    """Return the value that counts for ``congress`` on a day, and where it was set."""
    return current().value(rule_id, congress, on)


def public_explanation(due: DueDate, promised_on: date | None = None) -> str:
    """Return the reckoning as the citizen may read it; ``promised_on`` is a date given instead, as extended."""
    return words.public_line(due, promised_on)


def reckon(
    snapshot: Snapshot,
    rule_id: str,
    base: date,
    congress: Congress | None,
    suspensions: Sequence[Span] = (),
) -> DueDate:
    """Return the due date by given settings, as they stand or as they would be."""
    effective = snapshot.value(rule_id, congress, base)
    rule = effective.rule
    if rule.unit is Unit.CHOICE:
        raise ValueError(f"{rule_id} is no length of time")
    counted = _count(snapshot, rule, base, merged(suspensions))
    on, source = counted.ends, ""
    if rule.sense is Sense.DEADLINE and rule.unit is not Unit.WORKING_DAY:
        roll = snapshot.value(ROLL_ON, congress, base).rule
        if roll.choice == "yes":
            on, source = next_working_day(counted.ends, snapshot.works), str(roll.source)
    used = _days(counted.ends, on) if on != counted.ends else []
    if rule.unit is Unit.WORKING_DAY:
        used = _days(base + ONE, on) if on > base else _days(on, base - ONE)
    elif source:
        used = used or [on]
    named = {day: snapshot.named(day) for day in used}
    return DueDate(
        rule=rule,
        base=base,
        on=on,
        counted=counted,
        effective=effective,
        roll_source=source,
        holiday_names={day: name.name for day, name in named.items() if name and not name.works},
        makeup_days=tuple(day for day, name in named.items() if name and name.works and day.weekday() > 4),
        unannounced=tuple(
            year for year in sorted({day.year for day in used}) if not snapshot.is_announced(year)
        ),
    )


def _count(snapshot: Snapshot, rule: Rule, base: date, spans: Sequence[Span]) -> Counted:
    """Count forward, or backward for a rule of notice, in the rule's unit."""
    if rule.sense is Sense.BEFORE:
        if rule.unit is Unit.WORKING_DAY:
            return back_working_days(base, rule.amount, snapshot.works)
        if rule.unit is Unit.MONTH:
            return Counted(add_months(base, -rule.amount))
        return back_days(base, rule.amount)
    if rule.unit is Unit.WORKING_DAY:
        return count_working_days(base, rule.amount, snapshot.works, spans)
    if rule.unit is Unit.MONTH:
        return count_months(base, rule.amount, spans)
    return count_days(base, rule.amount, spans)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
