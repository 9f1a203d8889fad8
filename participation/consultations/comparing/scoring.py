"""How near an old and a new article are: wording first, then topic, then place and number as tie-breakers."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from participation.consultations.comparing.candidates import Text
from participation.consultations.comparing.texts import in_order

SHORT = 12  # so few characters are alike by chance
SAME_TOPIC = 0.9
_EFFECT = re.compile(r"^本.{1,12}(自|从).{1,20}(起)?(施行|实施|执行|生效|试行)")
_WIDEST_GAP = 12
_NEAR = 4


@dataclass(frozen=True)
class Nearness:
    """What speaks for two rows being the same article; each from 0 to 1."""

    text: float
    topic: float | None
    is_in_place: bool
    order: float

    @property
    def base(self) -> float:
        """Return wording and topic together: a common topic helps a changed text, another topic a little against it."""
        if self.topic is None:
            return self.text
        rest = 1 - self.text
        return self.text + (0.3 * self.topic if self.topic > 0.5 else -0.2 * (1 - self.topic)) * rest

    @property
    def total(self) -> float:
        """Return everything; place and order decide between equals only."""
        return min(1.0, 0.94 * self.base + 0.03 * self.is_in_place + self.order)

    def is_possible(self, length: int) -> bool:
        """Return whether the two may be one article at all; ``length`` is that of the shorter wording."""
        if self.topic is not None and self.topic >= SAME_TOPIC:
            return self.text >= (0.1 if self.is_in_place else 0.35)
        if self.is_in_place:
            return self.base >= 0.45
        return self.base >= (0.8 if length < SHORT else 0.6)


def likeness(old: Text, new: Text) -> float:
    """Return how alike two wordings are. When a rule takes effect is one matter, whatever the day."""
    ratio = Indel.normalized_similarity(old.wording, new.wording)
    if ratio < 0.8 and _EFFECT.match(old.wording) and _EFFECT.match(new.wording):
        return 0.8
    return ratio


def topic_likeness(old: str, new: str) -> float | None:
    """Return how alike two topics are; None when one has none."""
    if not old or not new:
        return None
    return 1.0 if old == new else Indel.normalized_similarity(old, new)


class Places:
    """Where an unmatched row should be, seen from its neighbors that are already matched."""

    def __init__(self, pairs: Mapping[int, int], old_size: int) -> None:
        """Take the pairs (new -> old) that stayed in order as marks along the way."""
        news = sorted(pairs)
        self._matched, self._pairs = news, pairs
        kept = in_order([pairs[new] for new in news])
        self._new = [new for place, new in enumerate(news) if place in kept]
        self._old = [pairs[new] for new in self._new]
        self._size = old_size

    def gap(self, new: int) -> tuple[int, int]:
        """Return the old positions between which ``new`` falls, both ends left out."""
        place = bisect_left(self._new, new)
        low = self._old[place - 1] if place else -1
        high = self._old[place] if place < len(self._old) else self._size
        return low, high

    def is_in_place(self, old: int, new: int) -> bool:
        """Return whether ``old`` lies in the gap of ``new``, narrow enough to mean something, or at the same step
        from a near neighbor: a block that moved as a whole keeps its order inside.
        """
        low, high = self.gap(new)
        if low < old < high and high - low - 1 <= _WIDEST_GAP:
            return True
        return any(
            abs(new - near) <= _NEAR and old - self._pairs[near] == new - near
            for near in self._neighbors(new)
        )

    def _neighbors(self, new: int) -> list[int]:
        """Return the nearest rows with a partner, before and behind."""
        place = bisect_left(self._matched, new)
        return self._matched[max(place - 1, 0) : place + 1]

    def mates(self, new: int) -> list[int]:
        """Return the old positions of a narrow gap, and those at the same step from a near neighbor."""
        low, high = self.gap(new)
        inside = list(range(low + 1, high)) if high - low - 1 <= _WIDEST_GAP else []
        return inside + [
            self._pairs[near] + new - near for near in self._neighbors(new) if abs(new - near) <= _NEAR
        ]

    def order(self, old: int, new: int) -> float:
        """Return up to 0.02 for lying where counting on from the neighbor before would lead, and inside the gap."""
        place = bisect_left(self._new, new)
        before_new, before_old = (self._new[place - 1], self._old[place - 1]) if place else (-1, -1)
        distance = abs((old - before_old) - (new - before_new))
        low, high = self.gap(new)
        return 0.012 / (1 + distance) + (0.008 if low < old < high else 0.0)
