"""Articles that were split or merged: found by how much of one wording is made of pieces of another.

A piece is a run of at least five characters that stands in both. What an old article shares with its own new wording
does not count for others, so that phrases every penalty clause has do not make relatives of strangers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from participation.consultations.comparing.candidates import PIECE, Candidates, Text

LEAST = 12  # characters that must be shared beyond what is explained already
LARGELY, SURELY = 0.6, 0.85
HARDLY = 0.3  # of the different pieces
KERNEL = 0.3  # of an old article, without which nothing carries it on


@dataclass
class Lineage:
    """Which old rows a new one comes from: one whose identity it carries on, and others."""

    old: dict[int, int] = field(default_factory=dict)
    further: dict[int, list[int]] = field(default_factory=dict)
    share: dict[int, float] = field(default_factory=dict)  # how much of the divided text was found again


def divide(lineage: Lineage, old: Sequence[Text], new: Sequence[Text], near: Candidates) -> None:
    """Add what was split off from old articles to ``lineage``, then what was merged into new ones."""
    olds, news = {text.position: text for text in old}, {text.position: text for text in new}
    for text in new:
        if text.position not in lineage.old:
            _split(text, lineage, olds, news, near.of_new.get(text.position, []))
    used = set(lineage.old.values()) | {one for many in lineage.further.values() for one in many}
    for text in old:
        if text.position not in used:
            _merge(text, lineage, olds, news, near.of_old.get(text.position, []))


def _split(
    part: Text, lineage: Lineage, olds: dict[int, Text], news: dict[int, Text], near: Sequence[int]
) -> None:
    """Find the old article out of which ``part`` was taken; where nobody carries that on yet, ``part`` does."""
    best: tuple[float, int] | None = None
    for position in near:
        whole = olds[position]
        covered = _share(part, whole)
        if covered < max(LEAST, LARGELY * len(part.wording)):
            continue
        rests = [n for n, o in lineage.old.items() if o == position]
        rests += [n for n, others in lineage.further.items() if position in others]
        if not rests and covered < KERNEL * len(whole.wording):
            continue
        if rests and _own(whole, part, [news[n] for n in rests]) < max(LEAST, len(part.wording) // 2):
            continue
        share = covered / len(part.wording)
        if best is None or share > best[0]:
            best = share, position
    if best is None:
        return
    share, position = best
    if position in lineage.old.values():
        lineage.further[part.position] = [position]
    else:
        lineage.old[part.position] = position
    lineage.share[part.position] = share


def _merge(
    part: Text, lineage: Lineage, olds: dict[int, Text], news: dict[int, Text], near: Sequence[int]
) -> None:
    """Find the new article into which ``part`` went."""
    best: tuple[float, int] | None = None
    for position in near:
        whole = news[position]
        covered = _share(part, whole)
        if covered < max(LEAST, LARGELY * len(part.wording)):
            continue
        others = [lineage.old[position]] if position in lineage.old else []
        others += lineage.further.get(position, [])
        if others and _own(whole, part, [olds[o] for o in others]) < max(LEAST, len(part.wording) // 2):
            continue
        share = covered / len(part.wording)
        if best is None or share > best[0]:
            best = share, position
    if best is None:
        return
    share, position = best
    if position in lineage.old:
        lineage.further.setdefault(position, []).append(part.position)
        lineage.share[position] = min(share, lineage.share.get(position, 1.0))
    elif position not in lineage.further:
        lineage.old[position] = part.position
        lineage.share[position] = share


def _own(whole: Text, part: Text, others: Sequence[Text]) -> int:
    """Return how many characters of ``whole`` are found in ``part`` and in none of the others."""
    mine = _covered(whole, part)
    for other in others:
        theirs = _covered(whole, other)
        mine = [a and not b for a, b in zip(mine, theirs, strict=True)]
    return sum(mine)


def _covered(text: Text, by: Text) -> list[bool]:
    """Return for each character of ``text`` whether it stands in a piece that ``by`` has too."""
    covered = [False] * len(text.wording)
    for start in range(len(covered) - PIECE + 1):
        if text.wording[start : start + PIECE] in by.pieces:
            covered[start : start + PIECE] = [True] * PIECE
    return covered


def _share(part: Text, whole: Text) -> int:
    """Return how many characters of ``part`` are found in ``whole``; 0 where they are clearly too few."""
    if len(part.pieces & whole.pieces) < HARDLY * len(part.pieces):
        return 0
    return sum(_covered(part, whole))
