"""The 款、项、目 of one article: as a list to read, as places to link to and to name (``domain.md`` §10.1).

款 are the paragraphs without a number, counted; 项 are （一）（二）; 目 are 1. 2., below them （1） or ①. They are read
from the text and never stored: the article keeps its identity, the place below it is a path.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from participation.consultations.drafting.lines import BLANK
from participation.consultations.drafting.numerals import chinese_number, number_value


class ClauseKind(StrEnum):
    """What a clause is; the value begins its anchor."""

    PARAGRAPH = "k"  # 款
    ITEM = "x"  # 项
    SUBITEM = "m"  # 目
    POINT = "z"  # below 目


@dataclass
class Clause:
    """A paragraph or a numbered piece. ``text`` is without the label; ``path`` is empty for a lone paragraph."""

    kind: ClauseKind
    number: int
    label: str
    text: str
    path: str = ""
    anchor_suffix: str = ""
    children: list["Clause"] = field(default_factory=list)

    def walk(self) -> Iterator["Clause"]:
        """Return this clause and all below it in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


_B = f"[{BLANK}]*"
_ITEM = re.compile(rf"^([（(]{_B}[一二三四五六七八九十百]{{1,5}}{_B}[）)])[、.．]?{_B}(.*)$")
_SUBITEM = re.compile(rf"^([0-9０-９]{{1,3}}{_B}(?:[．、]|[.](?![0-9０-９]))){_B}(.*)$")
_POINT = re.compile(rf"^([（(]{_B}[0-9０-９]{{1,3}}{_B}[）)]|[0-9]{{1,2}}[）)]|[①-⑳])[、.．]?{_B}(.*)$")
_FORMS = ((ClauseKind.ITEM, _ITEM), (ClauseKind.SUBITEM, _SUBITEM), (ClauseKind.POINT, _POINT))
_INLINE = re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)]")
_DEPTH = {ClauseKind.PARAGRAPH: 0, ClauseKind.ITEM: 1, ClauseKind.SUBITEM: 2, ClauseKind.POINT: 3}


def clauses(text: str, *, with_paths: bool = True) -> list[Clause]:
    """Return the paragraphs of an article with what hangs below them; ``with_paths``: with their names in words too.

    >>> found = clauses("应当：\\n（一）甲；\\n（二）乙：\\n1．丙。\\n另款。")
    >>> [clause.path for paragraph in found for clause in paragraph.walk()]
    ['第一款', '第一款第（一）项', '第一款第（二）项', '第一款第（二）项第1目', '第二款']
    """
    found: list[Clause] = []
    open_: list[Clause] = []
    for line in _lines(text):
        clause = _clause(line)
        if clause.kind is ClauseKind.PARAGRAPH:
            clause.number = len(found) + 1
        while open_ and _DEPTH[open_[-1].kind] >= _DEPTH[clause.kind]:
            open_.pop()
        if not open_ and clause.kind is not ClauseKind.PARAGRAPH:
            # Items at the very beginning hang below a paragraph without words.
            found.append(Clause(ClauseKind.PARAGRAPH, len(found) + 1, "", ""))
            open_.append(found[-1])
        (open_[-1].children if open_ else found).append(clause)
        open_.append(clause)
    _name(found, with_paths=with_paths)
    return found


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        stripped = line.strip(BLANK)
        if stripped:
            yield from _parted(stripped)


def _parted(line: str) -> Iterator[str]:
    """Part a paragraph whose items follow on the same line: ……下列条件：（一）……；（二）……."""
    begin, expected = 0, 1
    cuts: list[int] = []
    for found in _INLINE.finditer(line):
        before = line[: found.start()].rstrip(BLANK)[-1:] if found.start() else "："
        if number_value(found[1]) == expected and before in "：:；;。":
            cuts.append(found.start())
            expected += 1
    if len(cuts) < 2:
        yield line
        return
    for cut in [*cuts, len(line)]:
        piece = line[begin:cut].strip(BLANK)
        if piece:
            yield piece
        begin = cut


def _clause(line: str) -> Clause:
    for kind, pattern in _FORMS:
        match = pattern.match(line)
        if match is not None:
            label = match[1]
            return Clause(kind, _value(label), label, match[2])
    return Clause(ClauseKind.PARAGRAPH, 0, "", line)


def _value(label: str) -> int:
    if "①" <= label <= "⑳":
        return ord(label) - ord("①") + 1
    return number_value(re.sub(rf"[（()）.．、{BLANK}]", "", label))


def _name(found: list[Clause], *, with_paths: bool) -> None:
    """Write paths and anchors; where a number stands twice, the second anchor is told apart."""
    is_alone = len(found) == 1
    for paragraph in found:
        paragraph.anchor_suffix = f"k{paragraph.number}"
        if with_paths and not is_alone:
            paragraph.path = _("第%(number)s款") % {"number": chinese_number(paragraph.number)}
        _name_below(paragraph, with_paths=with_paths)


def _name_below(above: Clause, *, with_paths: bool) -> None:
    seen: dict[str, int] = {}
    for child in above.children:
        part = f"{child.kind.value}{child.number}"
        seen[part] = seen.get(part, 0) + 1
        again = f"_{seen[part]}" if seen[part] > 1 else ""
        child.anchor_suffix = f"{above.anchor_suffix}-{part}{again}"
        if with_paths:
            child.path = above.path + _step(child)
        _name_below(child, with_paths=with_paths)


def _step(child: Clause) -> str:
    if child.kind is ClauseKind.ITEM:
        return _("第（%(number)s）项") % {"number": chinese_number(child.number)}
    if child.kind is ClauseKind.SUBITEM:
        return _("第%(number)d目") % {"number": child.number}
    return child.label
