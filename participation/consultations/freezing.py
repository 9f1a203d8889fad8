"""Freezing what was published: the text as a version, and what changed as a line of the page's history.

Called by the page when it appears. A version is written only when the text or its stage changed, so that a
corrected telephone number makes no new one (``domain.md`` §13.1).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from participation.consultations.models.versions import (
    ChangeKind,
    ConsultationChange,
    DraftVersion,
    VersionArticle,
)

if TYPE_CHECKING:
    from participation.consultations.models import ConsultationPage


@dataclass(frozen=True)
class Before:
    """What stood on the site until now."""

    was_live: bool
    closes_at: datetime | None
    is_withdrawn: bool
    stage: str


def text_digest(page: "ConsultationPage") -> str:
    """Return a digest of the text: the same for the same rows, whatever else changed on the page."""
    rows = [
        [str(row.key), sorted(row.sources), row.kind, row.level, row.label, row.heading, row.text]
        for row in page.articles.all()
    ]
    return hashlib.sha256(json.dumps([page.stage, rows], ensure_ascii=False).encode()).hexdigest()


def freeze(page: "ConsultationPage", before: Before) -> None:
    """Write version and history of a page that has just appeared. ``page`` is read anew by the caller."""
    now = timezone.now()
    version = _freeze_text(page, now)
    if not before.was_live:
        return
    kinds: list[tuple[ChangeKind, dict[str, Any]]] = []
    if version is not None and version.number > 1:
        kind = ChangeKind.CORRECTED if before.stage == page.stage else ChangeKind.NEW_TEXT
        kinds.append((kind, {"version": version}))
    if before.closes_at is not None and page.closes_at != before.closes_at:
        times = {"closes_before": before.closes_at, "closes_after": page.closes_at}
        kinds.append((ChangeKind.EXTENDED, times))
    if page.is_withdrawn != before.is_withdrawn:
        kinds.append((ChangeKind.WITHDRAWN if page.is_withdrawn else ChangeKind.RESUMED, {}))
    for kind, values in kinds:
        ConsultationChange.objects.create(page=page, kind=kind, at=now, reason=page.change_note, **values)


def _freeze_text(page: "ConsultationPage", now: datetime) -> DraftVersion | None:
    """Write the version unless it is the one that stands; None when there is nothing to freeze."""
    rows = list(page.articles.all())
    digest = text_digest(page)
    last = page.versions.order_by("-number").first()
    if not rows or (last is not None and last.digest == digest):
        return None
    version = DraftVersion.objects.create(
        page=page,
        number=last.number + 1 if last is not None else 1,
        stage=page.stage,
        note=page.change_note if last is not None else "",
        digest=digest,
        published_at=now,
    )
    VersionArticle.objects.bulk_create(
        VersionArticle(
            version=version,
            position=position,
            key=row.key,
            sources=row.sources,
            kind=row.kind,
            level=row.level,
            label=row.label,
            heading=row.heading,
            text=row.text,
        )
        for position, row in enumerate(rows)
    )
    return version
