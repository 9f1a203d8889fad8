"""Paging through long lists in constant time: bounded counts, and pages found by key instead of by offset.

A cursor names the row a page starts after (or ends before) by its ordering values, so page 10,000 costs what
page 1 costs. It carries nothing secret and is not signed: whatever cannot be read means the first page.
"""

import base64
import binascii
import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.db.models import CharField as TextColumn
from django.db.models import DateField, DateTimeField, Field, IntegerField, Model, Q, QuerySet, TextField
from django.http import QueryDict

MAX_CURSOR_LENGTH = 600
FORWARD, BACKWARD = "f", "b"
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Count:
    """A number of rows, counted up to a limit."""

    value: int
    is_more: bool

    def __str__(self) -> str:
        """Return for example ``12`` or ``1000+``."""
        return f"{self.value}+" if self.is_more else str(self.value)


@dataclass(frozen=True)
class KeysetPage(Generic[Row]):
    """One page of rows and the cursors of its neighbors, None where there is none."""

    items: list[Row]
    next_cursor: str | None
    previous_cursor: str | None


def bounded_count(queryset: QuerySet[Any], limit: int = 1000) -> Count:
    """Count the rows, but never more than one beyond the limit."""
    found = queryset.order_by()[: limit + 1].count()
    return Count(min(found, limit), found > limit)


def keyset_page(
    queryset: QuerySet[Row], order: Sequence[str], cursor: str | None, size: int
) -> KeysetPage[Row]:
    """Return the page a cursor names.

    ``order`` is like ``("-received_at", "-id")``: columns without NULL, the last one unique.
    """
    read = _decode(queryset, order, cursor)
    if read is None:
        return _page(queryset.order_by(*order), order, size, FORWARD, is_first=True)
    direction, values = read
    steps = order if direction == FORWARD else [_reversed(name) for name in order]
    rows = queryset.filter(_after(steps, values)).order_by(*steps)
    page = _page(rows, order, size, direction, is_first=False)
    reached_start = direction == BACKWARD and page.previous_cursor is None
    if reached_start or not page.items:
        # A first page is always full, also when the way back began in the middle of a page.
        return _page(queryset.order_by(*order), order, size, FORWARD, is_first=True)
    return page


def with_cursor(params: QueryDict, cursor: str | None, name: str = "cursor") -> str:
    """Return the query string of a neighboring page: all filters as they are, the cursor exchanged."""
    copy = params.copy()
    copy.pop(name, None)
    if cursor:
        copy[name] = cursor
    return f"?{copy.urlencode()}"


def _page(
    rows: QuerySet[Row], order: Sequence[str], size: int, direction: str, is_first: bool
) -> KeysetPage[Row]:
    """Read one row more than the page holds: it tells whether there is a further page in that direction."""
    found = list(rows[: size + 1])
    has_more, items = len(found) > size, found[:size]
    if direction == BACKWARD:
        items.reverse()
    if not items:
        return KeysetPage([], None, None)
    has_next = has_more if direction == FORWARD else True
    has_previous = not is_first if direction == FORWARD else has_more
    return KeysetPage(
        items,
        _encode(FORWARD, items[-1], order) if has_next else None,
        _encode(BACKWARD, items[0], order) if has_previous else None,
    )


def _after(steps: Sequence[str], values: Sequence[Any]) -> Q:
    """Return the condition "comes after this row": a later first value, or the same and a later second."""
    condition = Q()
    for name, value in reversed(list(zip(steps, values, strict=True))):
        column, beyond = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        later = Q(**{f"{column}__{beyond}": value})
        if condition:
            # Bounding the column by itself lets the database walk the index from the right place.
            later = Q(**{f"{column}__{beyond}e": value}) & (later | condition)
        condition = later
    return condition


def _reversed(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _encode(direction: str, row: Model, order: Sequence[str]) -> str:
    values = [attrgetter(name.lstrip("-").replace("__", "."))(row) for name in order]
    plain = [value.isoformat() if isinstance(value, datetime.date) else value for value in values]
    text = json.dumps([direction, *plain], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(
    queryset: QuerySet[Any], order: Sequence[str], cursor: str | None
) -> tuple[str, list[Any]] | None:
    """Return direction and ordering values, or None for anything that is not a cursor of this list."""
    if not cursor or len(cursor) > MAX_CURSOR_LENGTH:
        return None
    try:
        data = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    if not isinstance(data, list) or len(data) != len(order) + 1 or data[0] not in (FORWARD, BACKWARD):
        return None
    values = [
        _value(_column(queryset, name.lstrip("-")), raw) for name, raw in zip(order, data[1:], strict=True)
    ]
    return None if None in values else (str(data[0]), values)


def _column(queryset: QuerySet[Any], name: str) -> Field[Any, Any]:
    """Return the field an ordering name stands for: an annotation, a column, or a column of a related row."""
    annotation = queryset.query.annotations.get(name)
    if annotation is not None:
        return annotation.output_field
    model: Any = queryset.model
    *path, last = name.split("__")
    for part in path:
        model = model._meta.get_field(part).related_model
    return model._meta.pk if last == "pk" else model._meta.get_field(last)


def _value(field: Field[Any, Any], raw: Any) -> Any:
    """Return the value of one ordering column, or None when it is not of that column's kind."""
    try:
        if isinstance(field, DateTimeField):
            moment = datetime.datetime.fromisoformat(raw)
            return moment if moment.tzinfo and 1900 <= moment.year <= 9000 else None
        if isinstance(field, DateField):
            return datetime.date.fromisoformat(raw)
    except (TypeError, ValueError):
        return None
    if isinstance(field, IntegerField):
        return raw if type(raw) is int and abs(raw) < 2**31 * 2**31 else None
    if isinstance(field, TextColumn | TextField):
        return raw if isinstance(raw, str) and raw.isprintable() else None
    raise TypeError(f"Cannot page by a {type(field).__name__}")
