"""What the lint is given and what it returns; plain values, so that every rule can be tried without a database."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise

EXCERPT = 30


class Severity(StrEnum):
    """What a weakness asks of the drafter: to mend it, to give a reason, or only to have read it."""

    BLOCK = "block"
    REASON = "reason"
    HINT = "hint"


@dataclass(frozen=True)
class Weakness:
    """One weakness: what it is, why it matters, and where in the text (0, 0: the text as a whole)."""

    code: str
    severity: Severity
    explanation: str | Promise
    start: int = 0
    end: int = 0
    excerpt: str = ""


@dataclass(frozen=True)
class Draft:
    """An answer as it was written."""

    text: str
    answer_class: str = ""
    done_on: date | None = None
    promised_on: date | None = None
    promise: str = ""
    reason: str = ""


@dataclass(frozen=True)
class OtherReply:
    """An answer of the same body to another opinion."""

    number: str
    request: str
    text: str


@dataclass(frozen=True)
class Background:
    """What the draft is held against.

    ``added``: what the sender wrote later, and the opinions answered together. ``own_names``: names that
    belong into any answer of this office. ``places``: villages and towns of the county.
    """

    request: str = ""
    added: tuple[str, ...] = ()
    place: str = ""
    number: str = ""
    merged_numbers: tuple[str, ...] = ()
    received_on: date | None = None
    own_names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    official_phones: tuple[str, ...] = ()
    others: tuple[OtherReply, ...] = ()
    earlier: tuple[str, ...] = ()
    same_minute: int = 0
    rating_comment: str = ""

    @property
    def known(self) -> str:
        """Return all that the sender is known to have written, in one text."""
        return "\n".join((self.request, *self.added, self.place, self.rating_comment))


def at(text: str, start: int, end: int) -> str:
    """Return the words at a place of the text, short enough for a line."""
    words = " ".join(text[start:end].split())
    return words if len(words) <= EXCERPT else f"{words[:EXCERPT]}…"
