"""Which old articles come into question for which new one, found by the pairs of characters they share.

Comparing 1,300 articles with 1,300 others one by one would be 1.7 million comparisons. Pairs of characters that
stand in few articles ("清淤", "三类") lead to the right ones; pairs that stand everywhere ("应当") are left out.
"""

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

MOST_CANDIDATES = 8
PIECE = 5
_SCALE = 1000
_Ranked = tuple[int, int, int]  # weight, nearness and position, the last two negative


@dataclass(frozen=True)
class Text:
    """The wording of one row, made ready for comparing."""

    position: int
    wording: str
    topic: str

    @cached_property
    def pieces(self) -> frozenset[str]:
        """Return all runs of :data:`PIECE` characters."""
        return frozenset(
            self.wording[start : start + PIECE] for start in range(len(self.wording) - PIECE + 1)
        )

    @property
    def pairs(self) -> dict[str, None]:
        """Return the pairs of neighboring characters, each once, in order."""
        return dict.fromkeys(map("".join, zip(self.wording, self.wording[1:], strict=False)))


@dataclass(frozen=True)
class Candidates:
    """The likeliest partners, best first, by position: old ones of each new row, new ones of each old row."""

    of_new: dict[int, list[int]]
    of_old: dict[int, list[int]]


def candidates(old: Sequence[Text], new: Sequence[Text]) -> Candidates:
    """Return for each row the few of the other side that share the most telling pairs with it."""
    index: dict[str, list[int]] = defaultdict(list)
    for text in old:
        for pair in text.pairs:
            index[pair].append(text.position)
    common = max(20, len(old) // 10)
    of_new: dict[int, list[int]] = {}
    of_old: dict[int, list[_Ranked]] = defaultdict(list)
    for text in new:
        here = text.position
        ranked = [
            (weight, -abs(place - here), -place) for place, weight in _weights(text, index, common).items()
        ]
        of_new[here] = _places(heapq.nlargest(MOST_CANDIDATES, ranked))
        for weight, nearness, minus in ranked:
            _keep(of_old[-minus], (weight, nearness, -here))
    return Candidates(of_new, {place: _places(found) for place, found in of_old.items()})


def _places(ranked: list[_Ranked]) -> list[int]:
    """Return the positions, best first; of equals the nearer."""
    return [-minus for _weight, _nearness, minus in sorted(ranked, reverse=True)]


def _weights(text: Text, index: dict[str, list[int]], common: int) -> dict[int, int]:
    """Return how much each old row shares with ``text``; rare pairs count for more."""
    lists = [index[pair] for pair in text.pairs if pair in index]
    telling = [places for places in lists if len(places) <= common]
    weights: dict[int, int] = defaultdict(int)
    for places in telling or sorted(lists, key=len)[:3]:
        weight = _SCALE // len(places)
        for place in places:
            weights[place] += weight
    return weights


def _keep(heap: list[_Ranked], item: _Ranked) -> None:
    """Keep the best few in the heap."""
    if len(heap) < MOST_CANDIDATES:
        heapq.heappush(heap, item)
    elif item > heap[0]:
        heapq.heapreplace(heap, item)
