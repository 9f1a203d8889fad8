"""Finding one's way in a long draft without JavaScript: 跳到第__条, and words in the text.

Numbers are read by value: 9, ９, 九, 第九条 and 第9条 are the same article; 12-1 and 第十二条之一 too.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.text import one_line
from participation.consultations.drafting.numerals import NUMERAL, number_value
from search.highlight import snippet

if TYPE_CHECKING:
    from participation.consultations.models import Article

MAX_ASKED, MAX_WORDS, MAX_TERMS, MAX_HITS = 30, 40, 5, 60
HIT_LENGTH = 90
_UNITS = "编篇章节条條款项、．.部分"
_LABEL = re.compile(rf"第?([{NUMERAL}]+)(分编|[{_UNITS}]|部分)?(?:(?:之|-)([{NUMERAL}]+))?[{_UNITS}]?")
# What stands behind the number tells what kind of row is meant; a bare number means an article or a point.
_OF_HEADINGS = frozenset({"编", "篇", "章", "节", "分编", "部分"})
Number = tuple[str, int, int]


@dataclass(frozen=True)
class Hit:
    """A row in which all the words stand."""

    title: str
    url: str
    text: SafeString


def number_of(label: str) -> Number | None:
    """Return a label by its value: unit (empty for articles and points), number, and what was inserted behind it.

    >>> [number_of(one) for one in ("第九条", "９", "第十二条之一", "12-1", "三、", "第二章", "附则")]
    [('', 9, 0), ('', 9, 0), ('', 12, 1), ('', 12, 1), ('', 3, 0), ('章', 2, 0), None]
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", label))
    match = _LABEL.fullmatch(plain)
    if match is None:
        return None
    number, inserted = number_value(match[1]), number_value(match[3] or "")
    unit = match[2] or ""
    return (unit if unit in _OF_HEADINGS else "", number, inserted) if number else None


def find_row(rows: Sequence["Article"], asked: str) -> "Article | None":
    """Return the row that somebody asked for by its number or name."""
    asked = one_line(asked[:MAX_ASKED])
    if not asked:
        return None
    exact = next((row for row in rows if asked in {row.label, row.heading, str(row)}), None)
    wanted = number_of(asked)
    if exact is not None or wanted is None:
        return exact
    return next((row for row in rows if row.label and _reads(row, wanted)), None)


def _reads(row: "Article", wanted: Number) -> bool:
    """Return whether a row has this number; a number without a unit never means a chapter."""
    return number_of(row.label) == wanted and row.is_heading == bool(wanted[0])


def range_words(rows: Sequence["Article"]) -> str:
    """Return which articles there are, for whoever asked for one that is not there."""
    labels = [row.label.rstrip("、") for row in rows if row.kind in {"article", "project"} and row.label]
    if not labels:
        return ""
    return _("这份草案有%(first)s至%(last)s。") % {"first": labels[0], "last": labels[-1]}


def words_of(asked: str) -> list[str]:
    """Return what to look for: a few terms, each of which must stand in the row."""
    return one_line(asked[:MAX_WORDS]).split()[:MAX_TERMS]


def hits(rows: Sequence["Article"], words: Sequence[str]) -> list[Hit]:
    """Return the rows with all the words, in the order of the draft, the words marked."""
    if not words:
        return []
    terms = [_folded(word) for word in words]
    found = []
    for row in rows:
        text = f"{row.label} {row.heading} {row.text}"
        folded = _folded(text)
        if all(term in folded for term in terms):
            found.append(Hit(str(row), f"#{row.anchor}", snippet(row.text or text, words, HIT_LENGTH)))
            if len(found) >= MAX_HITS:
                break
    return found


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
