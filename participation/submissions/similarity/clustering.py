"""Deciding which of a batch of texts belong together. Reads what it is given, writes nothing.

A new text is compared with those that share a band with it; the nearest that is near enough takes it into its
cluster, if it also resembles the cluster's core: so a chain of small changes cannot drift to another matter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from participation.submissions.similarity import texts

# Texts kept under one band: of a campaign with thousands of wordings a few are enough to find the next.
BAND_LIMIT = 8


@dataclass(eq=False)
class Group:
    """A cluster as the batch sees it; ``pk`` None: not stored yet."""

    place: str
    congress_id: int
    core: "Wording"
    pk: int | None = None
    absorbed_by: "Group | None" = None

    def final(self) -> "Group":
        """Return the group this one went into, itself when it stands."""
        group = self
        while group.absorbed_by is not None:
            group = group.absorbed_by
        return group


@dataclass(eq=False)
class Wording:
    """One distinct text; ``pk`` None: not stored yet."""

    exact: str
    place: str
    congress_id: int
    essence: str
    sample_id: int
    pk: int | None = None
    group: Group | None = None
    bands: list[int] = field(default_factory=list)
    kept_bands: list[int] = field(default_factory=list)
    had_group: bool = False
    opinions: list[int] = field(default_factory=list)


class Batch:
    """One batch of new opinions among the texts that are known already."""

    def __init__(self, known: Iterable[Wording], by_band: Mapping[int, list[Wording]]) -> None:
        """Start from the stored texts that the batch may meet."""
        self.by_exact = {wording.exact: wording for wording in known}
        self.by_band = {value: list(found) for value, found in by_band.items()}
        self.fresh: list[Wording] = []
        self.groups: dict[int, Group] = {}

    def add(self, opinion_id: int, wording: Wording) -> None:
        """Place one opinion: with an equal text, near another one, or alone."""
        equal = self.by_exact.get(wording.exact)
        if equal is not None:
            equal.opinions.append(opinion_id)
            self._gather(equal)
            return
        wording.opinions.append(opinion_id)
        near = self._nearest(wording)
        self.by_exact[wording.exact] = wording
        self.fresh.append(wording)
        self._keep_bands(wording)
        for other in near:
            self._join(wording, other)

    def _nearest(self, wording: Wording) -> list[Wording]:
        """Return the texts near enough, nearest first."""
        found: dict[Wording, float] = {}
        for value in wording.bands:
            for other in self.by_band.get(value, ()):
                if other in found or other.place != wording.place:
                    continue
                least = texts.needed(wording.essence, other.essence)
                found[other] = texts.nearness(wording.essence, other.essence, least)
        near = [other for other, score in found.items() if score]
        return sorted(near, key=lambda other: -found[other])

    def _keep_bands(self, wording: Wording) -> None:
        for value in wording.bands:
            place = self.by_band.setdefault(value, [])
            if len(place) < BAND_LIMIT:
                place.append(wording)
                wording.kept_bands.append(value)

    def _gather(self, wording: Wording) -> Group:
        """Return the group of a text, a new one when it has none."""
        if wording.group is None:
            wording.group = Group(wording.place, wording.congress_id, core=wording)
        return wording.group.final()

    def _join(self, wording: Wording, other: Wording) -> None:
        """Bring a text into the group of a near one, when it resembles what that group is about."""
        if wording.group is None:
            group = self._gather(other)
            if texts.nearness(wording.essence, group.core.essence) >= texts.NEAR_THE_CORE:
                wording.group = group
            return
        if other.group is None:
            mine = wording.group.final()
            if texts.nearness(other.essence, mine.core.essence) >= texts.NEAR_THE_CORE:
                other.group = mine
            return
        self._unite(wording.group.final(), other.group.final())

    def _unite(self, first: Group, second: Group) -> None:
        """Make one of two groups that a new text connects, when their cores are near."""
        if first is second:
            return
        least = texts.needed(first.core.essence, second.core.essence)
        if texts.nearness(first.core.essence, second.core.essence) < least:
            return
        # The stored one stays; of two stored ones the older.
        stays, goes = sorted((first, second), key=lambda g: (g.pk is None, g.pk or 0))
        goes.absorbed_by = stays
