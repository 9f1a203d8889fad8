"""What a process remembers of calendar and rules: read once, never stale.

Every change renews the one row of ``Stamp``. Asking costs one query for that token; only when it differs from the
remembered one are the rows read again: the settings at once, the calendar a year at a time. A request asks for the
token once (``steady``). The token is random, so what a transaction read before it was rolled back is never taken for
what came after.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from uuid import uuid4

from deadlines.models import Override, ProfileChoice, Stamp
from deadlines.rules import RULES
from deadlines.snapshot import Chosen, Snapshot, Version
from deadlines.units import Unit

STAMP = 1


class Keeper:
    """The snapshot that this process read last."""

    snapshot: Snapshot | None = None


_keeper = Keeper()
_steady: ContextVar[Keeper | None] = ContextVar("steady", default=None)


def current() -> Snapshot:
    """Return the settings as they stand now; inside :func:`steady`, as they stood when first asked for."""
    held = _steady.get()
    if held is not None and held.snapshot is not None:
        return held.snapshot
    snapshot = _look()
    if held is not None:
        held.snapshot = snapshot
    return snapshot


@contextmanager
def steady() -> Iterator[None]:
    """Let everything inside use the settings of one moment: a request, or one batch of a long work."""
    mark = _steady.set(Keeper())
    try:
        yield
    finally:
        _steady.reset(mark)


def renew() -> None:
    """Say to every process that calendar or rules have changed. Call it in the transaction of the change."""
    Stamp.objects.update_or_create(pk=STAMP, defaults={"token": uuid4().hex})
    held = _steady.get()
    if held is not None:
        held.snapshot = None


def _look() -> Snapshot:
    token = Stamp.objects.filter(pk=STAMP).values_list("token", flat=True).first()
    kept = _keeper.snapshot
    if token is not None and kept is not None and kept.token == token:
        return kept
    fresh = Snapshot(token or "", _versions(), _choices())
    if token is not None:
        _keeper.snapshot = fresh
    return fresh


def _versions() -> tuple[Version, ...]:
    rows = Override.objects.filter(rule_id__in=RULES).select_related("congress")
    return tuple(version_of(row) for row in rows.order_by("-valid_from", "-id"))


def version_of(row: Override) -> Version:
    """Return a row as a snapshot holds it."""
    value = replace(
        RULES[row.rule_id], amount=row.amount, unit=Unit(row.unit), choice=row.choice, source=row.source,
        is_law=False,
    )  # fmt: skip
    congress = row.congress
    return Version(
        congress.path, congress.name, row.rule_id, row.valid_from, None if row.is_inherited else value
    )


def _choices() -> tuple[Chosen, ...]:
    rows = ProfileChoice.objects.order_by("-valid_from", "-id")
    return tuple(Chosen(*row) for row in rows.values_list("congress__path", "profile", "valid_from"))
