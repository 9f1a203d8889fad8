"""What else a backup proves: rooms that know more about their tables register a proof here.

``take`` returns what goes into the manifest. ``check`` reads the restored database, over the alias it is given, and
returns what is wrong, or the empty text; it is given what ``take`` had returned.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Proof:
    """One proof, by name."""

    label: str | Promise
    take: Callable[[str], Any]
    check: Callable[[str, Any], str]


proofs: dict[str, Proof] = {}


def register(name: str, proof: Proof) -> None:
    """Add a proof; in ``AppConfig.ready()``."""
    proofs[name] = proof
