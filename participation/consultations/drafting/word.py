"""A Word document as lines and tables in the order of the page, with the numbers Word writes itself.

python-docx opens the package; the text is walked here, because its paragraphs leave out insertions under revision,
content controls and numbers. What stands outside of the run of the text (text boxes, notes, page headers) is given
back as ``aside``.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from participation.consultations.drafting.embedded import embedded_lines
from participation.consultations.drafting.lines import BLANK_BUT_TAB, Line, Origin, clean_line, numbered_lines
from participation.consultations.drafting.numbering_of_lists import ListNumbers
from participation.consultations.drafting.rows import Remark, Severity
from participation.consultations.drafting.sources import SourceText, Table
from participation.consultations.drafting.tables import tables_in

MAX_NESTING = 8
MAX_SPAN = 64
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _TBL, _TR, _TC, _T = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:t")
_TAB, _BREAKS = qn("w:tab"), {qn("w:br"), qn("w:cr")}
_HYPHEN = {qn("w:noBreakHyphen"): "-"}
_BOX, _CHUNK = qn("w:txbxContent"), qn("w:altChunk")
# Struck out, moved away, or not text at all.
_LEFT_OUT = {
    qn(name) for name in ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr", "w:sdtPr")
} | {f"{_MC}Fallback"}
_CONTENTS_STYLE = re.compile(r"^(toc|目录) ?\d$", re.IGNORECASE)
_HEADING_STYLE = re.compile(r"^(heading|标题) ?\d$", re.IGNORECASE)


def read_word(document: Any) -> SourceText:
    """Return the lines and tables of an opened document."""
    return _Word(document).read()


class _Word:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.numbers = ListNumbers(document)
        self.styles = {
            style.get(qn("w:styleId")): (style.find(qn("w:name")).get(qn("w:val")) or "")
            for style in document.styles.element.findall(qn("w:style"))
            if style.find(qn("w:name")) is not None
        }
        self.source = SourceText()
        self.line = 0

    def read(self) -> SourceText:
        """Walk the body, then what stands beside it."""
        for element, in_contents in _blocks(self.document.element.body):
            if element.tag == _P:
                self._paragraph(element, in_contents)
            elif element.tag == _CHUNK:
                self._embedded(element)
            else:
                self._table(element)
        self._beside()
        return self.source

    def _paragraph(self, element: Any, in_contents: bool) -> None:
        text = self.numbers.label(element) + _text_of(element)
        origin = Origin.CONTENTS if in_contents else self._origin(element)
        for part in text.split("\n"):
            self.line += 1
            line = clean_line(part)
            if line:
                kept = part.strip(BLANK_BUT_TAB) if "\t" in line else line
                self.source.blocks.append(Line(self.line, clean_line(kept), origin))

    def _embedded(self, element: Any) -> None:
        part = self.document.part.related_parts.get(element.get(qn("r:id")))
        lines = embedded_lines(part) if part is not None else None
        if lines is None:
            self.line += 1
            said = _("这里嵌入了另一个文件，没有读取。请用 Word 打开，另存为新的 .docx 后再传。")
            self.source.remarks.append(Remark(self.line, said, Severity.ERROR))
            return
        text = "\n".join(lines)
        found = list(tables_in(numbered_lines(text, first=self.line + 1)))
        self.source.blocks += found
        self.line += len(lines)

    def _origin(self, element: Any) -> Origin:
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = self.styles.get(style.get(qn("w:val")), "") if style is not None else ""
        if _CONTENTS_STYLE.match(name):
            return Origin.CONTENTS
        return Origin.HEADING if _HEADING_STYLE.match(name) else Origin.TEXT

    def _table(self, element: Any) -> None:
        rows = [self._cells(row) for row in _children(element, _TR)]
        if any(any(cell.strip() for cell in row) for row in rows):
            self.source.blocks.append(Table(self.line + 1, rows))
        self.line += len(rows)

    def _cells(self, row: Any) -> list[str]:
        cells: list[str] = []
        for cell in _children(row, _TC):
            properties = cell.find(qn("w:tcPr"))
            merged = properties.find(qn("w:vMerge")) if properties is not None else None
            goes_on = merged is not None and merged.get(qn("w:val")) in (None, "continue")
            cells.append("" if goes_on else self._cell_text(cell))
            cells += [""] * (_span(properties) - 1)
        return cells

    def _cell_text(self, cell: Any) -> str:
        """Return the paragraphs of a cell; a table inside gives its cells."""
        texts = [
            self.numbers.label(paragraph) + _text_of(paragraph)
            for paragraph in cell.iter(_P)
            if not any(above.tag == _BOX for above in paragraph.iterancestors())
        ]
        return "\n".join(text for text in texts if text.strip())

    def _beside(self) -> None:
        """Give back what a reader of the page sees beside the text, and say that it is there."""
        boxes = [_text_of(each) for box in self.document.element.body.iter(_BOX) for each in box.iter(_P)]
        self._aside(_unique(boxes), _("文件里有文本框，其中的文字没有收入条文，请核对。"), Severity.WARNING)
        notes, comments = self._parts(("footnotes", "endnotes")), self._parts(("comments",))
        self._aside(notes, _("文件里有脚注或者尾注，没有收入条文，请核对。"), Severity.WARNING)
        self._aside(comments, _("文件里有批注，没有收入条文。"), Severity.INFO)
        self._aside(_unique(self._parts(("header", "footer"))), "", Severity.INFO)
        body = self.document.element.body
        if any(next(body.iter(qn(name)), None) is not None for name in ("w:ins", "w:del", "w:moveTo")):
            said = _("文件里有修订痕迹：新增的文字已收入，删去的没有收入。建议先接受全部修订。")
            self.source.remarks.append(Remark(0, said))

    def _aside(self, texts: list[str], said: str, severity: Severity) -> None:
        kept = [line for text in texts for line in (clean_line(part) for part in text.split("\n")) if line]
        self.source.aside += [(self.line, text) for text in kept]
        if kept and said:
            self.source.remarks.append(Remark(0, said, severity))

    def _parts(self, kinds: tuple[str, ...]) -> list[str]:
        found: list[str] = []
        for relation in self.document.part.rels.values():
            if relation.is_external or not relation.reltype.endswith(tuple(f"/{kind}" for kind in kinds)):
                continue
            element = getattr(relation.target_part, "element", None)
            if element is None:
                element = parse_xml(relation.target_part.blob)
            found += [_text_of(each) for each in element.iter(_P)]
        return found


def _blocks(body: Any, depth: int = 0, in_contents: bool = False) -> Iterator[tuple[Any, bool]]:
    """Return paragraphs and tables, also those in content controls; a directory made by Word is one."""
    for child in body:
        if child.tag in (_P, _TBL, _CHUNK):
            yield child, in_contents
        elif child.tag in _CONTAINERS and depth < MAX_NESTING:
            gallery = child.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
            is_contents = gallery is not None and "Contents" in (gallery.get(qn("w:val")) or "")
            yield from _blocks(child, depth + 1, in_contents or is_contents)


_CONTAINERS = {
    qn(name) for name in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")
}


def _children(element: Any, tag: str, depth: int = 0) -> Iterator[Any]:
    """Return rows or cells, also those wrapped in content controls."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _CONTAINERS and depth < MAX_NESTING:
            yield from _children(child, tag, depth + 1)


def _text_of(paragraph: Any) -> str:
    """Return what a paragraph shows: with insertions, without deletions, fields' codes and text boxes."""
    parts: list[str] = []
    waiting = [iter(paragraph)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == _T:
            parts.append(child.text or "")
        elif child.tag == _TAB:
            parts.append("\t")
        elif child.tag in _BREAKS:
            parts.append("" if child.get(qn("w:type")) in ("page", "column") else "\n")
        elif child.tag in _HYPHEN:
            parts.append(_HYPHEN[child.tag])
        elif child.tag not in _LEFT_OUT and child.tag not in (_BOX, _P):
            waiting.append(iter(child))
    return "".join(parts)


def _span(properties: Any) -> int:
    span = properties.find(qn("w:gridSpan")) if properties is not None else None
    written = span.get(qn("w:val")) if span is not None else None
    return min(int(written), MAX_SPAN) if written and written.isdecimal() and len(written) < 4 else 1


def _unique(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(texts))
