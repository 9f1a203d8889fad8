"""Reading a pasted draft: chapters and articles of a law, or the numbered points of a decision (``domain.md`` §10.1).

Nothing is dropped in silence: what stands before the first heading or article is returned as ``preamble``, and
gaps and repetitions in the numbering are returned as remarks for the clerk to look at.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.text import clean_text

MAX_LENGTH = 300_000
MAX_ROWS = 450
MAX_TOPIC = 30
MAX_HEADING = 40

_NUMBER = r"[〇零一二三四五六七八九十百千两0-9０-９]+"
# Spaces of every width that word processors put between a label and the text.
_BLANK = " \t\u00a0\u202f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_HEADING = re.compile(rf"^(第{_NUMBER}(?:分编|[编章节]))(?:[{_BLANK}]+|(?=[^{_BLANK}])|$)(.*)$")
_ARTICLE = re.compile(rf"^(第({_NUMBER})条(?:之({_NUMBER}))?)(.*)$")
_POINT = re.compile(r"^(([一二三四五六七八九十百]+)、)(.*)$")
_OPEN, _CLOSE = r"〔（【〖(\[［", r"〕）】〗)\]］"
_TOPIC = re.compile(rf"^[{_BLANK}]*[{_OPEN}]([^{_OPEN}{_CLOSE}。；;]{{1,{MAX_TOPIC}}})[{_CLOSE}](.*)$")
_ITEM_NUMBER = re.compile(rf"^{_NUMBER}$")
_PAGE_NUMBER = re.compile(r"[.…·‥\s]*[0-9０-９]+$")
_SPACED_OUT = re.compile(rf"(?<=[\u4e00-\u9fff])[{_BLANK}]+(?=[\u4e00-\u9fff](?:[{_BLANK}]|$))")
# After a number these continue a sentence about another article: 第九条第二款, 第三条规定的, 第三条、第四条.
_REFERENCE = re.compile(r"^(第|至|和|或|及|以及|与|的|所|规定|中|、|，|,|。|；|之)")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


class NoArticles(ValueError):
    """The text has no article that could be recognized; the message says so to the clerk."""


@dataclass
class Row:
    """A chapter heading (``is_heading``) or an article."""

    label: str
    heading: str = ""
    text: str = ""
    is_heading: bool = False

    def add(self, line: str) -> None:
        """Append a paragraph."""
        self.text = f"{self.text}\n{line}" if self.text else line


@dataclass
class Draft:
    """What was recognized."""

    rows: list[Row] = field(default_factory=list)
    preamble: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def articles(self) -> list[Row]:
        """Return the articles without the headings."""
        return [row for row in self.rows if not row.is_heading]

    @property
    def headings(self) -> list[Row]:
        """Return the headings."""
        return [row for row in self.rows if row.is_heading]


def parse_draft(text: str) -> Draft:
    """Split a pasted draft into rows. Raises NoArticles when there is none, or too many for one page."""
    if len(text) > MAX_LENGTH:
        raise NoArticles(_("粘贴的文字太长（超过 %(limit)d 字），请分成几份草案。") % {"limit": MAX_LENGTH})
    lines = [line for line in (raw.strip(f"{_BLANK}\r") for raw in clean_text(text).split("\n")) if line]
    by_articles = any(_article(line, previous=0) for line in lines)
    draft = _Reader(by_articles=by_articles).read(lines)
    if not draft.articles:
        raise NoArticles(
            _(
                "没有认出条文。条文要另起一行，以“第一条”这样的序号开头；决定、决议也可以用“一、”“二、”编号。粘贴的文字还在框里，可以修改后再保存。"
            )
        )
    if len(draft.rows) > MAX_ROWS:
        raise NoArticles(_("一次最多收入 %(limit)d 条，请分成几份草案。") % {"limit": MAX_ROWS})
    draft.remarks = _remarks(draft)
    return draft


class _Reader:
    """Goes through the lines once."""

    def __init__(self, *, by_articles: bool) -> None:
        self.by_articles = by_articles
        self.draft = Draft()
        self.current: Row | None = None
        self.contents: list[Row] | None = None
        self.last = 0

    def read(self, lines: list[str]) -> Draft:
        """Return the draft."""
        for line in lines:
            if self.contents is None and not self.draft.rows and re.sub(rf"[{_BLANK}]", "", line) == "目录":
                self.contents = []
                continue
            row = self._start_of_row(line)
            if row is None:
                self._continue(line)
            elif row.is_heading and self.contents is not None and not self._body_begins(row):
                self.contents.append(row)
            else:
                self._begin(row)
        return self.draft

    def _start_of_row(self, line: str) -> Row | None:
        heading = _heading(line)
        if heading is not None:
            return heading
        found = _article(line, previous=self.last) if self.by_articles else _point(line)
        if found is None:
            return None
        row, self.last = found
        return row

    def _body_begins(self, row: Row) -> bool:
        """The table of contents is over when its first heading comes again."""
        return bool(self.contents) and self.contents is not None and row.label == self.contents[0].label

    def _begin(self, row: Row) -> None:
        if self.contents is not None:
            # A "contents" without the same headings below it was the draft's own headings: keep them.
            if not row.is_heading:
                self.draft.rows += self.contents
            self.contents = None
        self.draft.rows.append(row)
        self.current = row

    def _continue(self, line: str) -> None:
        if self.contents is not None:
            return
        if self.current is None:
            self.draft.preamble.append(line)
        else:
            self.current.add(line)


def _heading(line: str) -> Row | None:
    match = _HEADING.match(line)
    if match is None:
        return None
    title = _SPACED_OUT.sub("", _PAGE_NUMBER.sub("", match[2]).strip(_BLANK))
    if len(title) > MAX_HEADING or title.endswith(("。", "；", "，")) or _REFERENCE.match(title):
        return None
    return Row(label=match[1], heading=title, is_heading=True)


def _article(line: str, *, previous: int) -> tuple[Row, int] | None:
    """Return the article a line begins and its number; None for a sentence that merely names an article."""
    match = _ARTICLE.match(line)
    if match is None:
        return None
    label, rest, number = match[1], match[4], number_value(match[2])
    separated = not rest or rest[0] in _BLANK or _TOPIC.match(rest) is not None
    if not separated and (_REFERENCE.match(rest) or number != previous + 1):
        return None
    heading, text = _topic(rest)
    return Row(label=label, heading=heading, text=text), number


def _point(line: str) -> tuple[Row, int] | None:
    match = _POINT.match(line)
    if match is None:
        return None
    heading, text = _topic(match[3])
    return Row(label=match[1], heading=heading, text=text), number_value(match[2])


def _topic(rest: str) -> tuple[str, str]:
    """Return the bracketed topic and the text; （一） is an item of the text, not a topic."""
    match = _TOPIC.match(rest)
    if match is None or _ITEM_NUMBER.match(match[1].strip(_BLANK)):
        return "", rest.strip(_BLANK)
    return _SPACED_OUT.sub("", match[1].strip(_BLANK)), match[2].strip(_BLANK)


def number_value(number: str) -> int:
    """Return the value of a Chinese or Arabic number, 0 for what is not one.

    >>> [number_value(n) for n in ("十", "十二", "二十", "一百零九", "一百一十", "12")]
    [10, 12, 20, 109, 110, 12]
    """
    if number.isdecimal():
        return int(number)
    total = digit = 0
    for char in number:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS.get(char, 0)
    return total + digit


def _remarks(draft: Draft) -> list[str]:
    """Return what the clerk should look at: repeated labels, jumps in the numbering."""
    labels = [row.label for row in draft.articles]
    repeated = sorted({label for label in labels if labels.count(label) > 1})
    remarks = [_("%(label)s出现了不止一次") % {"label": label} for label in repeated[:5]]
    last = 0
    for row in draft.articles:
        match = _ARTICLE.match(row.label) or _POINT.match(row.label)
        number = number_value(match[2]) if match is not None else last
        if number > last + 1:
            remarks.append(_("%(label)s之前的序号不连续") % {"label": row.label})
        last = max(last, number)
    return remarks[:8]
