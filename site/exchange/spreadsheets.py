"""Writing csv and xlsx row by row: memory stays the same for ten rows and for a hundred thousand."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from xlsxwriter import Workbook

from core.spreadsheets import BYTE_ORDER_MARK, cell, text_cell
from exchange.registry import Column

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
CONTENT_TYPES = FORMATS | {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MOST_ROWS = {"xlsx": 1_048_575, "csv": 5_000_000, "docx": 5000}
Chunks = Iterable[list[Sequence[Any]]]


def csv_lines(columns: Sequence[Column], chunks: Chunks) -> Iterator[bytes]:
    """Yield a csv file that Excel reads right: byte order mark, CRLF, one chunk of lines at a time."""
    yield BYTE_ORDER_MARK + _csv([[str(column.label) for column in columns]])
    for rows in chunks:
        yield _csv([cell(value, "csv") for value in row] for row in rows)


def _csv(rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def write_csv(out: BinaryIO, columns: Sequence[Column], chunks: Chunks) -> None:
    """Write a csv file."""
    for lines in csv_lines(columns, chunks):
        out.write(lines)


def write_xlsx(out: BinaryIO, columns: Sequence[Column], chunks: Chunks) -> None:
    """Write a workbook: headings that stay in view, dates as dates, all else as text that nothing runs."""
    book = Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    try:
        sheet = book.add_worksheet()
        formats = {
            "head": book.add_format({"bold": True, "border": 1, "bg_color": "#E7EEF2"}),
            "text": book.add_format({"num_format": "@", "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "datetime": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"}),
            "number": book.add_format({"valign": "top"}),
        }
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, formats[column.kind])
            sheet.write_string(0, place, str(column.label), formats["head"])
        sheet.freeze_panes(1, 1)
        line = 0
        for rows in chunks:
            for row in rows:
                line += 1
                for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                    _write(sheet, line, place, column.kind, value, formats)
        sheet.autofilter(0, 0, line, len(columns) - 1)
    finally:
        book.close()


def _write(sheet: Any, line: int, place: int, kind: str, value: Any, formats: dict[str, Any]) -> None:
    """Write one cell by its column's kind."""
    if value is None or value == "":
        return
    if kind in {"date", "datetime"}:
        sheet.write_datetime(line, place, cell(value, "xlsx"), formats[kind])
    elif kind == "number":
        sheet.write_number(line, place, value, formats[kind])
    else:
        sheet.write_string(line, place, text_cell(str(value)), formats["text"])


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
