"""Rows that begin in rarer ways: annexes, the words behind the last point, headings with 一、 or without a number."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from participation.consultations.drafting.lines import BLANK, Line, compact, tidy
from participation.consultations.drafting.numerals import NUMERAL, number_value
from participation.consultations.drafting.opening import is_signature
from participation.consultations.drafting.patterns import SUBPOINT, is_title_like
from participation.consultations.drafting.rows import CHAPTER, PART, SECTION, Row, RowKind
from participation.consultations.drafting.survey import Mark

MAX_ANNEX_LINE = 80
MAX_LOST = 25

_B = f"[{BLANK}]*"
_ANNEX = re.compile(
    rf"^(附{_B}(?:件|表|录|图|注){_B}(?:[{NUMERAL}]{{1,4}}(?:[-－—][0-9]{{1,2}})?|[A-Z](?![A-Za-z]))?"
    rf"|附{_B}[{NUMERAL}]{{0,3}}(?=[:：]|$))"
    rf"(?:[:：、.．{BLANK}]+(.*)|(?=[《（(])(.*)|)$"
)
_ENDING = re.compile(
    r"^(本(决定|决议|规定|办法|条例|修正案|解释|通知|法|安排).{0,30}(施行|生效)"
    r"|.{0,60}根据本(决定|修正案|解释).{0,40}(修改|修正|公布|调整))"
)
# What a chapter's title never holds; items and annexes have their own forms.
_NO_TITLE = re.compile(r"^第|^附|^[（(]?[一二三四五六七八九十0-9①-⑳]+[）).．、]|[，：:？?！“”。…—=|\t]")


def annex_row(line: Line) -> Row | None:
    """Return the row of an annex that a line begins: 附件一, 附表, 附：《……》."""
    if len(line.text) > MAX_ANNEX_LINE or line.text.endswith(("。", "；", "，")):
        return None
    found = _ANNEX.match(line.text)
    if found is None:
        return None
    label = compact(found[1])
    value = number_value(label.lstrip("附件表录图注"))
    title = tidy(found[2] or found[3] or "")
    return Row(RowKind.ANNEX, PART, label, title, "", (value,) if value else (), line.number)


def ending_row(line: Line) -> Row | None:
    """Return the row of 本决定自公布之日起施行 without a number: behind the last point, and no part of it."""
    if not _ENDING.match(line.text):
        return None
    return Row(RowKind.ANNEX, PART, heading=_("结尾"), text=line.text, line=line.number)


def point_heading_row(mark: Mark, last: Mapping[int, int]) -> Row | None:
    """Return the heading 一、管辖 or （一）…… above 第一条; ``last`` holds the last number on each level."""
    lower = SUBPOINT.match(mark.line.text)
    if mark.point is not None:
        level, label, number, title = CHAPTER, mark.point.label, mark.point.number, mark.point.rest
    elif lower is not None:
        level, label, title = SECTION, mark.line.text[: lower.start(2)], lower[2].strip(BLANK)
        number = number_value(compact(lower[1]))
    else:
        return None
    if number not in (1, last.get(level, 0) + 1):
        return None
    return Row(RowKind.HEADING, level, compact(label), tidy(title), "", (number,), mark.line.number)


def has_lost_number(mark: Mark) -> bool:
    """Return whether a short line stands between a full stop and an article: Word's own 第三章 is lost in copying."""
    text = mark.line.text
    if not is_title_like(text, MAX_LOST) or _NO_TITLE.search(text) or is_signature(text):
        return False
    return mark.ends_above and mark.is_above_article and not mark.is_quoted
