"""The ledger as a CSV file for a spreadsheet: the byte order mark first, local time, nothing that runs."""

import csv
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.labels import action_name, detail
from audit.models import Entry, EntryQuerySet
from audit.queries import ORDER, reads_personal_data
from core.paging import keyset_page
from core.spreadsheets import BYTE_ORDER_MARK, plain_text

PAGE = 1000


class _Echo:
    """Hands each written line back, so that the writer can be a stream."""

    def write(self, line: str) -> bytes:
        return line.encode("utf-8")


def csv_lines(entries: EntryQuerySet) -> Iterator[bytes]:
    """Yield the lines. The entries are read page by page, so that no transaction stays open for a download."""
    writer: Any = csv.writer(_Echo())
    yield BYTE_ORDER_MARK
    yield writer.writerow(head())
    cursor: str | None = None
    rows = entries.select_related("actor", "congress")
    while True:
        page = keyset_page(rows, ORDER, cursor, PAGE)
        for entry in page.items:
            yield writer.writerow([plain_text(cell) for cell in cells(entry)])
        cursor = page.next_cursor
        if cursor is None:
            return


def head() -> list[str]:
    """Return the first line."""
    return [
        _("链上位置"), _("时间"), _("用户名"), _("姓名"), _("动作"), _("动作代码"), _("读取个人信息"), _("对象类型"),
        _("对象编号"), _("人大"), _("细节"), _("封存值"),
    ]  # fmt: skip


def cells(entry: Entry) -> list[str]:
    """Return one line."""
    return [
        str(entry.position or ""),
        f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
        entry.actor.username if entry.actor else "",
        str(entry.actor) if entry.actor else _("群众或系统"),
        action_name(entry.action),
        entry.action,
        _("是") if reads_personal_data(entry.action) else "",
        entry.object_type,
        entry.object_id,
        entry.congress.name if entry.congress else "",
        "；".join(detail(name, value) for name, value in entry.data.items()),
        entry.digest,
    ]
