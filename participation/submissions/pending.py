"""Photos of a form that came back: kept until the form is sent, so that an error elsewhere loses none.

A pending photo is a private file that no case refers to. The form names it by a signed list that is bound to
the form's one-time token; nobody can open it, only send it or leave it. What is not sent goes after a day.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from library.models import PrivateFile
from library.photos import ProcessedPhoto

KEPT_FOR = timedelta(hours=24)
MAX_SIGNED_LENGTH = 4000


@dataclass(frozen=True)
class PendingPhoto:
    """A photo that waits. Its name as the sender knows it stands in the form only, never in the database."""

    id: uuid.UUID
    name: str
    size: int
    sha256: str


def keep(photo: ProcessedPhoto, name: str) -> PendingPhoto:
    """Store a cleaned photo that is not sent yet."""
    row = PrivateFile(
        id=uuid.uuid4(),
        name=_("待提交照片"),
        content_type=photo.content_type,
        size=len(photo.content),
        sha256=photo.sha256,
    )
    row.file.save("photo", ContentFile(photo.content), save=False)
    try:
        row.save(force_insert=True)
    except Exception:
        row.file.storage.delete(str(row.file.name))
        raise
    return PendingPhoto(row.pk, name, row.size, row.sha256)


def sign(photos: Iterable[PendingPhoto], token: str) -> str:
    """Return the list for the form's hidden field, good for this form only."""
    rows = [[photo.id.hex, photo.name, photo.size, photo.sha256] for photo in photos]
    return signing.dumps(rows, salt=_salt(token), compress=True) if rows else ""


def read(signed: str, token: str) -> list[PendingPhoto]:
    """Return the photos named in a hidden field; nothing when it is not ours, not this form's, or too old."""
    if not signed or len(signed) > MAX_SIGNED_LENGTH:
        return []
    try:
        rows = signing.loads(signed, salt=_salt(token), max_age=KEPT_FOR)
    except signing.BadSignature:
        return []
    return [PendingPhoto(uuid.UUID(hex_id), name, size, digest) for hex_id, name, size, digest in rows]


def load(photos: Iterable[PendingPhoto]) -> list[ProcessedPhoto]:
    """Return the photos themselves, without those that are gone; each was cleaned when it came."""
    wanted = list(photos)
    rows = _unreferenced().in_bulk([photo.id for photo in wanted])
    loaded = []
    for photo in wanted:
        row = rows.get(photo.id)
        content = _content(row) if row is not None else None
        if row is not None and content is not None:
            loaded.append(ProcessedPhoto(content, row.content_type, 0, 0, row.sha256))
    return loaded


def existing(photos: Iterable[PendingPhoto]) -> list[PendingPhoto]:
    """Return those that are still kept."""
    wanted = list(photos)
    if not wanted:
        return []
    found = set(_unreferenced().filter(pk__in=[photo.id for photo in wanted]).values_list("pk", flat=True))
    return [photo for photo in wanted if photo.id in found]


def discard(photos: Iterable[PendingPhoto]) -> int:
    """Remove photos that are sent or not wanted, with their files. A file that a case holds is never touched."""
    ids = [photo.id for photo in photos]
    return _remove(_unreferenced().filter(pk__in=ids)) if ids else 0


def purge() -> int:
    """Remove what was left behind; return how many."""
    return _remove(_unreferenced().filter(created_at__lt=timezone.now() - KEPT_FOR))


def _unreferenced() -> Any:
    """Return private files that no other row refers to, whatever tables may come to refer to them."""
    conditions = {f"{relation.name}__isnull": True for relation in PrivateFile._meta.related_objects}
    return PrivateFile.objects.filter(**conditions)


def _remove(rows: Any) -> int:
    """Delete the rows, then their files: a file without a row is garbage, a row without a file an error."""
    found = list(rows)
    with transaction.atomic():
        PrivateFile.objects.filter(pk__in=[row.pk for row in found]).delete()
    for row in found:
        row.file.storage.delete(str(row.file.name))
    return len(found)


def _content(row: PrivateFile) -> bytes | None:
    try:
        with row.file.open("rb") as stream:
            return bytes(stream.read())
    except OSError:
        return None


def _salt(token: str) -> str:
    return f"submissions.pending:{token}"
