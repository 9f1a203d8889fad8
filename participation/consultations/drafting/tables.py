"""Tables of a draft: candidate projects become rows, comparisons give their new wording (``domain.md`` §10.2)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from participation.consultations.drafting.lines import BLANK, Line, Origin, clean_line, compact, tidy
from participation.consultations.drafting.numerals import number_value
from participation.consultations.drafting.rows import ARTICLE, CHAPTER, Remark, Row, RowKind, Severity
from participation.consultations.drafting.sources import Table

HEADER_ROWS = 4
MAX_CELL_NAME = 20
MAX_CELL_LINES = 20
_SERIAL = re.compile(r"^(项目)?(序号|编号|号码|序|No\.?)$", re.IGNORECASE)
_NAME = re.compile(r"^(候选|民生实事)?(项目|实事|事项|议题|工程|课题)(名称|内容|题目)?$")
_OLD = re.compile(r"^(现行|原|修改前|修订前|旧|上次|一审|草案一审|对照前)")
_NEW = re.compile(
    r"(修改后|修订后|修订草案|修正案|现条文|新条文|修改稿|修订稿|二审稿|三审稿|表决稿|草案|拟修改|修改为|征求意见稿)"
)
_WORDING = re.compile(r"(条例|规定|规则|办法|条文|法|稿|草案|前|后|现行|原文|内容)")
_TOTAL = re.compile(r"^(合计|总计|小计|共计)")
_GONE = re.compile(r"^[（(【〔]?(删除|删去|此条删[除去]|本条删[除去]|无|新增|/|—+|-+)[）)】〕]?$")
_UNCHANGED = re.compile(r"^[（(【〔]?(同左|不变|无修改|未修改|未作修改|无变化|同前|略)[）)】〕]?$")


@dataclass
class TableReading:
    """What a table gave: rows that are ready, or lines to be read like text."""

    items: list[Line | Row] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    ignored: list[tuple[int, str]] = field(default_factory=list)


def read_table(table: Table) -> TableReading:
    """Read a table as projects, as a comparison or, cell by cell, as text."""
    header = project_header(table.rows)
    if header is not None:
        return _projects(table, header)
    columns = _comparison(table.rows)
    if columns is not None:
        return _new_wording(table, *columns)
    lines: list[Line | Row] = [
        Line(table.number + offset, text, Origin.CELL)
        for offset, cells in enumerate(table.rows)
        for cell in cells
        for text in _cell_lines(cell)
    ]
    remark = Remark(table.number, _("这里是一张表格，按单元格的先后读成文字，请核对。"), Severity.INFO)
    return TableReading(items=lines, remarks=[remark] if lines else [])


def tables_in(lines: Iterable[Line]) -> Iterator[Line | Table]:
    """Find the tables pasted from a spreadsheet (cells parted by tabs) that have a header we know."""
    waiting: list[Line] = []
    open_lines = 0  # a cell with line breaks is pasted in quotation marks; the next lines belong to it
    for line in lines:
        if "\t" in line.text or 0 < open_lines <= MAX_CELL_LINES:
            waiting.append(line)
            is_odd = line.text.count('"') % 2 == 1
            open_lines = (open_lines + 1) * (is_odd != (open_lines > 0))
            continue
        yield from _table_or_lines(waiting)
        waiting, open_lines = [], 0
        yield line
    yield from _table_or_lines(waiting)


def _table_or_lines(lines: list[Line]) -> Iterator[Line | Table]:
    rows: list[list[str]] = []
    is_open = False
    for line in lines:
        if is_open and rows:
            first, *others = line.text.split("\t")
            rows[-1][-1] += f"\n{first}"
            rows[-1].extend(others)
        else:
            rows.append(line.text.split("\t"))
        is_open ^= line.text.count('"') % 2 == 1
    cells = [[cell.strip(f'{BLANK}"') for cell in row] for row in rows]
    if project_header(cells) is None and _comparison(cells) is None:
        yield from (Line(line.number, line.text.strip(BLANK)) for line in lines)
    else:
        yield Table(lines[0].number, cells)


def project_header(rows: list[list[str]]) -> tuple[int, int, int] | None:
    """Return the header's row and the columns of serial number (-1: none) and name, if this lists projects."""
    for index, cells in enumerate(rows[:HEADER_ROWS]):
        names = [compact(cell) for cell in cells]
        serial = next((i for i, name in enumerate(names) if _SERIAL.match(name)), -1)
        title = next((i for i, name in enumerate(names) if _NAME.match(name)), -1)
        if title >= 0 and len(names) >= 2 and (serial >= 0 or len([n for n in names if n]) >= 3):
            return index, serial, title
    return None


def _projects(table: Table, header: tuple[int, int, int]) -> TableReading:
    at, serial, title = header
    reading = TableReading()
    for offset, cells in enumerate(table.rows[:at]):
        reading.items += [Line(table.number + offset, text) for cell in cells for text in _cell_lines(cell)]
    names = [tidy(" ".join(cell.split("\n"))) for cell in table.rows[at]]
    reading.ignored.append((table.number + at, "　".join(name for name in names if name)))
    for offset, cells in enumerate(table.rows[at + 1 :], start=at + 1):
        _project(reading, table.number + offset, cells, names, serial, title)
    return reading


def _project(
    reading: TableReading, number: int, cells: list[str], names: list[str], serial: int, title: int
) -> None:
    filled = [cell for cell in cells if cell.strip()]
    name = " ".join(_cell_lines(cells[title])) if title < len(cells) else ""
    label = compact(cells[serial]) if 0 <= serial < len(cells) else ""
    if not filled:
        return
    if _TOTAL.match(compact(filled[0])) or _TOTAL.match(compact(name)):
        reading.ignored.append((number, "　".join(" ".join(_cell_lines(cell)) for cell in filled)))
        return
    if len(filled) == 1 and len(names) > 2:
        # One cell across the table: the name of a field (教育类), above its projects.
        reading.items.append(
            Row(RowKind.HEADING, CHAPTER, heading=" ".join(_cell_lines(filled[0])), line=number)
        )
        return
    text = [
        f"{names[i]}：{' '.join(_cell_lines(cell))}"
        if i < len(names) and names[i]
        else " ".join(_cell_lines(cell))
        for i, cell in enumerate(cells)
        if i not in (serial, title) and cell.strip()
    ]
    value = number_value(label.strip("（()）.．、"))
    reading.items.append(
        Row(RowKind.PROJECT, ARTICLE, label, name, "\n".join(text), (value,) if value else (), number)
    )


def _comparison(rows: list[list[str]]) -> tuple[int, int, int] | None:
    """Return the header's row and the columns of old and new wording, if this compares two texts."""
    for index, cells in enumerate(rows[:HEADER_ROWS]):
        names = [compact(cell) for cell in cells]
        if len([name for name in names if name]) < 2 or any(len(name) > MAX_CELL_NAME * 3 for name in names):
            continue
        old = next((i for i, name in enumerate(names) if _OLD.match(name) and _WORDING.search(name)), None)
        new = next((i for i, name in enumerate(names) if i != old and _NEW.search(name)), None)
        if old is not None and new is not None:
            return index, old, new
    return None


def _new_wording(table: Table, at: int, old: int, new: int) -> TableReading:
    reading = TableReading()
    for offset, cells in enumerate(table.rows[: at + 1]):
        reading.ignored.append(
            (table.number + offset, "　".join(compact(cell) for cell in cells if cell.strip()))
        )
    for offset, cells in enumerate(table.rows[at + 1 :], start=at + 1):
        number = table.number + offset
        before = cells[old] if old < len(cells) else ""
        after = cells[new] if new < len(cells) else ""
        if _UNCHANGED.match(compact(after)):
            before, after = after, before
        if _GONE.match(compact(after)):
            reading.ignored.append((number, compact(after)))
            after = ""
        reading.items += [Line(number, text, Origin.CELL) for text in _cell_lines(after)]
        rest = [before, *(cell for i, cell in enumerate(cells) if i not in (old, new))]
        reading.ignored += [(number, text) for cell in rest for text in _cell_lines(cell)]
    name = compact(table.rows[at][new])
    said = _("这里是新旧对照表，只取“%(name)s”一栏作为条文，其余各栏没有收入。") % {"name": name}
    reading.remarks.append(Remark(table.number + at, said, Severity.INFO))
    return reading


def _cell_lines(cell: str) -> list[str]:
    return [text for text in (clean_line(line) for line in cell.split("\n")) if text]
