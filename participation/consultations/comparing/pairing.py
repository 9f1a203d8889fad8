"""Pairing old and new articles one to one: the same wording first, then clear cases, then the rest as a whole."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from participation.consultations.comparing.assigning import assign
from participation.consultations.comparing.candidates import Candidates, Text, candidates
from participation.consultations.comparing.scoring import (
    SAME_TOPIC,
    SHORT,
    Nearness,
    Places,
    likeness,
    topic_likeness,
)
from participation.consultations.comparing.texts import PROJECT, TextRow, essence

CLEARLY, AHEAD = 0.8, 0.1
FAIRLY = 0.6
ROUNDS = 3
LONGEST = 4000  # characters by which a long annex is known


class Pairing:
    """The pairs of two versions, and which are sure. Rows are named by position; pairs lead from new to old."""

    def __init__(self, old: Sequence[TextRow], new: Sequence[TextRow]) -> None:
        self.old, self.new = old, new
        self.old_texts, self.new_texts = _texts(old), _texts(new)
        self.pairs: dict[int, int] = {}
        self.sure: set[int] = set()
        self._likeness: dict[tuple[int, int], float] = {}
        self._pair_identical()
        near = candidates(self._open_old(), self._open_new())
        self._pair_clear(near)
        for _round in range(ROUNDS):  # each closes gaps, and what lies in a narrow gap needs less likeness
            before = len(self.pairs)
            self._assign(near)
            if len(self.pairs) == before:
                break
        self._trust_neighbors()

    @property
    def near_the_rest(self) -> Candidates:
        """Return for rows without a partner the likeliest relatives among all rows of the other side."""
        of_new = candidates(list(self.old_texts.values()), self._open_new()).of_new
        of_old = candidates(self._open_old(), list(self.new_texts.values())).of_old
        return Candidates(of_new, of_old)

    def _open_old(self) -> list[Text]:
        taken = set(self.pairs.values())
        return [text for text in self.old_texts.values() if text.position not in taken]

    def _open_new(self) -> list[Text]:
        return [text for text in self.new_texts.values() if text.position not in self.pairs]

    def like(self, position: int, place: int) -> float:
        """Return how alike the wordings of a new and an old row are."""
        edge = position, place
        if edge not in self._likeness:
            self._likeness[edge] = likeness(self.old_texts[place], self.new_texts[position])
        return self._likeness[edge]

    def _pair_identical(self) -> None:
        """Pair the same wordings, in order where one stands several times as often in both versions."""
        groups: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, rows in enumerate((self.old, self.new)):
            for position, row in enumerate(rows):
                if not row.is_heading:
                    groups[_wording(row)][side].append(position)
        for wording, (places, positions) in groups.items():
            if len(places) != len(positions):
                continue
            for place, position in zip(places, positions, strict=True):
                is_numbered_so = self.old[place].label == self.new[position].label
                if len(wording) < SHORT // 2 and not is_numbered_so:
                    continue
                self.pairs[position] = place
                if len(places) == 1 or is_numbered_so:
                    self.sure.add(position)

    def _pair_clear(self, near: Candidates) -> None:
        """Pair rows that are each other's best, far ahead of any other."""
        best_new = {
            n: self._first_two([(self.like(n, o), o) for o in olds]) for n, olds in near.of_new.items()
        }
        best_old = {
            o: self._first_two([(self.like(n, o), n) for n in news]) for o, news in near.of_old.items()
        }
        for position, (first, ahead, place) in best_new.items():
            _first, ahead_too, back = best_old.get(place, (0.0, 0.0, -1))
            is_long = len(self.new_texts[position].wording) >= SHORT
            if first >= CLEARLY and min(ahead, ahead_too) >= AHEAD and back == position and is_long:
                self.pairs[position] = place
                self.sure.add(position)

    @staticmethod
    def _first_two(found: list[tuple[float, int]]) -> tuple[float, float, int]:
        """Return the best likeness, how far it is ahead of the next, and whose it is."""
        ranked = sorted(found, key=lambda one: (-one[0], one[1]))
        if not ranked:
            return 0.0, 0.0, -1
        second = ranked[1][0] if len(ranked) > 1 else 0.0
        return ranked[0][0], ranked[0][0] - second, ranked[0][1]

    def _assign(self, near: Candidates) -> None:
        """Assign what is left as a whole."""
        places = Places(self.pairs, len(self.old))
        found: dict[tuple[int, int], Nearness] = {}
        for position, place in self._edges(near, places):
            one, other = self.old_texts[place], self.new_texts[position]
            nearness = Nearness(
                text=self.like(position, place),
                topic=topic_likeness(one.topic, other.topic),
                is_in_place=places.is_in_place(place, position),
                order=places.order(place, position)
                + (0.01 if self.old[place].label == self.new[position].label else 0.0),
            )
            if nearness.is_possible(min(len(one.wording), len(other.wording))):
                found[position, place] = nearness
        chosen = assign({edge: nearness.total**3 for edge, nearness in found.items()})
        self.pairs.update(chosen)
        rivals = _Rivals(found)
        self.sure.update(n for n, o in chosen.items() if self._is_sure(found[n, o], rivals.lead((n, o))))

    def _edges(self, near: Candidates, places: Places) -> list[tuple[int, int]]:
        """Return what may belong together: likely by wording, or in the same gap, or under the same topic."""
        olds = {text.position: text for text in self._open_old()}
        topics: dict[str, list[int]] = defaultdict(list)
        for text in olds.values():
            if text.topic:
                topics[text.topic].append(text.position)
        edges: dict[tuple[int, int], None] = {}
        for text in self._open_new():
            here = text.position
            likely = [*near.of_new.get(here, ()), *places.mates(here), *topics.get(text.topic, ())[:8]]
            edges.update(((here, place), None) for place in likely if place in olds)
        opened = {text.position for text in self._open_new()}
        for place in olds:
            edges.update(((here, place), None) for here in near.of_old.get(place, ()) if here in opened)
        return list(edges)

    def _trust_neighbors(self) -> None:
        """Be sure of what is alike and stands between two rows that stood there before, or clearly alike by one."""
        olds, news = list(self.old_texts), list(self.new_texts)
        order = {place: index for index, place in enumerate(olds)}
        for index, position in enumerate(news):
            if position not in self.pairs or position in self.sure:
                continue
            here = order[self.pairs[position]]
            support = sum(
                0 <= index + step < len(news)
                and 0 <= here + step < len(olds)
                and self.pairs.get(news[index + step]) == olds[here + step]
                for step in (-1, 1)
            )
            alike = self.like(position, self.pairs[position])
            if (support == 2 and alike >= FAIRLY) or (support == 1 and alike >= CLEARLY):
                self.sure.add(position)

    @staticmethod
    def _is_sure(nearness: Nearness, lead: float) -> bool:
        """Return whether no person needs to look: alike, and clearly more so than any other pair of the two."""
        has_topic = nearness.topic is not None and nearness.topic >= SAME_TOPIC
        least = FAIRLY if has_topic or nearness.is_in_place else CLEARLY
        return lead >= AHEAD / 2 and nearness.text >= least


class _Rivals:
    """How far a pair is ahead of all others with one of its rows."""

    def __init__(self, found: Mapping[tuple[int, int], Nearness]) -> None:
        self._of_new: dict[int, list[tuple[float, tuple[int, int]]]] = defaultdict(list)
        self._of_old: dict[int, list[tuple[float, tuple[int, int]]]] = defaultdict(list)
        self._found = found
        for edge, nearness in found.items():
            self._of_new[edge[0]].append((nearness.total, edge))
            self._of_old[edge[1]].append((nearness.total, edge))

    def lead(self, edge: tuple[int, int]) -> float:
        """Return by how much the pair is ahead; below 0 when another would be better for one of the two."""
        rivals = [*self._of_new[edge[0]], *self._of_old[edge[1]]]
        return self._found[edge].total - max((total for total, other in rivals if other != edge), default=0.0)


def _texts(rows: Sequence[TextRow]) -> dict[int, Text]:
    """Return what is compared of each row that is no heading."""
    return {
        position: Text(position, _wording(row)[:LONGEST], essence(row.heading))
        for position, row in enumerate(rows)
        if not row.is_heading
    }


def _wording(row: TextRow) -> str:
    """Return the wording without what does not count. Of a project the name belongs to it."""
    text = f"{row.heading}{row.text}" if row.kind == PROJECT else row.text
    return essence(text) or essence(row.heading)
