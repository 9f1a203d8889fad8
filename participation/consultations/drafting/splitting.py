"""Lines that hold several beginnings, and beginnings that are spread over several lines.

第一章　总则　第一条　为了……。第二条　…… on one line, or a whole act pasted as one paragraph, is parted where the next
number in turn begins. 第十七条 / 之一 / 〔责任年龄〕 on lines of their own are put together again.
"""

import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace

from participation.consultations.drafting.lines import BLANK, Line, Origin
from participation.consultations.drafting.numerals import NUMERAL
from participation.consultations.drafting.patterns import article_start, heading_start, point_start
from participation.consultations.drafting.rows import Row

# How much of a line is looked at where something may begin.
WINDOW = 200

_LABEL = rf"第[{NUMERAL}{BLANK}]{{1,12}}"
_INLINE_ARTICLE = re.compile(rf"(?<=[。！？”）)])[{BLANK}]*(?={_LABEL}(?:[条條]|[编篇章节]|分编))")
_INLINE_POINT = re.compile(rf"(?<=[。；！？”）)])[{BLANK}]*(?=[一二三四五六七八九十百]{{1,4}}、)")
_BEHIND_HEADING = re.compile(
    rf"^({_LABEL}(?:[编篇章节]|分编)[^。；，]{{0,60}}?)[{BLANK}]*({_LABEL}(?:[条條]|节[{BLANK}]|章[{BLANK}]))"
)
_BEHIND_TITLE = re.compile(
    rf"^([^第。；，][^。；，]{{3,80}}?)[{BLANK}]+({_LABEL}[编章][{BLANK}]*[^。；，]{{1,40}}?)(?:[{BLANK}]+{_LABEL}条.*)?$"
)
_LONE_LABEL = re.compile(rf"^{_LABEL}[条條]$")
_INSERTED = re.compile(rf"^之[{BLANK}]*[{NUMERAL}]{{1,3}}(?=[{BLANK}〔【〖（(]|$)")


def joined_labels(items: Iterable[Line | Row]) -> Iterator[Line | Row]:
    """Put 之一 on a line of its own behind the label above it."""
    held: Line | None = None
    for item in items:
        if held is not None:
            if isinstance(item, Line) and _INSERTED.match(item.text):
                held = replace(held, text=held.text + item.text)
                yield held
                held = None
                continue
            yield held
            held = None
        if isinstance(item, Line) and item.origin is not Origin.CONTENTS and _LONE_LABEL.match(item.text):
            held = item
        else:
            yield item
    if held is not None:
        yield held


def holds_article(text: str) -> bool:
    """Return whether a line begins an article, alone or behind a heading or title on the same line."""
    found = article_start(text)
    if found is not None:
        return not found.is_reference
    return _BEHIND_HEADING.match(text[:WINDOW]) is not None or _BEHIND_TITLE.match(text[:WINDOW]) is not None


class Splitter:
    """Goes through the lines in order, counting, and parts those that hold several beginnings."""

    def __init__(self, *, has_articles: bool) -> None:
        """``has_articles``: numbered by 第X条, else by 一、"""
        self.has_articles = has_articles
        self.inline = _INLINE_ARTICLE if has_articles else _INLINE_POINT
        self.last: tuple[int, ...] = (0,)
        self.headings: dict[str, int] = {}

    def pieces(self, text: str) -> Iterator[str]:
        """Return the parts of one line, each looked at once."""
        if not self.headings and len(text) < WINDOW * 2:
            title = _BEHIND_TITLE.match(text)
            if title is not None and heading_start(title[2]) is not None:
                yield title[1]
                text = text[title.start(2) :]
        begin = yield from self._headings(text, 0)
        self._count(text, begin)
        quotes = scanned = 0
        for found in self.inline.finditer(text, begin):
            at = found.end()
            if found.start() < begin:
                continue
            quotes += text.count("“", scanned, found.start()) - text.count("”", scanned, found.start())
            scanned = found.start()
            if quotes > 0 or not self._begins(text[at : at + WINDOW]):
                continue
            if found.start() > begin:
                yield text[begin : found.start()].strip(BLANK)
            begin = yield from self._headings(text, at)
            self._count(text, begin)
        if text[begin:].strip(BLANK):
            yield text[begin:].strip(BLANK)

    def _headings(self, text: str, begin: int) -> Generator[str, None, int]:
        """Return headings that an article or a lower heading follows on the line; the value is where that begins."""
        while (found := _BEHIND_HEADING.match(text[begin : begin + WINDOW])) is not None:
            at = begin + found.start(2)
            heading = heading_start(found[1].strip(BLANK))
            article = article_start(text[at : at + WINDOW])
            is_next = article is None or (not article.is_reference and self._is_next(article.number))
            if heading is None or not is_next:
                break
            self.headings[heading.unit] = heading.number
            yield found[1].strip(BLANK)
            begin = at
        return begin

    def _begins(self, text: str) -> bool:
        """Return whether the next article, point or chapter in turn begins here, behind a full stop."""
        if not self.has_articles:
            point = point_start(text)
            return point is not None and point.number == self.last[0] + 1
        article = article_start(text)
        if article is not None:
            return not article.may_be_reference and self._is_next(article.number)
        behind = _BEHIND_HEADING.match(text)
        heading = heading_start(behind[1].strip(BLANK) if behind is not None else text)
        return heading is not None and heading.number in (1, self.headings.get(heading.unit, 0) + 1)

    def _count(self, text: str, begin: int) -> None:
        piece = text[begin : begin + WINDOW]
        heading = heading_start(text[begin:]) if len(text) - begin < WINDOW else None
        if heading is not None:
            self.headings[heading.unit] = heading.number
            return
        article = article_start(piece) if self.has_articles else None
        point = None if self.has_articles else point_start(piece)
        if article is not None and not article.is_reference:
            self.last = article.number
        elif point is not None:
            self.last = (point.number,)

    def _is_next(self, number: tuple[int, ...]) -> bool:
        return follows(self.last, number)


def follows(last: tuple[int, ...], number: tuple[int, ...]) -> bool:
    """Return whether a number is the next in turn: 十 or 九之一 after 九, 九之二 after 九之一."""
    if len(number) == 1:
        return number[0] == last[0] + 1
    return number[0] == last[0] and number[1] == (last[1] if len(last) > 1 else 0) + 1
