"""Hiding small numbers in published tables, so that nobody can be found behind one (``domain.md`` §6.1).

A count below five is shown as 「少于5」. With the total beside it a single hidden cell could be worked out, and
the usual remedy, hiding another *small* cell, gives itself away: whoever knows the rule learns something from
which cell was chosen. So the rule here looks only at which cells are small, never at how small they are:

- zeros count as small; every small cell is shown as 「少于5」;
- as soon as one cell is small, one more is hidden: the first of the table's own fixed order that is not small
  (shown as 「不列」);
- a table whose total is exactly four times its cells is left out, since then all of them could be fours;
- without a total of at least five there is no table.

For every table shown there is another set of numbers with the same total that is shown in exactly the same way
and differs in any small cell that is not zero: ``tests/participation/test_answers_suppression.py`` tries them
all. Shares are shown exactly only when both parts are at least five, otherwise as a bound that follows from
「少于5」 alone. Totals over several congresses are not published: see docs/decisions/0021.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

THRESHOLD = 5


class Hidden(Enum):
    """Why a number is not shown."""

    SMALL = "small"
    COMPLEMENT = "complement"

    def __str__(self) -> str:
        return _("少于%(limit)d") % {"limit": THRESHOLD} if self is Hidden.SMALL else str(_("不列"))


Shown = int | Hidden


def shown_number(value: int) -> Shown:
    """Return a number that stands alone."""
    return value if value >= THRESHOLD else Hidden.SMALL


def shown_table(cells: Mapping[str, int], hide_first: Sequence[str]) -> dict[str, Shown] | None:
    """Return the cells of a table as they may be shown beside their total; None: not at all.

    ``hide_first`` orders all keys; it must not depend on the numbers.
    """
    total = sum(cells.values())
    if total < THRESHOLD or len(cells) < 2 or total == (THRESHOLD - 1) * len(cells):
        return None
    small = {key for key, value in cells.items() if value < THRESHOLD}
    complement = next((key for key in hide_first if key in cells and key not in small), None)
    shown: dict[str, Shown] = {}
    for key, value in cells.items():
        if key in small:
            shown[key] = Hidden.SMALL
        else:
            shown[key] = Hidden.COMPLEMENT if small and key == complement else value
    return shown


@dataclass(frozen=True)
class Share:
    """A part of a whole, as it may be shown: ``percent`` is exact or, with ``bound``, only a limit."""

    count: Shown
    percent: int
    bound: str = ""

    def __str__(self) -> str:
        words = {"": "%d%%", "at most": _("不超过%d%%"), "at least": _("不低于%d%%")}[self.bound]
        return words % self.percent


def shown_share(part: int, whole: int) -> Share | None:
    """Return a share of a whole that is itself shown.

    None when the whole is too small: then a bound would fit a single number, and say it.
    """
    if whole < 2 * THRESHOLD:
        return None
    most = THRESHOLD - 1
    if part < THRESHOLD:
        return Share(Hidden.SMALL, min(100, math.ceil(100 * most / whole)), "at most")
    if whole - part < THRESHOLD:
        return Share(Hidden.COMPLEMENT, math.floor(100 * (whole - most) / whole), "at least")
    return Share(part, round(100 * part / whole))
