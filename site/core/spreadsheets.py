"""Values on their way into a spreadsheet: readable in a Chinese Excel and harmless when opened.

One place for every list that leaves the house (``wagtail-notes.md`` 4): the registers' own exports, the export of
cases, and whatever comes later.
"""

import datetime
import re
from typing import Any

from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # tells Excel that the file is UTF-8
# Excel and WPS also read the full-width signs as the start of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_EXACT_NUMBER = 15  # digits that a spreadsheet keeps without rounding
LONGEST_CELL = 32_767  # characters that Excel keeps in one cell
# Control characters cannot be written into a workbook; turned writing direction and invisible characters make a
# cell show something else than it holds.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def printable(value: str) -> str:
    """Return ``value`` without characters that no file or printer can carry.

    >>> printable("路\\x00灯\\u202e")
    '路灯'
    """
    return UNPRINTABLE.sub("", value)


def starts_formula(text: str) -> bool:
    """Return whether a spreadsheet would run ``text`` instead of showing it."""
    return text.lstrip(" \u00a0\u3000").startswith(FORMULA_STARTS)


def text_cell(value: str) -> str:
    """Return ``value`` for a cell that is text by its type: there digits keep their zeros by themselves.

    >>> text_cell("=1+1"), text_cell("007")
    ("'=1+1", '007')
    """
    text = printable(value)[: LONGEST_CELL - 1]
    return f"'{text}" if starts_formula(text) else text


def plain_text(value: str) -> str:
    """Return ``value`` so that no spreadsheet runs it, drops its leading zeros or rounds it.

    >>> plain_text("=1+1"), plain_text("007"), plain_text("柳塘镇")
    ("'=1+1", "'007", '柳塘镇')
    """
    text = text_cell(value)
    is_number = (
        text.isdecimal() and (text.startswith("0") or len(text) > LONGEST_EXACT_NUMBER) and text != "0"
    )
    return f"'{text}" if is_number else text


def cell(value: Any, export_format: str) -> Any:
    """Return what is written into one cell: local time, plain words, no formulas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None) if export_format == "xlsx" else f"{local:%Y-%m-%d %H:%M}"
    if isinstance(value, datetime.date):
        return value if export_format == "xlsx" else f"{value:%Y-%m-%d}"
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    if isinstance(value, int | float):
        return value
    if isinstance(value, list | tuple):
        value = "、".join(force_str(part) for part in value)
    return plain_text(force_str(value))
