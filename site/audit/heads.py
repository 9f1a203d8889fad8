"""Heads of the chain, exported: a few hundred bytes which, kept elsewhere, prove the ledger up to that day.

Whoever rewrites the ledger can reckon the chain anew, but cannot give it the digest that stands in a file (or on
a printed sheet) outside the machine. One is written every day into ``LEDGER_HEAD_DIR``.
"""

import datetime
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from audit.actions import HEAD_ID
from audit.chain import START
from audit.models import Entry, Head

FORMAT = "ledger-head/1"
NAME = "ledger-head-{:%Y-%m-%d}.json"
LARGEST = 4096  # bytes; a head has some three hundred
_DIGEST = re.compile(r"[0-9a-f]{64}")


class HeadFileError(ValueError):
    """The file is not an exported head."""


@dataclass(frozen=True)
class ExportedHead:
    """The end of the chain at a moment. Places are dense: ``position`` is also the number of sealed entries."""

    position: int
    digest: str
    count: int
    sealed_at: str
    exported_at: str

    def as_data(self) -> dict[str, Any]:
        """Return the content of the file."""
        return {"format": FORMAT, **asdict(self)}

    def text(self) -> str:
        """Return the content of the file, as text."""
        return json.dumps(self.as_data(), ensure_ascii=False, indent=1) + "\n"

    def still_stands(self, using: str = DEFAULT_DB_ALIAS) -> bool:
        """Tell whether the ledger still has this entry at this place."""
        if self.position == 0:
            return self.digest == START
        return Entry.objects.using(using).filter(position=self.position, digest=self.digest).exists()


def current(using: str = DEFAULT_DB_ALIAS) -> ExportedHead:
    """Return the head as it is now."""
    head = Head.objects.using(using).filter(pk=HEAD_ID).first()
    if head is None:
        head = Head(position=0, digest=START, sealed_at=timezone.now())
    return ExportedHead(
        position=head.position,
        digest=head.digest,
        count=head.position,
        sealed_at=timezone.localtime(head.sealed_at).isoformat(timespec="seconds"),
        exported_at=timezone.localtime().isoformat(timespec="seconds"),
    )


def file_name(day: datetime.date) -> str:
    """Return the name of the file of one day."""
    return NAME.format(day)


def export_today() -> Path | None:
    """Write today's head unless it is there; return the new file, or None."""
    target = Path(settings.LEDGER_HEAD_DIR) / file_name(timezone.localdate())
    head = current()
    if target.exists() or head.position == 0:
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    write(head, target)
    return target


def write(head: ExportedHead, target: Path) -> None:
    """Write a head whole or not at all."""
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    partial.write_text(head.text(), encoding="utf-8")
    partial.replace(target)


def read(path: Path) -> ExportedHead:
    """Return the head that a file holds."""
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(LARGEST))
        return parse(found)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise HeadFileError(f"{path}: {error}") from error


def parse(found: dict[str, Any]) -> ExportedHead:
    """Return the head, after a look at every value."""
    head = ExportedHead(**{name: found[name] for name in ExportedHead.__dataclass_fields__})
    is_whole = found.get("format") == FORMAT and type(head.position) is int and 0 <= head.position < 2**63
    if not is_whole or not _DIGEST.fullmatch(str(head.digest)):
        raise ValueError("not an exported head")
    return head
