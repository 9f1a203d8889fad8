"""Lists taken away as a file, readable in a Chinese Excel and harmless when opened (``wagtail-notes.md`` 4)."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # tells Excel that the file is UTF-8
# Excel and WPS also read the full-width signs as the start of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_EXACT_NUMBER = 15  # digits that a spreadsheet keeps without rounding


def plain_text(value: str) -> str:
    """Return ``value`` so that no spreadsheet runs it, drops its leading zeros or rounds it.

    >>> plain_text("=1+1"), plain_text("007"), plain_text("柳塘镇")
    ("'=1+1", "'007", '柳塘镇')
    """
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    is_number = (
        text.isdecimal() and (text.startswith("0") or len(text) > LONGEST_EXACT_NUMBER) and text != "0"
    )
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) or is_number else text


class SafeSpreadsheetMixin:
    """For a list view, left of Wagtail's own export: local time, plain words, no formulas, a BOM in CSV."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Return what is written into one cell."""
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

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        """Yield the lines, the byte order mark first."""
        yield BYTE_ORDER_MARK
        yield from super().stream_csv(queryset)  # type: ignore[misc]

    def write_csv_response(self, queryset: Any) -> StreamingHttpResponse:
        """Return the file, saying which encoding it has."""
        response: StreamingHttpResponse = super().write_csv_response(queryset)  # type: ignore[misc]
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
        return response
