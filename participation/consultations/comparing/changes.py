"""What changed between two versions whose articles are settled: by key and sources, not by likeness.

A row with the key of an old one is that article still; ``sources`` name others that went into it. An old article with
several followers was split, several old ones in one were merged, one without a follower was deleted.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from participation.consultations.comparing.moving import moved
from participation.consultations.comparing.texts import TextRow, in_order, reads_alike, wording


class Kind(StrEnum):
    """What happened to an article. Several may have happened to one."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    NEW = "new"
    DELETED = "deleted"
    SPLIT = "split"
    MERGED = "merged"
    MOVED = "moved"
    RENUMBERED = "renumbered"


class Link(Protocol):
    """What of a row tells where it comes from."""

    @property
    def key(self) -> str: ...
    @property
    def sources(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Change:
    """What became of one article, or of several that were divided or joined."""

    kinds: tuple[Kind, ...]
    old: tuple[TextRow, ...]
    new: tuple[TextRow, ...]

    @property
    def is_heading(self) -> bool:
        """Return whether this is about a heading."""
        return (self.new or self.old)[0].is_heading

    @property
    def is_unchanged(self) -> bool:
        """Return whether the wording is as it was; a number may differ."""
        return set(self.kinds) <= {Kind.UNCHANGED, Kind.RENUMBERED}

    @property
    def anchor(self) -> str:
        """Return the fragment of this change on a page of the comparison."""
        return f"c-{(self.new or self.old)[0].key[:12]}"


def changes(
    old: Sequence[TextRow], new: Sequence[TextRow], between: Sequence[Sequence[Link]] = ()
) -> list[Change]:
    """Return all rows in the order of the new text, with deleted ones where they stood.

    ``between`` are versions published between the two, oldest first: an article may have changed its identity twice.
    """
    return _Changes(old, new, ancestors([old, *between, new])).found()


def counts(found: Sequence[Change]) -> Counter[Kind]:
    """Return how many articles each kind of change met; headings are not counted."""
    return Counter(kind for change in found if not change.is_heading for kind in change.kinds)


def ancestors(versions: Sequence[Sequence[Link]]) -> dict[str, tuple[str, ...]]:
    """Return for each row of the last version the keys of the first it comes from, its own first."""
    reached: dict[str, tuple[str, ...]] = {row.key: (row.key,) for row in versions[0]}
    for before, after in pairwise(versions):
        known = {row.key: row for row in before}
        step = {row.key: _parents_of(row, known) for row in after}
        reached = {
            key: tuple(dict.fromkeys(origin for one in came_from for origin in reached.get(one, ())))
            for key, came_from in step.items()
        }
    return reached


def _parents_of(row: Link, known: Mapping[str, Link]) -> list[str]:
    """Return the keys of the version before. Sources it had there already are those of an earlier step."""
    same = known.get(row.key)
    inherited = same.sources if same is not None else ()
    own = [row.key] if same is not None else []
    return own + [one for one in row.sources if one in known and one != row.key and one not in inherited]


class _Changes:
    """The rows of both versions with what leads from one to the other."""

    def __init__(
        self, old: Sequence[TextRow], new: Sequence[TextRow], origins: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.old, self.new, self.origins = old, new, origins
        self.old_by_key = {row.key: row for row in old}
        self.places = {row.key: place for place, row in enumerate(old)}
        self.followers: dict[str, list[int]] = defaultdict(list)
        for position, row in enumerate(new):
            for key in origins[row.key]:
                self.followers[key].append(position)
        origin = {
            position: self._place(position) for position in range(len(new)) if self._carries_on(position)
        }
        self.moved = moved(old, new, origin)
        positions = list(origin)
        kept = in_order(list(origin.values()))
        self.in_order = {position for index, position in enumerate(positions) if index in kept}

    def found(self) -> list[Change]:
        """Return the changes in reading order."""
        gone = self._deleted_after()
        found = [Change((Kind.DELETED,), (row,), ()) for row in gone[-1]]
        position = 0
        while position < len(self.new):
            size = self._group(position)
            found.append(self._change(position, size))
            for member in range(position, position + size):
                found += [Change((Kind.DELETED,), (row,), ()) for row in gone[member]]
            position += size
        return found

    def _place(self, position: int) -> int:
        """Return where the first origin of a new row stands."""
        return self.places[self.origins[self.new[position].key][0]]

    def _carries_on(self, position: int) -> bool:
        """Return whether a new row is the old article still, not a part that was split off."""
        key = self.new[position].key
        origin = self.origins[key][:1]
        if not origin:
            return False
        followers = self.followers[origin[0]]
        has_heir = any(self.new[follower].key == origin[0] for follower in followers)
        return key == origin[0] if has_heir else position == followers[0]

    def _deleted_after(self) -> dict[int, list[TextRow]]:
        """Return deleted rows by the new row behind which they would stand; -1 is the beginning."""
        anchors = {self._place(position): position for position in sorted(self.in_order)}
        gone: dict[int, list[TextRow]] = defaultdict(list)
        last = -1
        for place, row in enumerate(self.old):
            last = anchors.get(place, last)
            if row.key not in self.followers:
                gone[last].append(row)
        return gone

    def _group(self, position: int) -> int:
        """Return how many rows from here on are parts of one and the same old article."""
        origin = self.origins[self.new[position].key]
        size = 1
        while (
            len(origin) == 1
            and position + size < len(self.new)
            and self.origins[self.new[position + size].key] == origin
        ):
            size += 1
        return size

    def _change(self, position: int, size: int) -> Change:
        rows = tuple(self.new[position : position + size])
        old = tuple(self.old_by_key[key] for key in self.origins[rows[0].key])
        if not old:
            return Change((Kind.NEW,), (), rows)
        kinds: list[Kind] = []
        if any(len(self.followers[row.key]) > 1 for row in old):
            kinds.append(Kind.SPLIT)
            if len(self.followers[old[0].key]) == size and _text(old) != _text(rows):
                kinds.append(Kind.CHANGED)
        if len(old) > 1:
            kinds.append(Kind.MERGED)
        if size == len(old) == 1 and Kind.SPLIT not in kinds and not reads_alike(old[0], rows[0]):
            kinds.append(Kind.CHANGED)
        if position in self.moved:
            kinds.append(Kind.MOVED)
        if size == len(old) == 1 and Kind.SPLIT not in kinds and old[0].label != rows[0].label:
            kinds.append(Kind.RENUMBERED)
        return Change(tuple(kinds) or (Kind.UNCHANGED,), old, rows)


def _text(rows: Sequence[TextRow]) -> str:
    return "\n".join(wording(row.text) for row in rows)
