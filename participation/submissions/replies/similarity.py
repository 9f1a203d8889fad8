"""How like two answers are: copies with another date and number are still copies (``domain.md`` §8.3)."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from participation.submissions.replies.findings import OtherReply

ALIKE = 90  # percent
COMPARED = 2000  # characters of each text; longer answers tell themselves apart before that
_VARIABLE = re.compile(r"[A-Z]{2,4}-\d{4}-\d{6}|\d+")
_NOISE = re.compile(r"[\s，。；：、！？,.;:!?“”\"'（）()《》〈〉]+")


def plain(text: str) -> str:
    """Return a text without what a copy changes: numbers, spaces, punctuation."""
    return _NOISE.sub("", _VARIABLE.sub("0", text))[:COMPARED]


def likeness(one: str, other: str) -> float:
    """Return how like two texts are, in percent; 0 when it is below :data:`ALIKE`."""
    return fuzz.ratio(plain(one), plain(other), score_cutoff=ALIKE)


def copied_from(text: str, request: str, others: Iterable[OtherReply]) -> tuple[OtherReply, int] | None:
    """Return the answer to another question that a text repeats, and how far; None when it is its own.

    The same question may have the same answer: many people sign one text.
    """
    rows = [other for other in others if other.text]
    texts = [plain(other.text) for other in rows]
    hits = process.extract(plain(text), texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=5)
    for _text, score, index in hits:
        if not likeness(request, rows[index].request):
            return rows[index], int(score)
    return None
