"""The rows of a draft as the comparison sees them, whatever table they come from (``domain.md`` §10.1)."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

HEADING, ARTICLE, PROJECT, INTRO, ANNEX = "heading", "article", "project", "intro", "annex"
ARTICLE_LEVEL = 5

_SPACES = re.compile(r"[\s\u200b\u3000\ufeff]+")
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200b\u3000\ufeff]+")
# A number of an article named in running text shifts with every insertion and says nothing of what is ruled.
_REFERENCE = re.compile(r"第[〇零一二三四五六七八九十百千两0-9]+条(?:之[一二三四五六七八九十]+)?")


@dataclass(frozen=True)
class TextRow:
    """A row of one version. ``sources`` are keys of the former version that went into it besides its own."""

    key: str
    kind: str
    label: str
    heading: str
    text: str
    place: str = ""
    plain_note: str = ""
    sources: tuple[str, ...] = ()
    level: int = ARTICLE_LEVEL

    @property
    def is_heading(self) -> bool:
        """Return whether this is the heading of a part, chapter or section."""
        return self.kind == HEADING

    @property
    def name(self) -> str:
        """Return number and topic, as a person would call the row."""
        return f"{self.label} {self.heading}".strip()

    @property
    def anchor(self) -> str:
        """Return the fragment that leads to this row on the page of its consultation."""
        return f"a-{self.key[:12]}"


class StoredRow(Protocol):
    """What rows of a page and of a frozen version have in common."""

    key: UUID
    sources: list[str]
    kind: str
    level: int
    label: str
    heading: str
    text: str


def text_rows(rows: Iterable[StoredRow]) -> list[TextRow]:
    """Return stored rows, in reading order, as rows of a comparison, each with its chapter and section."""
    found: list[TextRow] = []
    path: list[tuple[int, str]] = []
    for row in rows:
        is_heading = row.kind == HEADING
        if is_heading:
            path = [step for step in path if step[0] < row.level]
        found.append(
            TextRow(
                key=row.key.hex,
                kind=str(row.kind),
                label=row.label,
                heading=row.heading,
                text=row.text,
                place="/".join(label for _level, label in path),
                plain_note=getattr(row, "plain_note", ""),
                sources=tuple(row.sources),
                level=row.level,
            )
        )
        if is_heading:
            path.append((row.level, row.label or row.heading))
    return found


def parents(rows: Sequence[TextRow]) -> list[int | None]:
    """Return for each row the position of the heading it stands under."""
    found: list[int | None] = []
    path: list[int] = []
    for position, row in enumerate(rows):
        if row.is_heading:
            while path and rows[path[-1]].level >= row.level:
                path.pop()
        found.append(path[-1] if path else None)
        if row.is_heading:
            path.append(position)
    return found


def essence(text: str) -> str:
    """Return what makes two wordings the same rule: no spaces, one width, numbers of articles left out."""
    folded = unicodedata.normalize("NFKC", text)
    return _REFERENCE.sub("第条", _SPACES.sub("", folded))


def wording(text: str) -> str:
    """Return the text as a reader sees it: blanks do not count, paragraphs and every sign do."""
    lines = (_BLANKS.sub("", line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def reads_alike(old: TextRow, new: TextRow) -> bool:
    """Return whether two rows say the same under the same topic; their numbers may differ."""
    return wording(old.text) == wording(new.text) and wording(old.heading) == wording(new.heading)


def in_order(numbers: Sequence[int]) -> set[int]:
    """Return the positions of a longest run of ``numbers`` that never falls: what stayed in order."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for position, number in enumerate(numbers):
        place = bisect_right(tails, number)
        before.append(ends[place - 1] if place else None)
        if place == len(tails):
            tails.append(number)
            ends.append(position)
        else:
            tails[place], ends[place] = number, position
    kept: set[int] = set()
    step: int | None = ends[-1] if ends else None
    while step is not None:
        kept.add(step)
        step = before[step]
    return kept
