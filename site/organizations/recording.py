"""Where changes made on the screens of this package are told to the ledger.

``organizations`` may not import ``audit``, which stands on it: a package further up registers the function
that writes the entry. A change and its entry share one transaction.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from django.db.models import Model

from accounts.models import User
from organizations.models import Congress


class Listener(Protocol):
    """What a listener is called with: codes and numbers, no citizen's data."""

    def __call__(
        self,
        *,
        action: str,
        object_type: str,
        object_id: str | int,
        congress: Congress | None,
        by: User | None,
        data: dict[str, Any] | None = None,
    ) -> object:
        """Keep the entry."""


_listeners: list[Callable[..., object]] = []


def register(listener: Listener) -> None:
    """Have every later change told to ``listener``; a second registration changes nothing."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(
    *,
    verb: str,
    instance: Model,
    congress: Congress | None,
    by: User | None,
    fields: Sequence[str] = (),
    data: dict[str, Any] | None = None,
) -> None:
    """Tell the listeners that ``by`` did ``verb`` with ``instance``; ``fields`` are the names of what changed."""
    label = instance._meta.label_lower
    for listener in _listeners:
        listener(
            action=f"{label}.{verb}",
            object_type=label,
            object_id=instance.pk,
            congress=congress,
            by=by,
            data={**({"fields": sorted(fields)} if fields else {}), **(data or {})},
        )
