"""Rows while they are being read: each line is kept with its number until the row is closed."""

import re
from dataclasses import dataclass, field

from participation.consultations.drafting.lines import FINISHED
from participation.consultations.drafting.opening import is_signature
from participation.consultations.drafting.patterns import is_title_like
from participation.consultations.drafting.rows import Row, RowKind

MAX_BARE_TOPIC = 24
MAX_POINT_HEADING = 40
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
        if joins and self.lines and not self.lines[-1][1].endswith(FINISHED) and not _ITEM.match(text):
            first, above = self.lines[-1]
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
        limit = MAX_POINT_HEADING if each.row.label.endswith("、") else (MAX_BARE_TOPIC if are_named else 0)
        if _has_bare_topic(each, limit):
            each.row.heading = each.lines.pop(0)[1]


def _has_bare_topic(building: Building, limit: int = MAX_BARE_TOPIC) -> bool:
    if building.row.heading or len(building.lines) < 2:
        return False
    first = building.lines[0][1]
    return (
        is_title_like(first, limit)
        and "，" not in first
        and not _ITEM.match(first)
        and not first.endswith(FINISHED[5:8])
    )
