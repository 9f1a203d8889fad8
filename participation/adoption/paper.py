"""A table on lying paper as a Word document: title, a line below it, columns of fixed width, the heading on every page.

Rows are written as XML once and filled in by their place: python-docx walks the whole table for each cell it is asked
for, which takes minutes for a thousand rows.
"""

from collections.abc import Sequence
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from casework.dossier import Paper
from core.spreadsheets import printable

MARGIN = 20


class Table:
    """One table in official style."""

    def __init__(self, title: str, below: str, columns: Sequence[tuple[str, int]]) -> None:
        """Begin with the title and the heading; ``columns`` are names with widths in millimeters."""
        self.paper = Paper(title)
        section = self.paper.document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(MARGIN)
        section.top_margin = section.bottom_margin = Mm(MARGIN)
        self.paper.title(title)
        self.paper.document.add_paragraph(printable(below))
        self.table = self.paper.document.add_table(rows=1, cols=len(columns), style="Table Grid")
        self.table.autofit = False
        head = self.table.rows[0]
        for cell, (name, width) in zip(head.cells, columns, strict=True):
            cell.width = Mm(width)
            run = cell.paragraphs[0].add_run(printable(name))
            run.font.size, run.font.bold = Pt(11), True
        repeats = OxmlElement("w:tblHeader")
        head._tr.get_or_add_trPr().append(repeats)
        self.pattern = self._pattern(head._tr)

    def row(self, *texts: str) -> None:
        """Add a line."""
        made = deepcopy(self.pattern)
        for cell, text in zip(made.findall(qn("w:tc")), texts, strict=True):
            first = cell.find(qn("w:p"))
            lines = printable(str(text)).split("\n")
            for line in lines:
                paragraph = deepcopy(first)
                paragraph.find(f".//{qn('w:t')}").text = line
                cell.append(paragraph)
            cell.remove(first)
        self.table._tbl.append(made)

    def saved(self) -> bytes:
        """Return the file."""
        out = BytesIO()
        self.paper.document.save(out)
        return out.getvalue()

    def _pattern(self, head: Any) -> Any:
        """Return an empty line of the same widths, not bold, that may break over two pages."""
        made = deepcopy(head)
        properties = made.find(qn("w:trPr"))
        if properties is not None:
            made.remove(properties)
        for run in made.iter(qn("w:r")):
            style = run.find(qn("w:rPr"))
            for bold in style.findall(qn("w:b")) if style is not None else ():
                style.remove(bold)
            run.find(qn("w:t")).set(qn("xml:space"), "preserve")
        return made
