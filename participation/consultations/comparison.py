"""The comparison of two published versions of a draft, for its page and its file (``domain.md`` §10.1; 立法法 58).

Versions are frozen, so the same two always compare alike. What became of which article is read from the keys that a
person has confirmed. Where two versions share none, the articles are matched by likeness, and that is said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.core.cache import cache

from participation.consultations.comparing.changes import Change, Kind, changes, counts
from participation.consultations.comparing.matching import match
from participation.consultations.comparing.sides import Facing, facing
from participation.consultations.comparing.texts import TextRow, text_rows
from participation.consultations.descent import chain, versions
from participation.consultations.models import ConsultationPage, DraftVersion, VersionArticle

KEPT_FOR = 24 * 3600
Origin = tuple[str, tuple[str, ...]]


class NoSuchVersion(Exception):
    """The address names a text that was never published here."""


@dataclass(frozen=True)
class Link:
    """A row of a version in between: where it comes from, without its text."""

    key: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Fold:
    """Neighboring rows whose wording stayed."""

    facings: list[Facing]

    @property
    def articles(self) -> list[Facing]:
        """Return those that are no headings."""
        return [one for one in self.facings if not one.change.is_heading]

    @property
    def first(self) -> str:
        """Return the number the first article has now."""
        return self.articles[0].change.new[0].label if self.articles else ""

    @property
    def last(self) -> str:
        """Return the number the last article has now."""
        return self.articles[-1].change.new[-1].label if self.articles else ""

    @property
    def is_renumbered(self) -> bool:
        """Return whether an article in it has another number than before."""
        return any(Kind.RENUMBERED in one.change.kinds for one in self.articles)


@dataclass(frozen=True)
class Comparison:
    """Two versions put side by side."""

    old: DraftVersion
    new: DraftVersion
    facings: list[Facing]
    is_confirmed: bool

    @property
    def changed(self) -> list[Facing]:
        """Return what is different in more than its number."""
        return [one for one in self.facings if not one.change.is_unchanged]

    @property
    def counts(self) -> Mapping[Kind, int]:
        """Return how many articles each kind of change met."""
        return counts([one.change for one in self.facings])

    @property
    def kept(self) -> int:
        """Return how many articles have the wording they had."""
        return sum(one.change.is_unchanged and not one.change.is_heading for one in self.facings)

    @property
    def only_renumbered(self) -> int:
        """Return how many of them have another number."""
        return self.kept - self.counts.get(Kind.UNCHANGED, 0)

    @property
    def blocks(self) -> list[Facing | Fold]:
        """Return the comparison in reading order, with what stayed folded together."""
        blocks: list[Facing | Fold] = []
        for one in self.facings:
            if not one.change.is_unchanged:
                blocks.append(one)
            elif blocks and isinstance(blocks[-1], Fold):
                blocks[-1].facings.append(one)
            else:
                blocks.append(Fold([one]))
        return blocks


def public_page(pk: int) -> ConsultationPage | None:
    """Return a consultation that everybody may read."""
    page: ConsultationPage | None = ConsultationPage.objects.live().public().filter(id=pk).first()
    return page


def public_versions(page: ConsultationPage) -> list[DraftVersion]:
    """Return the versions of the draft that stand on the site, of this consultation and those it follows."""
    pages = chain(page)
    public = set(
        ConsultationPage.objects.live()
        .public()
        .filter(pk__in=[one.pk for one in pages])
        .values_list("pk", flat=True)
    )
    return versions(one for one in pages if one.pk in public)


def choose(found: Sequence[DraftVersion], old: str, new: str) -> tuple[DraftVersion, DraftVersion] | None:
    """Return the two versions an address asks for, the older first; the last two when it asks for none.

    None when there are no two. A number that is none of a public version of this draft is :exc:`NoSuchVersion`.
    """
    by_pk = {str(version.pk): place for place, version in enumerate(found)}
    if any(asked and asked not in by_pk for asked in (old, new)):
        raise NoSuchVersion
    if len(found) < 2:
        return None
    if old and new:
        first, second = sorted((by_pk[old], by_pk[new]))
    elif old:
        first, second = sorted(
            (by_pk[old], len(found) - 1 if by_pk[old] < len(found) - 1 else len(found) - 2)
        )
    else:
        second = max(by_pk[new], 1) if new else len(found) - 1
        first = second - 1
    return found[first], found[second]


def compare(found: Sequence[DraftVersion], old: DraftVersion, new: DraftVersion) -> Comparison:
    """Compare two of the versions; two queries, three when others were published between them."""
    before, after = _rows(old), _rows(new)
    places = {version.pk: place for place, version in enumerate(found)}
    between = _links(found[places[old.pk] + 1 : places[new.pk]])
    is_confirmed = _is_linked([before, *between, after]) or not (before and after)
    if not is_confirmed:
        between, after = [], _matched(old, new, before, after)
    listed: list[Change] = changes(before, after, between)
    return Comparison(old, new, facing(listed), is_confirmed)


def _rows(version: DraftVersion) -> list[TextRow]:
    return text_rows(VersionArticle.objects.filter(version=version).order_by("position"))


def _links(between: Sequence[DraftVersion]) -> list[list[Link]]:
    """Return where the rows of the versions in between come from, in one query."""
    if not between:
        return []
    found: dict[int, list[Link]] = {version.pk: [] for version in between}
    rows = VersionArticle.objects.filter(version__in=list(found)).order_by("version", "position")
    for version, key, sources in rows.values_list("version_id", "key", "sources"):
        found[version].append(Link(key.hex, tuple(sources)))
    return list(found.values())


def _is_linked(steps: Sequence[Iterable[TextRow | Link]]) -> bool:
    """Return whether each version carries on something of the one before."""
    known: set[str] | None = None
    for rows in map(list, steps):
        named = {row.key for row in rows} | {source for row in rows for source in row.sources}
        if known is not None and not known & named:
            return False
        known = {row.key for row in rows}
    return True


def _matched(
    old: DraftVersion, new: DraftVersion, before: list[TextRow], after: list[TextRow]
) -> list[TextRow]:
    """Return the new rows with the keys of the old ones they resemble; kept, since versions do not change."""
    name = f"comparison-{old.pk}-{new.pk}-{old.digest[:8]}-{new.digest[:8]}"
    found: dict[str, Origin] | None = cache.get(name)
    if found is None:
        found = {one.new: (one.old or "", one.sources) for one in match(before, after)}
        cache.set(name, found, KEPT_FOR)
    origins = found
    return [
        replace(row, key=origins[row.key][0] or row.key, sources=origins[row.key][1])
        if row.key in origins
        else row
        for row in after
    ]
