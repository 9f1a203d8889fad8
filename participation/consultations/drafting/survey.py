"""The first look over a text: which lines could begin something, and in which manner the whole is numbered.

A line cannot be judged alone: 第九条 at its beginning is an article in one text and a reference in the next.
What the reader needs to know of the neighbours is gathered here, once, so that reading stays linear.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from participation.consultations.drafting.lines import Line, Origin, compact
from participation.consultations.drafting.opening import is_signature
from participation.consultations.drafting.patterns import (
    SUBPOINT,
    ArticleStart,
    HeadingStart,
    PointStart,
    article_start,
    heading_start,
    is_title_like,
    point_start,
)
from participation.consultations.drafting.rows import Row
from participation.consultations.drafting.skipping import UNNUMBERED
from participation.consultations.drafting.splitting import Splitter, holds_article, joined_labels

_AMENDS = re.compile(r"关于(修改|修订|修正|废止)|修正案|作出?(如下|以下)(修改|修正|修订)|修改(如下|为)")
_NAMES = re.compile(r"《[^》]*》|〈[^〉]*〉")


# Shorter lines than this are not broken by the margin.
SHORT = 12


@dataclass
class Mark:
    """A line with what it could begin. ``is_quoted``: it stands inside “…” opened on an earlier line."""

    line: Line
    heading: HeadingStart | None = None
    article: ArticleStart | None = None
    point: PointStart | None = None
    is_quoted: bool = False
    follows_page: bool = False
    is_finished_above: bool = True
    next_article: tuple[int, ...] = ()
    next_point: int = 0
    is_above_article: bool = False
    next_start: tuple[int, ...] = ()
    ends_above: bool = False
    is_point_heading: bool = False


@dataclass(frozen=True)
class Survey:
    """The marks of all lines, and how the text is numbered."""

    marks: list[Mark | Row]
    by_articles: bool
    amends: bool
    is_glued: bool
    is_wrapped: bool


def survey(items: Sequence[Line | Row], after_page: set[int]) -> Survey:
    """Look over the lines; rows from tables pass through."""
    lines = [item for item in items if isinstance(item, Line)]
    has_articles = any(holds_article(line.text) for line in lines)
    marks: list[Mark | Row] = []
    splitter = Splitter(has_articles=has_articles)
    for item in joined_labels(items):
        if isinstance(item, Row):
            marks.append(item)
            continue
        for count, text in enumerate(splitter.pieces(item.text)):
            mark = _mark(replace(item, text=text))
            mark.follows_page = count == 0 and item.number in after_page
            marks.append(mark)
    plain = [mark for mark in marks if isinstance(mark, Mark)]
    _look_around(plain)
    by_articles, amends = _manner(plain)
    return Survey(
        marks=marks,
        by_articles=by_articles,
        amends=amends,
        is_glued=_is_glued(plain),
        is_wrapped=_is_wrapped(plain),
    )


def _mark(line: Line) -> Mark:
    return Mark(line, heading_start(line.text), article_start(line.text), point_start(line.text))


def _look_around(marks: list[Mark]) -> None:
    """Note for each line what stands above and what article comes next."""
    quoted, finished, ends = False, True, False
    for mark in marks:
        mark.is_quoted, mark.is_finished_above, mark.ends_above = quoted, finished, ends
        quoted = _quoted_after(mark.line.text, quoted)
        finished = mark.line.is_finished or _stands_alone(mark)
        ends = mark.line.text.endswith(("。", "。”", "。）"))
    article: tuple[int, ...] = ()
    point, following = 0, None
    for mark in reversed(marks):
        mark.next_article, mark.next_point = article, point
        mark.is_above_article = following is not None and (
            _names_article(following) or following.heading is not None
        )
        mark.next_start = following.article.number if following is not None and following.article else ()
        mark.is_point_heading = _is_point_heading(mark, following)
        if _names_article(mark) and mark.article is not None:
            article = mark.article.number
        if mark.point is not None:
            point = mark.point.number
        following = mark


def _stands_alone(mark: Mark) -> bool:
    """Return whether a line without a full stop is whole: a heading, a signature, anything too short to be broken."""
    return len(mark.line.text) < SHORT or mark.heading is not None or is_signature(mark.line.text)


def _names_article(mark: Mark) -> bool:
    return mark.article is not None and not mark.article.is_reference


def _quoted_after(text: str, before: bool) -> bool:
    """Each paragraph of a long quotation opens with “, only the last one closes; so the last sign decides."""
    opened, closed = text.rfind("“"), text.rfind("”")
    return before if opened == closed else opened > closed


def _is_point_heading(mark: Mark, following: Mark | None) -> bool:
    """一、管辖 directly above an article (or above （一）…, which is) is a heading, as in interpretations of courts."""
    is_lower = SUBPOINT.match(mark.line.text) is not None
    if following is None or (mark.point is None and not is_lower) or not is_title_like(mark.line.text, 40):
        return False
    return _names_article(following) or (
        not is_lower and following.point is None and following.is_point_heading
    )


def _manner(marks: list[Mark]) -> tuple[bool, bool]:
    """Return whether articles number the text, and whether it amends another one."""
    article = next((i for i, mark in enumerate(marks) if _is_sure_article(mark)), None)
    point = next((i for i, mark in enumerate(marks) if mark.point and mark.point.number == 1), None)
    head = marks[: 40 if point is None else point + 1]
    # 题注 name amending acts too: 根据……《关于修改〈……〉的决定》修正. Names of acts do not count.
    amends = any(_AMENDS.search(_without_names(mark.line.text)) for mark in head)
    if article is None:
        return not any(mark.point for mark in marks), amends
    is_point = point is not None and point < article and not marks[point].is_point_heading
    return not (is_point and amends), amends


def _without_names(text: str) -> str:
    plain = compact(text)
    while (shorter := _NAMES.sub("", plain)) != plain:
        plain = shorter
    return plain


def _is_sure_article(mark: Mark) -> bool:
    found = mark.article
    if found is None or found.is_reference or mark.is_quoted:
        return False
    return found.is_separated or (found.number == (1,) and not found.may_be_reference)


def _is_glued(marks: list[Mark]) -> bool:
    """Return whether this text puts no blank behind 第X条."""
    starts = [
        mark.article for mark in marks if mark.article is not None and not mark.article.may_be_reference
    ]
    return sum(not start.is_separated for start in starts) * 2 > len(starts)


def _is_wrapped(marks: list[Mark]) -> bool:
    """Return whether the lines are those of a printed page, broken in the middle of sentences."""
    texts = [
        mark.line.text
        for mark in marks
        if mark.heading is None
        and mark.line.origin is Origin.TEXT
        and compact(mark.line.text) not in UNNUMBERED
    ]
    broken = sum(
        not text.endswith(("。", "；", "：", ":", ";", "”", "）")) and len(text) > 12 for text in texts
    )
    return len(texts) >= 12 and broken * 3 > len(texts)
