"""How one entry is tied to the one before it: SHA-256 over the previous digest and every field of the entry.

Anybody can repeat the arithmetic with other tools: the digest (64 hexadecimal characters) of the entry before, a
line feed, and the entry as JSON with sorted keys, no spaces, everything beyond ASCII escaped, time in UTC with
six digits. The entry before the first has sixty-four zeros.
"""

import datetime
import json
from hashlib import sha256
from typing import Any, NamedTuple

START = "0" * 64
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


class Fields(NamedTuple):
    """The fields of one entry, in the order of :data:`COLUMNS`."""

    id: int
    at: datetime.datetime
    actor_id: int | None
    action: str
    object_type: str
    object_id: str
    congress_id: int | None
    data: Any


COLUMNS = Fields._fields


def digest(previous: str, position: int, fields: Fields) -> str:
    """Return the digest of an entry at its place, after the entry with the digest ``previous``."""
    at = fields.at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    text = _encode({**fields._asdict(), "at": at, "position": position})
    return sha256(f"{previous}\n{text}".encode("ascii")).hexdigest()
