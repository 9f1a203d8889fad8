"""Snippets of stored text with the found words marked, the same on every engine and safe to show.

Everything is escaped; only `<mark>` is added. Matching ignores width, case and accents like the index does, and
a Latin word or number is marked only where it stands as a whole.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.tokens import WORD_CHARACTER, normalize

SNIPPET_LENGTH = 110
MAX_SCANNED = 200_000
MAX_MATCHES = 200
_LEAD = 20
_BLANKS = re.compile(r"\s+")

Span = tuple[int, int]


def mark(text: str, terms: Iterable[str]) -> SafeString:
    """The whole text, escaped, with the terms marked."""
    text = unicodedata.normalize("NFC", text)
    return _render(text, spans(text, terms))


def snippet(text: str, terms: Iterable[str], length: int = SNIPPET_LENGTH) -> SafeString:
    """The stretch of the text with the most different terms, escaped and marked, with … where it is cut."""
    text = _BLANKS.sub(" ", unicodedata.normalize("NFC", text[:MAX_SCANNED])).strip()
    found = spans(text, terms)
    start = _best_start(text, found, length)
    end = min(len(text), start + length)
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in found if a < end and b > start]
    body = _render(text[start:end], inside)
    return format_html("{}{}{}", "…" if start else "", body, "…" if end < len(text) else "")


def spans(text: str, terms: Iterable[str]) -> list[Span]:
    """Where the terms stand in the text, in order, overlapping ones merged."""
    patterns = [pattern for pattern in map(_pattern, terms) if pattern is not None]
    if not patterns or not text:
        return []
    folded, origin = _fold(text)
    found = sorted(
        (origin[match.start()], origin[match.end() - 1] + 1)
        for pattern in patterns
        for match in islice(pattern.finditer(folded), MAX_MATCHES)
    )
    merged: list[Span] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=256)
def _pattern(term: str) -> re.Pattern[str] | None:
    folded = "".join(normalize(character) for character in term).strip()
    if not folded:
        return None
    before = f"(?<!{WORD_CHARACTER})" if re.match(WORD_CHARACTER, folded[0]) else ""
    after = f"(?!{WORD_CHARACTER})" if re.match(WORD_CHARACTER, folded[-1]) else ""
    return re.compile(before + r"\s+".join(map(re.escape, folded.split())) + after)


def _fold(text: str) -> tuple[str, list[int]]:
    """The normalized text, and for each of its characters the place it came from."""
    pieces: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        piece = character if "\u4e00" <= character <= "\u9fff" else _folded_character(character)
        pieces.append(piece)
        origin.extend([index] * len(piece))
    return "".join(pieces), origin


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    return normalize(character)


def _best_start(text: str, found: Sequence[Span], length: int) -> int:
    """A little before the match from which the most different marked texts fit into the window."""
    best, best_count = 0, 0
    for index, (start, _end) in enumerate(found):
        window = [text[a:b] for a, b in found[index : index + 20] if b <= start + length - _LEAD]
        if len(set(window)) > best_count:
            best, best_count = start, len(set(window))
    if not best_count and found:
        best = found[0][0]
    latest = max(0, len(text) - length)
    return max(0, min(best - _LEAD, latest))


def _render(text: str, found: Sequence[Span]) -> SafeString:
    parts: list[str] = []
    position = 0
    for start, end in found:
        parts += [text[position:start], format_html("<mark>{}</mark>", text[start:end])]
        position = end
    parts.append(text[position:])
    return format_html_join("", "{}", ((part,) for part in parts))
