"""条文对照表 as a Word document: the wording before and after side by side, changes struck or underlined in bold."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from casework.dossier import Paper
from core.spreadsheets import printable
from deadlines.due import chinese_date
from participation.consultations.comparing.diffing import Run
from participation.consultations.comparing.sides import Facing, Side
from participation.consultations.comparison import Comparison, Fold
from participation.consultations.models import ConsultationPage, DraftVersion
from participation.consultations.wording import kind_label

COLUMN = Mm(78)


def comparison_table(page: ConsultationPage, comparison: Comparison) -> bytes:
    """Return the table of everything that changed; what stayed is named in a line."""
    paper = Paper(_("%(title)s条文对照表") % {"title": page.title})
    paper.title(page.title)
    paper.title(_("条文对照表"), 18)
    paper.text(_("删去的文字加删除线，新增的文字加粗并加下划线；序号改变而文字未改的条文不列。"))
    if not comparison.is_confirmed:
        paper.text(_("条文的对应关系由系统比对得出，未经人工核对。"))
    table = paper.document.add_table(rows=1, cols=2, style="Table Grid")
    table.autofit = False
    for cell, version, word in zip(
        table.rows[0].cells, (comparison.old, comparison.new), (_("修改前"), _("修改后")), strict=True
    ):
        cell.width = COLUMN
        _plain(cell, f"{word}：{_named(version)}", is_bold=True)
    _repeat(table.rows[0])
    for block in comparison.blocks:
        if isinstance(block, Fold):
            _fold(table, block)
        else:
            _change(table, block)
    return paper.saved()


def _named(version: DraftVersion) -> str:
    return f"{version}{chinese_date(timezone.localdate(version.published_at))}"


def _change(table: Any, one: Facing) -> None:
    cells = table.add_row().cells
    for cell, sides, other in zip(cells, (one.old, one.new), (one.new, one.old), strict=True):
        cell.width = COLUMN
        if not sides:
            _plain(cell, _("（%(what)s）") % {"what": kind_label(one.change.kinds[0])} if other else "")
        for side in sides:
            _side(cell, side)


def _side(cell: Any, side: Side) -> None:
    """Write one article: number and topic in bold, then its paragraphs."""
    first = _paragraph(cell)
    first.add_run(printable(side.row.label)).bold = True
    if side.heading:
        first.add_run("　")
        _runs(first, side.heading)
    for line in side.lines:
        _runs(_paragraph(cell), line)


def _fold(table: Any, fold: Fold) -> None:
    if not fold.articles:
        return
    cells = table.add_row().cells
    row = cells[0].merge(cells[1])
    if fold.first == fold.last:
        _plain(row, _("%(first)s没有改动") % {"first": fold.first})
    else:
        _plain(row, _("%(first)s至%(last)s没有改动") % {"first": fold.first, "last": fold.last})


def _paragraph(cell: Any) -> Any:
    """Return the next paragraph of a cell, which is born with an empty one."""
    first = cell.paragraphs[0] if len(cell.paragraphs) == 1 else None
    paragraph = first if first is not None and not first.runs else cell.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(20)
    return paragraph


def _plain(cell: Any, text: str, *, is_bold: bool = False) -> None:
    run = _paragraph(cell).add_run(printable(text))
    run.font.size = Pt(11)
    run.bold = is_bold


def _runs(paragraph: Any, runs: list[Run]) -> None:
    """Write marked text; the marks are seen in black and white too."""
    for one in runs:
        run = paragraph.add_run(printable(one.text))
        run.font.size = Pt(11)
        if one.is_inserted:
            run.bold = run.underline = True
        elif one.is_deleted:
            run.font.strike = True


def _repeat(row: Any) -> None:
    """Show the head of the table on each of its pages."""
    mark = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(mark)
