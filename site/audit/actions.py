"""The only way to write to the ledger: an entry is recorded with its deed, and sealed a little later.

Why in two steps: a chain in which every entry names the one before would let each submission wait for the one
before it. So :func:`record` is one INSERT and no lock, and the sealer, which runs every half minute, ties what has
been committed since into the chain (``docs/decisions/0013-sealing-in-batches.md``).
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from accounts.models import User
from audit.chain import COLUMNS, START, Fields, digest
from audit.models import AppendOnlyError, Entry, Head
from organizations.models import Congress

BATCH = 500  # on SQLite, writers wait while a batch is sealed: some ten milliseconds
HEAD_ID = 1
SEAL = "UPDATE audit_entry SET position = %s, digest = %s WHERE id = %s AND position IS NULL"
SEAL_AT_ONCE = """
UPDATE audit_entry SET position = seal.position, digest = seal.digest
FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS seal (position, digest, id)
WHERE audit_entry.id = seal.id AND audit_entry.position IS NULL
"""


class SealError(RuntimeError):
    """The chain could not be continued; nothing has been sealed."""


def record(
    *,
    action: str,
    object_type: str,
    object_id: str | int,
    congress: Congress | None,
    by: User | None,
    data: dict[str, Any] | None = None,
) -> Entry:
    """Add one entry inside the caller's transaction, so that a deed undone leaves no entry behind.

    ``data`` holds codes, numbers and dates of the step, never a citizen's name, contact or text. Somebody's
    reading of personal data is an action whose last part begins with ``read_``; its reason is ``data["reason"]``.
    """
    entry = draft(
        action=action, object_type=object_type, object_id=object_id, congress=congress, by=by, data=data
    )
    entry.save(force_insert=True)
    return entry


def draft(
    *,
    action: str,
    object_type: str,
    object_id: str | int,
    congress: Congress | None,
    by: User | None,
    data: dict[str, Any] | None = None,
) -> Entry:
    """Return an entry that is not in the ledger yet, for :func:`record_all`."""
    return Entry(
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        congress=congress,
        actor=by,
        data=data or {},
    )


def record_all(entries: Sequence[Entry]) -> list[Entry]:
    """Add drafted entries like :func:`record`, in one INSERT."""
    if any(entry.position is not None or entry.digest for entry in entries):
        raise AppendOnlyError("only the sealer gives an entry its place")
    return Entry.objects.bulk_create(entries)


def seal(batch: int = BATCH) -> int:
    """Tie every entry that has been committed into the chain, and return how many there were.

    An entry with a lower number that is committed late simply gets a later place.
    """
    total = 0
    last: int | None = None
    while True:
        sealed, last = _seal_batch(batch, last)
        total += sealed
        if sealed < batch:
            return total


@transaction.atomic
def _seal_batch(batch: int, after: int | None) -> tuple[int, int | None]:
    """Seal one batch under the lock of the head: a second sealer waits here and goes on where this one ends.

    Returns how many there were and the number of the last. The next batch begins behind it, not among the index's
    remains of those just sealed; what comes late below is for the next turn of the clock.
    """
    head = _locked_head()
    waiting = Entry.objects.unsealed() if after is None else Entry.objects.unsealed().filter(pk__gt=after)
    rows = list(waiting.order_by("id").values_list(*COLUMNS)[:batch])
    if not rows:
        return 0, after
    position, latest = head.position, head.digest
    seals = []
    for row in map(Fields._make, rows):
        position += 1
        latest = digest(latest, position, row)
        seals.append((position, latest, row.id))
    _keep(seals)
    head.position, head.digest, head.sealed_at = position, latest, timezone.now()
    head.save()
    return len(seals), rows[-1][0]


def _keep(seals: list[tuple[int, str, int]]) -> None:
    """Write positions and digests beside their entries: all of them, or none."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(SEAL_AT_ONCE, [list(column) for column in zip(*seals, strict=True)])
        else:
            cursor.executemany(SEAL, seals)
        if cursor.rowcount != len(seals):
            raise SealError(f"{len(seals)} entries were to be sealed, {cursor.rowcount} were")


def _locked_head() -> Head:
    """Return the head, locked until the transaction ends (SQLite locks the whole database for its writer)."""
    first = {"position": 0, "digest": START, "sealed_at": timezone.now()}
    Head.objects.get_or_create(pk=HEAD_ID, defaults=first)
    return Head.objects.select_for_update().get(pk=HEAD_ID)


@transaction.atomic
def remove_demo(rows: "models.QuerySet[Entry]") -> int:
    """Remove the demo county's entries and begin the chain anew with what is left; return how many went.

    The one exception from append-only: a demo is the whole ledger of its installation, and its accounts and
    congresses cannot go while entries name them. The new chain holds an entry that names the end of the old one;
    heads exported before no longer match.
    """
    head = _locked_head()
    with connection.cursor() as cursor:
        _guard(cursor, is_open=True)
        removed = int(models.QuerySet(Entry).filter(pk__in=rows.values("pk")).delete()[0])
        cursor.execute("UPDATE audit_entry SET position = NULL, digest = '' WHERE position IS NOT NULL")
        _guard(cursor, is_open=False)
    if head.position:
        record(
            action="ledger.demo_removed",
            object_type="ledger",
            object_id=head.position,
            congress=None,
            by=None,
            data={"removed": removed, "position": head.position, "digest": head.digest},
        )
    head.position, head.digest, head.sealed_at = 0, START, timezone.now()
    head.save()
    return removed


def _guard(cursor: CursorWrapper, *, is_open: bool) -> None:
    """Tell PostgreSQL's trigger to let pass, or to refuse again; for this transaction only."""
    if connection.vendor == "postgresql":
        cursor.execute("SELECT set_config('audit.demo_removal', %s, true)", ["on" if is_open else "off"])
