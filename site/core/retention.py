"""Every place where it could still be seen who a citizen was, so that erasing forgets none (个保法 47).

A room that keeps an address, a name or a copy of one beside a case registers here, in ``AppConfig.ready()``, how to
erase it and how to tell the citizen that it is held. Matters are named by their number, which every room knows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Erase = Callable[[Sequence[str]], object]
Held = Callable[[str], list[dict[str, Any]]]


@dataclass(frozen=True)
class Place:
    """One place. ``erase`` runs inside the transaction of the erasure, and may run again without harm."""

    name: str
    erase: Erase
    held: Held | None = None


places: dict[str, Place] = {}


def register(name: str, erase: Erase, held: Held | None = None) -> None:
    """Add a place; the same name again replaces it."""
    places[name] = Place(name, erase, held)


def erase_everywhere(numbers: Sequence[str]) -> None:
    """Erase who stands behind these matters, in every place."""
    if numbers:
        for place in places.values():
            place.erase(numbers)


def held_elsewhere(number: str) -> dict[str, list[dict[str, Any]]]:
    """Return what the places hold about a matter, for the citizen it is about."""
    return {place.name: rows for place in places.values() if place.held and (rows := place.held(number))}
