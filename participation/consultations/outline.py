"""The rows of a draft as a list to be worked on: what belongs together, what moves, which numbers look wrong.

Nothing here reads or writes the database. A heading and what stands below it are a block.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from participation.consultations.drafting.patterns import article_start, point_start

if TYPE_CHECKING:
    from participation.consultations.models import Article

HEADING, ARTICLE, LOOSE = "heading", "article", frozenset({"intro", "annex"})
MOST_REMARKS = 12


def position_of(rows: Sequence["Article"], key: UUID) -> int | None:
    """Return where the row with ``key`` stands."""
    return next((position for position, row in enumerate(rows) if row.key == key), None)


def block_end(rows: Sequence["Article"], start: int) -> int:
    """Return the position behind a row; behind all that stands below it when it is a heading."""
    row, end = rows[start], start + 1
    if row.kind != HEADING:
        return end
    while end < len(rows) and rows[end].kind not in LOOSE:
        if rows[end].kind == HEADING and rows[end].level <= row.level:
            break
        end += 1
    return end


def moved_up(rows: Sequence["Article"], start: int) -> list["Article"] | None:
    """Return the rows with one row or block a step higher; None when it stands first.

    A chapter changes places with the chapter above it; what stands first in its chapter goes to the end of the one
    above, because it passes the heading.
    """
    if start == 0:
        return None
    before = start - 1
    if rows[start].kind == HEADING:
        higher = (
            place
            for place in range(start - 1, -1, -1)
            if rows[place].kind == HEADING and rows[place].level <= rows[start].level
        )
        before = next(higher, start - 1)
    end = block_end(rows, start)
    return [*rows[:before], *rows[start:end], *rows[before:start], *rows[end:]]


def moved_down(rows: Sequence["Article"], start: int) -> list["Article"] | None:
    """Return the rows with one row or block a step lower; None when it stands last."""
    end = block_end(rows, start)
    if end == len(rows):
        return None
    is_sibling = rows[end].kind == HEADING and rows[end].level == rows[start].level
    behind = block_end(rows, end) if rows[start].kind == HEADING and is_sibling else end + 1
    return [*rows[:start], *rows[end:behind], *rows[start:end], *rows[behind:]]


def fingerprint(row: "Article") -> str:
    """Return what tells whether somebody has changed a row since it was shown."""
    values = [row.kind, row.level, row.label, row.heading, row.text, row.plain_note]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()[:16]


def digest(rows: Sequence["Article"]) -> str:
    """Return what tells whether anybody has changed anything of a text."""
    values = [(row.key.hex, fingerprint(row)) for row in rows]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def doubts(rows: Sequence["Article"]) -> list[str]:
    """Return what looks wrong in the numbering of the articles: repetitions and jumps."""
    found: list[str] = []
    last: tuple[int, ...] = ()
    before = ""
    seen: set[str] = set()
    for row in rows:
        if row.kind != ARTICLE:
            continue
        number = _number(row.label)
        if row.label in seen:
            found.append(_("%(label)s出现了不止一次。") % {"label": row.label})
        elif number and last and not _follows(last, number):
            found.append(_("%(before)s之后是%(label)s。") % {"before": before, "label": row.label})
        seen.add(row.label)
        if number:
            last, before = number, row.label
    return found[:MOST_REMARKS]


def _number(label: str) -> tuple[int, ...]:
    article = article_start(label)
    if article is not None:
        return article.number
    point = point_start(label if label.endswith("、") else f"{label}、")
    return (point.number,) if point is not None else ()


def _follows(last: tuple[int, ...], number: tuple[int, ...]) -> bool:
    """Return whether ``number`` comes next: 第三条 or 第二条之一 after 第二条, 第二条之二 after 第二条之一."""
    if len(number) == 1:
        return number[0] == last[0] + 1
    inserted = last[1] if len(last) > 1 else 0
    return number[0] == last[0] and number[1] == inserted + 1
