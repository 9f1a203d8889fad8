"""The public statistics of a congress and year, ready to show: small numbers hidden, shares, bars.

Screen and download are made from the same tables, so that neither shows what the other hides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.submissions.counting import (
    DAY_LIMITS,
    ELSEWHERE,
    LONGER,
    NOT_RATED,
    NOT_SORTED,
    TAKEN,
)
from participation.submissions.models import Category, Channel, FigureSheet, Rating, Route
from participation.submissions.suppression import (
    THRESHOLD,
    Hidden,
    Share,
    Shown,
    shown_number,
    shown_share,
    shown_table,
)
from participation.submissions.workflow import MERGED, WITHDRAWN

_FIRST_DAYS = (0, *(limit + 1 for limit in DAY_LIMITS[:-1]))
_STEPS = {
    str(last): format_lazy(gettext_lazy("{first}至{last}天"), first=first, last=last)
    for first, last in zip(_FIRST_DAYS, DAY_LIMITS, strict=True)
}
LABELS: dict[str, dict[str, Any]] = {
    "category": {**dict(Category.choices), NOT_SORTED: gettext_lazy("尚未分类")},
    "channel": dict(Channel.choices),
    "route": {
        TAKEN: gettext_lazy("受理办理"),
        NOT_SORTED: gettext_lazy("尚在登记研究"),
        ELSEWHERE: gettext_lazy("转信访、纪检监察等渠道"),
        Route.COURT.value: Route.COURT.label,
        Route.OTHER_LEVEL.value: Route.OTHER_LEVEL.label,
        Route.UNCLEAR.value: Route.UNCLEAR.label,
        Route.INVALID.value: Route.INVALID.label,
        MERGED: gettext_lazy("与其他意见合并办理"),
        WITHDRAWN: gettext_lazy("提交人撤回"),
    },
    "days": {**_STEPS, LONGER: format_lazy(gettext_lazy("{days}天以上"), days=DAY_LIMITS[-1])},
    "rating": {**dict(Rating.choices), NOT_RATED: gettext_lazy("没有评价")},
}
TITLES = {
    "category": gettext_lazy("按类别"),
    "channel": gettext_lazy("按提交渠道"),
    "route": gettext_lazy("按去向"),
    "days": gettext_lazy("从收到到答复用了多少天"),
    "rating": gettext_lazy("群众评价"),
}
OF_RECEIVED, OF_ANSWERED = ("category", "channel", "route"), ("days", "rating")
# When a further number must be hidden, these come first: what tells a reader least.
_LEAST_TELLING = {"category": [Category.OTHER.value, NOT_SORTED], "rating": [NOT_RATED]}


@dataclass(frozen=True)
class Line:
    """One row of a table; ``percent`` is None where the number is hidden."""

    label: str
    shown: Shown
    percent: int | None


@dataclass(frozen=True)
class Table:
    """One table with its title. Without lines its numbers are too small to be shown."""

    key: str
    title: str
    total: Shown
    lines: list[Line]

    @property
    def hides(self) -> bool:
        """Return whether a number of this table is hidden."""
        return any(isinstance(line.shown, Hidden) for line in self.lines)


@dataclass(frozen=True)
class Statistics:
    """Everything on the page."""

    received: Shown
    answered: Shown
    median_days: str
    shares: list[tuple[str, Share | None]]
    tables: list[Table] = field(default_factory=list)


def statistics_of(sheet: FigureSheet) -> Statistics:
    """Return what may be shown of a sheet."""
    figures = sheet.figures
    received, answered = figures["received"], figures["answered"]
    median = figures["median_days"]
    return Statistics(
        received=shown_number(received),
        answered=shown_number(answered),
        median_days=f"{median:g}" if median is not None and answered >= THRESHOLD else "",
        shares=[
            (_("按期答复（占已答复）"), shown_share(figures["within_limit"], answered)),
            (_("重新办理（占已答复）"), shown_share(figures["redone"], answered)),
            (_("超过期限（占收到，含已答复和未答复的）"), shown_share(figures["overdue"], received)),
        ],
        tables=[
            *(_table(key, figures[key], received) for key in OF_RECEIVED),
            *(_table(key, figures[key], answered) for key in OF_ANSWERED),
        ],
    )


def cells_of(key: str, counts: dict[str, int]) -> dict[str, int]:
    """Return all cells of a table, with zeros; a key of another version of the list counts with the first one."""
    labels = LABELS[key]
    cells = dict.fromkeys(labels, 0)
    first = hiding_order(key)[0]
    for name, number in counts.items():
        cells[name if name in cells else first] += number
    return cells


def hiding_order(key: str) -> list[str]:
    """Return in which order cells are hidden besides the small ones; the same whatever the numbers are."""
    first = _LEAST_TELLING.get(key, [])
    return [*first, *(name for name in reversed(LABELS[key]) if name not in first)]


def _table(key: str, counts: dict[str, int], total: int) -> Table:
    shown = shown_table(cells_of(key, counts), hiding_order(key)) or {}
    lines = [
        Line(str(LABELS[key][name]), value, None if isinstance(value, Hidden) else round(100 * value / total))
        for name, value in shown.items()
    ]
    return Table(key, str(TITLES[key]), shown_number(total), lines)


def csv_rows(statistics: Statistics) -> Iterable[tuple[str, str, str, str]]:
    """Return the download's rows: table, row, number, share."""
    yield _("总数"), _("收到"), str(statistics.received), ""
    yield _("总数"), _("已答复"), str(statistics.answered), ""
    yield _("总数"), _("答复用时中位数（天）"), statistics.median_days or str(Hidden.COMPLEMENT), ""
    for label, share in statistics.shares:
        yield (
            _("总数"),
            label,
            str(Hidden.COMPLEMENT if share is None else share.count),
            str(share or Hidden.COMPLEMENT),
        )
    for table in statistics.tables:
        for line in table.lines:
            yield table.title, line.label, str(line.shown), "" if line.percent is None else f"{line.percent}%"
