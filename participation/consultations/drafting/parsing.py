"""From a text or file to the rows of a draft: the dry run that a person looks at before anything is stored.

    draft = parse_draft(text)            # pasted
    draft = parse_draft(read_file(...))  # uploaded

Reading goes in passes, each linear: tables, page numbers and directory are taken out (:mod:`.tables`,
:mod:`.skipping`), the lines are marked with what they could begin (:mod:`.survey`), then read in order
(:mod:`.reader`); numbering is checked at the end.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from participation.consultations.drafting.building import Building, name_by_first_line
from participation.consultations.drafting.lines import BLANK, Line, numbered_lines
from participation.consultations.drafting.numbering import numbering_remarks, settle_levels
from participation.consultations.drafting.reader import MAX_ROWS, Reader
from participation.consultations.drafting.rows import NoArticles, ParsedDraft, Remark, Row
from participation.consultations.drafting.skipping import directory, page_numbers
from participation.consultations.drafting.sources import SourceText, Table
from participation.consultations.drafting.survey import survey
from participation.consultations.drafting.tables import read_table, tables_in

__all__ = ["MAX_LENGTH", "MAX_ROWS", "NoArticles", "ParsedDraft", "Remark", "Row", "parse_draft"]

MAX_LENGTH = 1_000_000


def parse_draft(source: str | SourceText) -> ParsedDraft:
    """Read a draft. Raises NoArticles, with words for the clerk, when there is none or too much of it."""
    if isinstance(source, str):
        source = SourceText(blocks=_pasted(source))
    _check_length(source)
    draft = ParsedDraft(remarks=list(source.remarks), ignored=list(source.aside))
    items = _without_tables(source.blocks, draft)
    kept, after_page = _without_pages(items, draft)
    found = survey(kept, after_page)
    reader = Reader(found)
    buildings = reader.read()
    name_by_first_line(buildings, is_wrapped=found.is_wrapped)
    _fill(draft, reader.draft, buildings)
    if not draft.articles:
        raise NoArticles(_nothing_found(kept))
    if found.is_wrapped:
        draft.remarks.append(Remark(0, _("文字按版面换行，已把断开的句子接起来，请核对分段。")))
    draft.remarks += numbering_remarks(draft.rows)
    draft.remarks.sort(key=lambda remark: remark.line)
    draft.ignored.sort(key=lambda line: line[0])
    return draft


def _pasted(text: str) -> list[Line | Table]:
    if len(text) > MAX_LENGTH:
        raise NoArticles(_too_long(text[:MAX_LENGTH].count("\n") + 1))
    return list(tables_in(numbered_lines(text)))


def _check_length(source: SourceText) -> None:
    length = 0
    for block in source.blocks:
        is_line = isinstance(block, Line)
        length += (
            len(block.text)
            if isinstance(block, Line)
            else sum(len(cell) for row in block.rows for cell in row)
        )
        if length > MAX_LENGTH and is_line:
            raise NoArticles(_too_long(block.number))


def _too_long(line: int) -> str:
    values = {"line": line, "limit": MAX_LENGTH}
    return _("第%(line)d行：文字到这里已经超过 %(limit)d 字，请分成几份草案。") % values


def _without_tables(blocks: Sequence[Line | Table], draft: ParsedDraft) -> list[Line | Row]:
    items: list[Line | Row] = []
    for block in blocks:
        if isinstance(block, Line):
            items.append(Line(block.number, block.text.strip(BLANK), block.origin))
            continue
        reading = read_table(block)
        items += reading.items
        draft.remarks += reading.remarks
        draft.ignored += reading.ignored
    return items


def _without_pages(items: Sequence[Line | Row], draft: ParsedDraft) -> tuple[list[Line | Row], set[int]]:
    """Take out page numbers, then directories; return the rest and the lines that follow the turn of a page."""
    lines = [item for item in items if isinstance(item, Line)]
    pages = {id(lines[i]) for i in page_numbers(lines)}
    after_page: set[int] = set()
    has_turned = False
    for line in lines:
        if id(line) in pages:
            has_turned = True
        elif has_turned:
            after_page.add(line.number)
            has_turned = False
    lines = [line for line in lines if id(line) not in pages]
    skipped = pages | {id(lines[i]) for i in directory(lines)}
    draft.ignored += [
        (item.number, item.text) for item in items if isinstance(item, Line) and id(item) in skipped
    ]
    return [item for item in items if id(item) not in skipped], after_page


def _fill(draft: ParsedDraft, read: ParsedDraft, buildings: Sequence[Building]) -> None:
    draft.title, draft.note = read.title, read.note
    draft.rows = [building.finished() for building in buildings]
    settle_levels(draft.rows)
    draft.remarks += read.remarks
    draft.ignored += read.ignored


def _nothing_found(items: Sequence[Line | Row]) -> str:
    lines = [item for item in items if isinstance(item, Line)]
    if not lines:
        return _("没有认出条文：这里没有文字。没有草案文本的征求意见（例如征集议题）不需要导入。")
    near = next((line for line in lines if line.text.startswith("第") and "条" in line.text[:14]), lines[0])
    return _(
        "没有认出条文（看了 %(count)d 行文字，第%(line)d行是“%(start)s”）。条文要另起一行，以“第一条”这样的序号开头；"
        "决定、决议也可以用“一、”“二、”编号。粘贴的文字还在框里，可以修改后再保存。"
    ) % {"count": len(lines), "line": near.number, "start": near.text[:20]}
