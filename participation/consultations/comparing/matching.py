"""Proposing which article of the old version became which of the new one. A person confirms (``docs/decisions/0026``).

Numbers are no evidence: an inserted article shifts all that follow. Rows of the same wording are paired first; then
those that are each other's best by far; what is left is assigned as a whole, wording and topic first, with place, order
and number as tie-breakers. Splits and merges are found among what then remains. Nothing depends on chance or clock.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from participation.consultations.comparing.candidates import Candidates
from participation.consultations.comparing.chapters import match_headings
from participation.consultations.comparing.dividing import SURELY, Lineage, divide
from participation.consultations.comparing.moving import moved
from participation.consultations.comparing.pairing import Pairing
from participation.consultations.comparing.texts import TextRow, reads_alike

STRANGE = 0.4  # below this an unmatched old row is no reason to doubt that a new one is new


class Relation(StrEnum):
    """What became of a row: the one word that matters most of it."""

    SAME = "same"
    CHANGED = "changed"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"


@dataclass(frozen=True)
class Proposal:
    """Where a new row comes from.

    ``old`` is the key it carries on, of at most one new row each; ``sources`` are keys that went into it besides. A
    part that was split off has sources and no ``old``. ``score`` tells from 0 to 100 how alike the wordings are.
    """

    new: str
    old: str | None = None
    sources: tuple[str, ...] = ()
    relation: Relation = Relation.NEW
    score: int = 0
    is_sure: bool = True


def match(old: Sequence[TextRow], new: Sequence[TextRow]) -> list[Proposal]:
    """Return a proposal for each new row, in order."""
    pairing = Pairing(old, new)
    lineage = Lineage(pairing.pairs)
    near = pairing.near_the_rest
    divide(lineage, list(pairing.old_texts.values()), list(pairing.new_texts.values()), near)
    return _Proposing(old, new, pairing, lineage, near).proposals()


def deleted(old: Sequence[TextRow], proposals: Sequence[Proposal]) -> list[TextRow]:
    """Return the old rows that went into no new one."""
    used = {key for one in proposals for key in (one.old, *one.sources)}
    return [row for row in old if row.key not in used]


class _Proposing:
    """Putting what was found into proposals. Rows are named by their positions; pairs lead from new to old."""

    def __init__(
        self,
        old: Sequence[TextRow],
        new: Sequence[TextRow],
        pairing: Pairing,
        lineage: Lineage,
        near: Candidates,
    ) -> None:
        self.near = near
        self.old, self.new, self.pairing, self.lineage = old, new, pairing, lineage
        self.headings = match_headings(old, new, lineage.old)
        self.origin = lineage.old | {n: place for n, (place, _likeness) in self.headings.items()}
        self.parts = Counter([*lineage.old.values(), *chain.from_iterable(lineage.further.values())])
        self.moved = moved(old, new, self.origin)

    def proposals(self) -> list[Proposal]:
        """Return a proposal for each new row."""
        return [self._proposal(position) for position in range(len(self.new))]

    def _proposal(self, position: int) -> Proposal:
        further = self.lineage.further.get(position, [])
        place = self.origin.get(position)
        if place is None and not further:
            return Proposal(self.new[position].key, is_sure=not self._has_doubtful_kin(position))
        return Proposal(
            new=self.new[position].key,
            old=self.old[place].key if place is not None else None,
            sources=tuple(self.old[one].key for one in further),
            relation=self._relation(position, place, further),
            score=self._score(position, place, further),
            is_sure=self._is_sure(position),
        )

    def _relation(self, position: int, place: int | None, further: Sequence[int]) -> Relation:
        """Return what matters most: division, then wording, then place, then number."""
        origins = [*([place] if place is not None else []), *further]
        if any(self.parts[one] > 1 for one in origins):
            return Relation.SPLIT
        if len(origins) > 1 or place is None:
            return Relation.MERGED
        if not reads_alike(self.old[place], self.new[position]):
            return Relation.CHANGED
        if position in self.moved:
            return Relation.MOVED
        return Relation.SAME if self.old[place].label == self.new[position].label else Relation.RENUMBERED

    def _score(self, position: int, place: int | None, further: Sequence[int]) -> int:
        """Return how alike the wordings are; 100 only for the same wording."""
        if position in self.headings:
            likeness = self.headings[position][1]
        elif place is None or further:
            likeness = self.lineage.share.get(position, 0.0)
        else:
            likeness = self.pairing.like(position, place)
        score = round(100 * likeness)
        is_same = place is not None and not further and reads_alike(self.old[place], self.new[position])
        return 100 if is_same else min(score, 99)

    def _is_sure(self, position: int) -> bool:
        """Return whether no person needs to look."""
        if position in self.headings:
            return self.headings[position][1] >= SURELY
        share = self.lineage.share.get(position)
        return share >= SURELY if share is not None else position in self.pairing.sure

    def _has_doubtful_kin(self, position: int) -> bool:
        """Return whether an old row that went nowhere resembles this new one a little."""
        kin = (place for place in self.near.of_new.get(position, ()) if place not in self.parts)
        return any(self.pairing.like(position, place) >= STRANGE for place in kin)
