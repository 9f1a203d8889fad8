"""Walking the chain: is every sealed entry still there, as it was, and in its place?

The walk reads pages of entries by position, so that memory stays the same however long the ledger is, and it
takes no lock: sealed entries do not change. At the first break it looks at the neighbors to tell what happened:

- an entry whose own digest no longer fits, while the next still builds on it: **changed**;
- places without entry, or entries that build on something that is no longer there: **removed**;
- an entry after which the next builds on the one before: **inserted**.

Somebody who can write to the database can also reckon the whole chain anew. Against that stand the heads that
were exported before and kept elsewhere (``audit.heads``).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from audit.actions import HEAD_ID
from audit.chain import COLUMNS, START, Fields, digest
from audit.models import Entry, EntryQuerySet, Head

PAGE = 2000


class Kind(StrEnum):
    """What happened to the first entry that does not fit."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"


WORDS = {
    Kind.CHANGED: _("第 %(position)s 条审计记录（编号 %(entry)s）被改动过。"),
    Kind.REMOVED: _("第 %(position)s 条审计记录被删除了。"),
    Kind.INSERTED: _("第 %(position)s 条审计记录（编号 %(entry)s）是后来插入的。"),
}


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong. ``entry_id`` is None when the entry is gone."""

    kind: Kind
    position: int
    entry_id: int | None = None

    def __str__(self) -> str:
        """Return the finding in words."""
        return str(WORDS[self.kind]) % {"position": self.position, "entry": self.entry_id or "?"}


@dataclass(frozen=True)
class Link:
    """One sealed entry as it is kept."""

    position: int
    digest: str
    fields: Fields

    def follows(self, previous: str, position: int | None = None) -> bool:
        """Tell whether the kept digest is right after ``previous``, at its own or another place."""
        return digest(previous, position or self.position, self.fields) == self.digest

    def fault(self, kind: Kind) -> Fault:
        """Return a fault that names this entry."""
        return Fault(kind, self.position, self.fields.id)


@dataclass
class Walk:
    """How far the chain has been followed."""

    position: int
    digest: str
    rows: int = 0
    fault: Fault | None = None
    using: str = DEFAULT_DB_ALIAS

    @property
    def entries(self) -> EntryQuerySet:
        """Return the entries of the database that is walked."""
        return Entry.objects.using(self.using)


def verify(
    start: int = 1, on_page: Callable[[int], None] = lambda rows: None, using: str = DEFAULT_DB_ALIAS
) -> Walk:
    """Follow the chain from ``start`` to its head and stop at the first fault.

    What comes before ``start`` is taken as it is. ``on_page`` hears how many entries have been checked.
    """
    walk = Walk(start - 1, START, using=using)
    if start > 1:
        before = walk.entries.filter(position=start - 1).values_list("digest", flat=True).first()
        if before is None:
            walk.fault = Fault(Kind.REMOVED, start - 1)
            return walk
        walk.digest = before
    elif outside := walk.entries.filter(position__lt=1).order_by("position").first():
        walk.fault = Fault(Kind.INSERTED, outside.position or 0, outside.pk)
        return walk
    _follow(walk, on_page)
    while walk.fault is None and not _at_end(walk):
        _follow(walk, on_page)  # more has been sealed meanwhile
    return walk


def _follow(walk: Walk, on_page: Callable[[int], None]) -> None:
    """Check page after page. A break is judged with the entry after it, so one is always held back."""
    held: Link | None = None
    for link in _links(walk, on_page):
        if held is not None and not _step(walk, held, link):
            return
        held = link
    if held is not None:
        _step(walk, held, None)


def _step(walk: Walk, link: Link, after: Link | None) -> bool:
    """Go on by one entry, or note the fault and return False."""
    walk.fault = _fault_at(walk, link, after)
    if walk.fault is not None:
        return False
    walk.position, walk.digest = link.position, link.digest
    walk.rows += 1
    return True


def _fault_at(walk: Walk, link: Link, after: Link | None) -> Fault | None:
    """Return what is wrong with ``link``, the next entry that is kept; ``after`` stands behind it."""
    expected = walk.position + 1
    if link.position > expected:
        return Fault(Kind.REMOVED, expected)
    if link.position < expected:
        return link.fault(Kind.INSERTED)  # a second entry at a place that has one
    if link.follows(walk.digest):
        return None
    if after is None:
        return link.fault(Kind.INSERTED if link.position > _head(walk)[0] else Kind.CHANGED)
    if after.follows(link.digest):
        return link.fault(Kind.CHANGED)
    if link.follows(after.digest, expected + 1):
        return link.fault(Kind.CHANGED)  # these two have changed places
    if after.follows(walk.digest, expected):
        return link.fault(Kind.INSERTED)
    if after.follows(link.digest, after.position + 1):
        return Fault(Kind.REMOVED, expected)  # and those behind it have moved up
    return link.fault(Kind.CHANGED)


def _links(walk: Walk, on_page: Callable[[int], None]) -> Iterator[Link]:
    """Yield the sealed entries ahead of the walk, in order; of several at one place, the oldest first."""
    rows = 0
    ahead = Q(position__gt=walk.position)
    while True:
        found = walk.entries.filter(ahead).order_by("position", "id")
        page = list(found.values_list("position", "digest", *COLUMNS)[:PAGE])
        for at, kept, *fields in page:
            yield Link(at or 0, kept, Fields._make(fields))
        rows += len(page)
        if page:
            on_page(rows)
        if len(page) < PAGE:
            return
        position, last_id = page[-1][0] or 0, page[-1][2]
        ahead = Q(position__gte=position) & ~Q(position=position, id__lte=last_id)


def _at_end(walk: Walk) -> bool:
    """Compare with the kept head: the last entries may be gone, or too many be there. False: it has moved on."""
    position, kept, last = _head(walk)
    if last > position:
        extra = walk.entries.filter(position__gt=position).order_by("position").first()
        walk.fault = Fault(Kind.INSERTED, position + 1, extra.pk if extra else None)
    elif last < position:
        walk.fault = Fault(Kind.REMOVED, last + 1)
    elif position == walk.position and kept != walk.digest:
        walk.fault = Fault(Kind.CHANGED, position)
    return walk.fault is not None or position <= walk.position


def _head(walk: Walk) -> tuple[int, str, int]:
    """Return position and digest of the head, and the last place that has an entry; as of one moment."""
    last = walk.entries.sealed().order_by("-position").values("position")[:1]
    row = (
        Head.objects.using(walk.using)
        .filter(pk=HEAD_ID)
        .values_list("position", "digest", Subquery(last))
        .first()
    )
    if row is not None:
        return row[0], row[1], row[2] or 0
    found = walk.entries.sealed().exists()
    return (1 if found else 0), START, 0  # without head, the end of the chain is gone
