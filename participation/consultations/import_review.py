"""What was read, put beside what it was compared with: the dry run as its screen shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from core.text import one_line
from participation.consultations import lineage
from participation.consultations.models import Article, DraftImport

OPENING = 60


@dataclass(frozen=True)
class Line:
    """A new row, where it comes from, and how sure that is."""

    position: int
    article: Article
    line: int
    old: Article | None
    sources: list[Article]
    relation: str
    score: int
    is_sure: bool
    seen: bool

    @property
    def opening(self) -> str:
        """Return the first words."""
        return one_line(self.article.text, OPENING)

    @property
    def relation_name(self) -> str:
        """Return what became of it, in words."""
        return str(lineage.RELATIONS[self.relation])

    @property
    def proposed(self) -> str:
        """Return the answer that stands now: the old key, “part” of another, or “new”."""
        if self.old is not None:
            return self.old.key.hex
        return "part" if self.sources else "new"


class Review:
    """A reading with its proposals. Nothing is read from the database here."""

    def __init__(self, imported: DraftImport, old: Sequence[Article]) -> None:
        """Keep both sides."""
        self.imported, self.old = imported, old

    @cached_property
    def lines(self) -> list[Line]:
        """Return all rows in order."""
        known = {row.key.hex: row for row in self.old}
        pairs = zip(self.imported.rows, self.imported.origins, strict=True)
        return [self._line(at, row, origin, known) for at, (row, origin) in enumerate(pairs)]

    def _line(self, at: int, row: dict[str, Any], origin: dict[str, Any], known: dict[str, Article]) -> Line:
        return Line(
            position=at,
            article=lineage.article(row, UUID(int=at + 1)),
            line=row["line"],
            old=known.get(origin["old"]),
            sources=[known[key] for key in origin["sources"] if key in known],
            relation=origin["relation"],
            score=origin["score"],
            is_sure=origin["is_sure"],
            seen=origin["seen"],
        )

    @property
    def has_old(self) -> bool:
        """Return whether there is anything to compare with."""
        return bool(self.old)

    @cached_property
    def asked(self) -> list[int]:
        """Return the positions of the rows that a person has to look at."""
        return [at for at, origin in enumerate(self.imported.origins) if not origin["is_sure"]]

    @cached_property
    def unsure(self) -> list[Line]:
        """Return the rows that a person has to look at."""
        return [self.lines[at] for at in self.asked]

    @cached_property
    def gone(self) -> list[Article]:
        """Return the old rows that went into no new one."""
        return lineage.gone(self.old, self.imported.origins)

    @property
    def articles(self) -> int:
        """Return how many rows can be answered."""
        return sum(row["kind"] != "heading" for row in self.imported.rows)

    @property
    def headings(self) -> int:
        """Return how many headings there are."""
        return len(self.imported.rows) - self.articles

    @cached_property
    def counts(self) -> list[tuple[str, int]]:
        """Return how many rows there are of each relation, in words."""
        found = lineage.counts(self.old, self.imported.origins)
        return [(str(lineage.RELATIONS[name]), number) for name, number in found.items() if name != "deleted"]
