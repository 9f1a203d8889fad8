"""The only way to write to the ledger."""

from typing import Any

from accounts.models import User
from audit.models import Entry
from organizations.models import Congress


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

    ``data`` holds codes, numbers and dates of the step, never a citizen's name, contact or text.
    """
    return Entry.objects.create(
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        congress=congress,
        actor=by,
        data=data or {},
    )
