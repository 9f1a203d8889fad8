"""Rows while they are being read: each line is kept with its number until the row is closed."""

import re
from dataclasses import dataclass, field

from participation.consultations.drafting.lines import FINISHED
from participation.consultations.drafting.opening import is_signature
from participation.consultations.drafting.patterns import is_title_like
from participation.consultations.drafting.rows import Row, RowKind

MAX_BARE_TOPIC = 24
MAX_POINT_HEADING = 40
# No paragraph of a law is as long; beyond it joining would copy the same words over and over.
MAX_JOINED = 3000
# Below three articles a short first line is as likely the text itself.
FEW = 3

_ITEM = re.compile(
    r"^(?:[（(][一二三四五六七八九十百0-9０-９]{1,4}[）)]|[一二三四五六七八九十百]{1,4}、|[0-9０-９]{1,3}[.．、]|[①-⑳]|[“\"])"
)


@dataclass
class Building:
    """A row and the lines of its text."""

    row: Row
    lines: list[tuple[int, str]] = field(default_factory=list)

    def add(self, number: int, text: str, *, joins: bool = False) -> None:
        """Append a paragraph, or the rest of the last one when a page or a printed line had broken it."""
        first, above = self.lines[-1] if self.lines else (0, "")
        if (
            joins
            and above
            and len(above) < MAX_JOINED
            and not above.endswith(FINISHED)
            and not _ITEM.match(text)
        ):
            self.lines[-1] = (first, above + text)
        elif text:
            self.lines.append((number, text))

    def take_signature(self) -> list[tuple[int, str]]:
        """Take off date and signature from the end."""
        keep = len(self.lines)
        while keep > 1 and is_signature(self.lines[keep - 1][1]):
            keep -= 1
        taken, self.lines = self.lines[keep:], self.lines[:keep]
        return taken

    def finished(self) -> Row:
        """Return the row with its text."""
        self.row.text = "\n".join(text for _number, text in self.lines)
        return self.row


def name_by_first_line(buildings: list[Building], *, is_wrapped: bool) -> None:
    """Take a short first line as the heading: of a point (一、加强领导), and of articles where most are written so."""
    if is_wrapped:
        return
    articles = [each for each in buildings if each.row.kind is RowKind.ARTICLE]
    bare = [each for each in articles if _has_bare_topic(each)]
    are_named = len(articles) >= FEW and len(bare) * 10 >= len(articles) * 6
    for each in articles:
        is_point = each.row.label.endswith("、")
        if (is_point and _has_bare_topic(each, MAX_POINT_HEADING, stops="")) or (
            are_named and _has_bare_topic(each)
        ):
            each.row.heading = each.lines.pop(0)[1]


def _has_bare_topic(building: Building, limit: int = MAX_BARE_TOPIC, stops: str = "，") -> bool:
    if building.row.heading or len(building.lines) < 2:
        return False
    first = building.lines[0][1]
    is_title = is_title_like(first, limit) and not _ITEM.match(first) and not first.endswith(FINISHED)
    return is_title and not any(stop in first for stop in stops)
