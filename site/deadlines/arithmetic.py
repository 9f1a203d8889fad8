"""Counting days, working days and months from a base day; no table, no clock (民法典 201 to 203; ``domain.md`` §15).

The base day is day zero. A month ends on the day of the same number, or on the month's last day when there is none.
Days on which the clock stood still do not count.
"""

import calendar as gregorian
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Works = Callable[[date], bool]
Span = tuple[date, date]
ONE = timedelta(days=1)


@dataclass(frozen=True)
class Counted:
    """Where a count ended and what it passed over on the way; ``month_ends`` is before days of standing still."""

    ends: date
    rest_days: tuple[date, ...] = ()
    still_days: int = 0
    is_month_end: bool = False
    month_ends: date | None = None


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, without overlaps and without those that end before they begin."""
    result: list[Span] = []
    for first, last in sorted(span for span in spans if span[0] <= span[1]):
        if result and first <= result[-1][1] + ONE:
            result[-1] = (result[-1][0], max(last, result[-1][1]))
        else:
            result.append((first, last))
    return result


def is_within(day: date, spans: Sequence[Span]) -> bool:
    """Return whether the clock stood still on ``day``."""
    return any(first <= day <= last for first, last in spans)


def add_months(base: date, amount: int) -> date:
    """Return the day of the same number ``amount`` months later, or that month's last day."""
    years, month = divmod(base.month - 1 + amount, 12)
    year, month = base.year + years, month + 1
    return date(year, month, min(base.day, gregorian.monthrange(year, month)[1]))


def count_days(base: date, amount: int, spans: Sequence[Span] = ()) -> Counted:
    """Return the ``amount``-th natural day after ``base``."""
    day, still = base, 0
    while amount > 0:
        day += ONE
        if is_within(day, spans):
            still += 1
        else:
            amount -= 1
    return Counted(day, still_days=still)


def count_working_days(base: date, amount: int, works: Works, spans: Sequence[Span] = ()) -> Counted:
    """Return the ``amount``-th working day after ``base``."""
    day, still = base, 0
    rest: list[date] = []
    while amount > 0:
        day += ONE
        if is_within(day, spans):
            still += 1
        elif works(day):
            amount -= 1
        else:
            rest.append(day)
    return Counted(day, tuple(rest), still)


def count_months(base: date, amount: int, spans: Sequence[Span] = ()) -> Counted:
    """Return the end of ``amount`` months, later by the days on which the clock stood still."""
    end = add_months(base, amount)
    is_month_end = end.day != base.day
    still = sum(
        max(0, (min(last, end) - max(first, base + ONE)).days + 1) for first, last in spans if first <= end
    )
    if not still:
        return Counted(end, is_month_end=is_month_end, month_ends=end)
    further = count_days(end, still, spans)
    return Counted(
        further.ends, still_days=still + further.still_days, is_month_end=is_month_end, month_ends=end
    )


def back_days(base: date, amount: int) -> Counted:
    """Return the day ``amount`` days before ``base``."""
    return Counted(base - timedelta(days=amount))


def back_working_days(base: date, amount: int, works: Works) -> Counted:
    """Return the ``amount``-th working day before ``base``."""
    day = base
    rest: list[date] = []
    while amount > 0:
        day -= ONE
        if works(day):
            amount -= 1
        else:
            rest.append(day)
    return Counted(day, tuple(rest))


def next_working_day(day: date, works: Works) -> date:
    """Return ``day``, or the first worked day after it (民法典 203)."""
    while not works(day):
        day += ONE
    return day
