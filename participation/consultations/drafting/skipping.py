"""What stands in a text without belonging to it: page numbers, running heads, the directory above."""

import re
from collections.abc import Sequence
from itertools import pairwise

from participation.consultations.drafting.lines import Line, Origin, compact
from participation.consultations.drafting.patterns import (
    article_start,
    heading_start,
    is_title_like,
    without_page_number,
)
from participation.consultations.drafting.rows import ARTICLE

_PAGE = re.compile(
    r"^(?:[-—–－─~·]+(?:第)?[0-9０-９]{1,4}(?:页)?[-—–－─~·]+|第?[0-9０-９]{1,4}页(?:[,，/／]?(?:共|总)[0-9０-９]{1,4}页)?"
    r"|第[一二三四五六七八九十百]+页(?:共[一二三四五六七八九十百]+页)?|[0-9０-９]{1,4}/[0-9０-９]{1,4}|Page[0-9]{1,4}(?:of[0-9]{1,4})?)$",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"^[0-9]{1,3}$")
_CONTENTS = {"目录", "目次", "目錄"}
MAX_ENTRY = 70
# 总则, 附则 and the like stand in directories without a number.
UNNUMBERED = {"总则", "分则", "附则", "序言", "前言", "引言", "罚则", "总纲"}


def page_numbers(lines: Sequence[Line]) -> set[int]:
    """Return the positions of page numbers. Bare numbers count when each is one more than the last, as pages are."""
    found = {
        i
        for i, line in enumerate(lines)
        if line.origin is not Origin.CELL and _PAGE.match(compact(line.text))
    }
    bare = [
        i for i, line in enumerate(lines) if line.origin is not Origin.CELL and _BARE_NUMBER.match(line.text)
    ]
    values = [int(lines[i].text) for i in bare]
    # Numbers close together are a list or the first column of a table.
    if all(b == a + 1 for a, b in pairwise(values)) and all(b - a > 3 for a, b in pairwise(bare)):
        found.update(bare)
    return found


def directory(lines: Sequence[Line]) -> set[int]:
    """Return the positions of directories: from 目录 to where the text begins; lists of chapters without that word."""
    found: set[int] = set()
    at = 0
    while at < len(lines):
        if lines[at].origin is Origin.CONTENTS:
            found.add(at)
        elif _is_word_contents(lines[at]):
            end = _end(lines, at + 1)
            found.update(range(at, end))
            at = max(end, at + 1)
            continue
        at += 1
    return found or _unnamed_directory(lines)


def _is_word_contents(line: Line) -> bool:
    return len(line.text) < MAX_ENTRY and compact(line.text).strip("【】[]〔〕") in _CONTENTS


def _end(lines: Sequence[Line], start: int) -> int:
    """Return where the text begins behind a directory whose entries begin at ``start``."""
    stop = start
    # Up to the next 目录 at most, so that no line is looked at for two of them.
    while stop < len(lines) and _is_entry(lines[stop]) and not _is_word_contents(lines[stop]):
        stop += 1
    keys = [_key(lines[i]) for i in range(start, min(stop + 1, len(lines)))]
    first = next((key for key in keys if key is not None), None)
    if first is not None:
        again = [i for i, key in enumerate(keys) if key == first]
        # The first entry stands there a second time: there the text begins.
        if len(again) > 1:
            return _back_over_title(lines, start, start + _last_directory(keys, again))
    return _back_over_headings(lines, start, stop)


def _last_directory(keys: Sequence[object], again: Sequence[int]) -> int:
    """Return where the text begins; a second directory of chapters directly below the first is one too."""
    end = again[1]
    for here, there in pairwise(again[1:]):
        if any(isinstance(key, tuple) and key[0] == "条" for key in keys[here:there]):
            break
        end = there
    return end


def _back_over_title(lines: Sequence[Line], start: int, end: int) -> int:
    """Some drafts repeat the title between directory and text; it is no entry."""
    at = end
    while at > start and _key(lines[at - 1]) is None and compact(lines[at - 1].text) not in UNNUMBERED:
        at -= 1
    return at if at > start else end


def _back_over_headings(lines: Sequence[Line], start: int, stop: int) -> int:
    """Without a repetition, the headings directly above the first article belong to the text."""
    at, level = stop, ARTICLE
    while at > start:
        heading = heading_start(lines[at - 1].text)
        if heading is None or heading.level >= level:
            break
        at, level = at - 1, heading.level
    return at


def _is_entry(line: Line) -> bool:
    if line.origin is Origin.CONTENTS:
        return True
    text = without_page_number(line.text)
    article = article_start(line.text)
    if article is not None:
        return not article.is_reference and is_title_like(text, 40) and "，" not in text
    return is_title_like(text, MAX_ENTRY)


def _key(line: Line) -> tuple[str, int] | tuple[str, tuple[int, ...]] | None:
    heading = heading_start(line.text)
    if heading is not None:
        return heading.key
    article = article_start(line.text)
    if article is not None:
        return ("条", article.number)
    name = compact(without_page_number(line.text))
    return (name, 0) if name in UNNUMBERED else None


def _unnamed_directory(lines: Sequence[Line]) -> set[int]:
    """Chapters listed above the text without the word 目录: the first of them comes again before the first article."""
    positions: list[int] = []
    for i, line in enumerate(lines):
        if heading_start(line.text) is not None:
            positions.append(i)
        elif article_start(line.text) is not None and not _is_bare(line):
            break
    keys = [_key(lines[i]) for i in positions]
    again = [at for at, key in enumerate(keys) if key == keys[0]]
    if len(again) < 2:
        return _listed_again(lines, positions)
    return {i for i in positions if i < positions[again[-1]]}


def _listed_again(lines: Sequence[Line], positions: Sequence[int]) -> set[int]:
    """Return a list of chapters on top most of which come again below, though the first may have lost its number."""
    run = [i for at, i in enumerate(positions) if i == positions[0] + at]
    headings = [found for i in run if (found := heading_start(lines[i].text)) is not None]
    if all(above.level < below.level for above, below in pairwise(headings)):
        return set()
    below = {found.key for line in lines[run[-1] + 1 :] if (found := heading_start(line.text)) is not None}
    return set(run) if sum(found.key in below for found in headings) * 2 > len(run) else set()


def _is_bare(line: Line) -> bool:
    found = article_start(line.text)
    return found is not None and is_title_like(line.text, 30) and found.rest != ""
