"""Counting a year's opinions for the public statistics: every case, published or not, in one pass.

An accusation is counted, but never as a kind of its own (R43; 信访工作条例 30): its topic is 「其他」, and it
went where petitions go. Numbers only; nothing in them leads back to a case.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from casework.models import Visibility
from participation.submissions.models import Category, Route, Submission
from participation.submissions.workflow import CLOSED, MERGED, MORE, RECEIVED, REGISTERED, WITHDRAWN

CHUNK = 2000
DAY_LIMITS = (7, 15, 30, 60)
"""The last days of the steps in which the time to an answer is told; what took longer comes last."""
LONGER = "longer"
NOT_SORTED, TAKEN, ELSEWHERE, NOT_RATED = "none", "taken", "elsewhere", "unrated"
_WAITING = {RECEIVED, REGISTERED, MORE}
_AS_PETITION = {Route.PETITION.value, Route.DISCIPLINE.value}


class Row(NamedTuple):
    """What is read of one case, in the order of ``COLUMNS``."""

    congress: int
    received_at: datetime
    answered_at: datetime | None
    due_on: date | None
    visibility: str
    status: str
    channel: str
    category: str
    route: str
    rating: str
    redo_count: int


COLUMNS = (
    "case__congress_id", "case__received_at", "case__answered_at", "case__due_on", "case__visibility", "case__status",
    "channel", "category", "declined_route", "rating", "redo_count",
)  # fmt: skip


@dataclass
class Tally:
    """The counts of one congress and year."""

    received: int = 0
    answered: int = 0
    within_limit: int = 0
    overdue: int = 0
    redone: int = 0
    category: Counter[str] = field(default_factory=Counter)
    channel: Counter[str] = field(default_factory=Counter)
    route: Counter[str] = field(default_factory=Counter)
    rating: Counter[str] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)

    def add(self, row: Row, today: date) -> None:
        """Count one case."""
        is_restricted = row.visibility == Visibility.RESTRICTED
        self.received += 1
        self.category[Category.OTHER if is_restricted else row.category or NOT_SORTED] += 1
        self.channel[row.channel] += 1
        self.route[ELSEWHERE if is_restricted else _route(row)] += 1
        if row.answered_at is None:
            # What is closed without an answer (declined, merged, withdrawn) cannot be late.
            is_open = row.status not in {MERGED, WITHDRAWN, CLOSED} and not row.route
            self.overdue += bool(is_open and row.due_on is not None and row.due_on < today)
            return
        answered_on = timezone.localdate(row.answered_at)
        in_time = row.due_on is None or answered_on <= row.due_on
        self.answered += 1
        self.within_limit += in_time
        self.overdue += not in_time
        self.redone += row.redo_count > 0
        self.rating[row.rating or NOT_RATED] += 1
        self.days[max(0, (answered_on - timezone.localdate(row.received_at)).days)] += 1

    def figures(self) -> dict[str, Any]:
        """Return the counts as they are kept."""
        return {
            "received": self.received,
            "answered": self.answered,
            "within_limit": self.within_limit,
            "overdue": self.overdue,
            "redone": self.redone,
            "median_days": median(self.days),
            "category": dict(self.category),
            "channel": dict(self.channel),
            "route": dict(self.route),
            "rating": dict(self.rating),
            "days": dict(_steps(self.days)),
        }


def count_year(year: int, today: date) -> dict[int, Tally]:
    """Return the counts of all congresses for the opinions received in ``year``, in bounded memory."""
    first, after = _midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1))
    rows = Submission.objects.filter(case__received_at__gte=first, case__received_at__lt=after)
    return tally(map(Row._make, rows.values_list(*COLUMNS).iterator(CHUNK)), today)


def tally(rows: Iterable[Row], today: date) -> dict[int, Tally]:
    """Count rows by congress."""
    found: dict[int, Tally] = defaultdict(Tally)
    for row in rows:
        found[row.congress].add(row, today)
    return found


def median(days: Counter[int]) -> float | None:
    """Return the middle number of days, the mean of the two middle ones when the number of cases is even."""
    total = days.total()
    if not total:
        return None
    at, seen, middle = {(total - 1) // 2, total // 2}, 0, []
    for value in sorted(days):
        middle += [value for place in at if seen <= place < seen + days[value]]
        seen += days[value]
    return sum(middle) / len(middle)


def _route(row: Row) -> str:
    """Return where an opinion went: taken in, elsewhere, merged, taken back, or not decided yet."""
    if row.route in _AS_PETITION:
        return ELSEWHERE
    if row.route:
        return row.route
    if row.status in {MERGED, WITHDRAWN}:
        return row.status
    return NOT_SORTED if row.status in _WAITING else TAKEN


def _steps(days: Counter[int]) -> Counter[str]:
    steps: Counter[str] = Counter()
    for value, number in days.items():
        limit = next((limit for limit in DAY_LIMITS if value <= limit), None)
        steps[LONGER if limit is None else str(limit)] += number
    return steps


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def is_stale(counted_at: datetime, year: int, now: datetime) -> bool:
    """Return whether a sheet is to be counted again: each day; years gone by, in which little happens, monthly."""
    if year >= timezone.localdate(now).year - 1:
        return timezone.localdate(counted_at) < timezone.localdate(now)
    return now - counted_at > timedelta(days=30)
