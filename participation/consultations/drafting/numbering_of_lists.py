"""Numbers that Word writes itself (第%1条, （%1）, %1.): the file holds a pointer, the number must be counted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from participation.consultations.drafting.numerals import chinese_number

MAX_LEVELS = 9
LARGEST = 9999
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = " "
    restarts: bool = True


@dataclass
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class ListNumbers:
    """Counts the numbered paragraphs of one document from the first to the last."""

    def __init__(self, document: Any) -> None:
        """Read the definitions; a document without lists has none."""
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")),
            None,
        )
        root = getattr(part, "element", None) if part is not None else None
        self.abstract: dict[str, Any] = {}
        self.numbers: dict[str, Any] = {}
        if root is not None:
            self.abstract = {
                each.get(qn("w:abstractNumId")): each for each in root.findall(qn("w:abstractNum"))
            }
            self.numbers = {each.get(qn("w:numId")): each for each in root.findall(qn("w:num"))}
        self.lists: dict[str, _List] = {}
        self.of_styles = _numbers_of_styles(document)

    def label(self, paragraph: Any) -> str:
        """Return the number in front of a paragraph as Word shows it, with the blank behind it; "" without one."""
        number, level = self._pointer(paragraph)
        if not number or number == "0" or number not in self.numbers:
            return ""
        found = self._list(number)
        definition = found.levels.get(level)
        if definition is None:
            return ""
        count = found.counts.get(level, definition.start - 1) + 1
        found.counts[level] = min(count, LARGEST)
        for lower in [each for each in found.counts if each > level and found.levels[each].restarts]:
            del found.counts[lower]
        return _written(found, level)

    def _pointer(self, paragraph: Any) -> tuple[str, int]:
        """Return list and level of a paragraph, its own or those of its style."""
        properties = paragraph.find(qn("w:pPr"))
        style = own = None
        if properties is not None:
            style, own = properties.find(qn("w:pStyle")), properties.find(qn("w:numPr"))
        inherited = self.of_styles.get(style.get(qn("w:val")) if style is not None else "", ("", 0))
        if own is None:
            return inherited
        number = _value(own, "w:numId") or inherited[0]
        level = _value(own, "w:ilvl")
        return number, _whole(level, inherited[1])

    def _list(self, number: str) -> _List:
        """Return the counters of a list; lists with the same definition go on counting together."""
        element = self.numbers[number]
        abstract = _value(element, "w:abstractNumId")
        overrides = element.findall(qn("w:lvlOverride"))
        name = f"num {number}" if overrides else f"abstract {abstract}"
        if name not in self.lists:
            levels = _levels(self.abstract.get(abstract))
            for override in overrides:
                level = _whole(override.get(qn("w:ilvl")), 0)
                redefined = override.find(qn("w:lvl"))
                if redefined is not None:
                    levels[level] = _level(redefined)
                start = _value(override, "w:startOverride")
                if start and level in levels:
                    levels[level].start = _whole(start, 1)
            self.lists[name] = _List(levels)
        return self.lists[name]


def _numbers_of_styles(document: Any) -> dict[str, tuple[str, int]]:
    """Return list and level of the paragraph styles that number, following what they are based on."""
    own: dict[str, tuple[str, int]] = {}
    bases: dict[str, str] = {}
    for style in document.styles.element.findall(qn("w:style")):
        name = style.get(qn("w:styleId")) or ""
        bases[name] = _value(style, "w:basedOn")
        found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if found is not None:
            own[name] = (_value(found, "w:numId"), _whole(_value(found, "w:ilvl"), 0))
    resolved = dict(own)
    for name in bases:
        at, steps = name, 0
        while at and at not in own and steps < MAX_LEVELS:
            at, steps = bases.get(at, ""), steps + 1
        if at in own:
            resolved[name] = own[at]
    return resolved


def _levels(abstract: Any) -> dict[int, _Level]:
    if abstract is None:
        return {}
    return {_whole(each.get(qn("w:ilvl")), 0): _level(each) for each in abstract.findall(qn("w:lvl"))}


def _level(element: Any) -> _Level:
    suffix = _value(element, "w:suff")
    return _Level(
        form=_value(element, "w:numFmt") or "decimal",
        text=_value(element, "w:lvlText"),
        start=_whole(_value(element, "w:start"), 1),
        suffix="" if suffix == "nothing" else " ",
        restarts=_value(element, "w:lvlRestart") != "0",
    )


def _written(found: _List, level: int) -> str:
    definition = found.levels[level]
    if definition.form in ("bullet", "none"):
        return ""
    text = definition.text
    for each in range(MAX_LEVELS):
        sign = f"%{each + 1}"
        if sign in text and each in found.levels:
            count = found.counts.get(each, found.levels[each].start)
            text = text.replace(sign, _figure(found.levels[each].form, count))
    return f"{text}{definition.suffix}" if text.strip() else ""


def _figure(form: str, count: int) -> str:
    write = _FORMS.get(form)
    return write(count) if write is not None else str(count)


def _chinese(count: int) -> str:
    return chinese_number(count) if 0 <= count <= LARGEST else str(count)


def _letter(first: str) -> Callable[[int], str]:
    return lambda count: (
        chr(ord(first) + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count < 79 else str(count)
    )


def _roman(count: int) -> str:
    if not 0 < count < 100:
        return str(count)
    tens = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
    return tens[count // 10] + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[count % 10]


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "japaneseDigitalTenThousand": _chinese,
    "ideographTraditional": lambda count: _STEMS[count - 1] if 0 < count <= len(_STEMS) else str(count),
    "decimalEnclosedCircle": lambda count: _CIRCLED[count - 1] if 0 < count <= len(_CIRCLED) else str(count),
    "decimalEnclosedCircleChinese": lambda count: (
        _CIRCLED[count - 1] if 0 < count <= len(_CIRCLED) else str(count)
    ),
    "decimalEnclosedParen": lambda count: f"（{count}）",
    "decimalEnclosedFullstop": lambda count: f"{count}.",
    "decimalFullWidth": lambda count: str(count).translate(_FULL_WIDTH),
    "decimalZero": lambda count: f"{count:02d}",
    "upperLetter": _letter("A"),
    "lowerLetter": _letter("a"),
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
}


def _value(element: Any, name: str) -> str:
    found = element.find(qn(name))
    return str(found.get(qn("w:val")) or "") if found is not None else ""


def _whole(written: str | None, otherwise: int) -> int:
    return int(written) if written and written.lstrip("-").isdecimal() and len(written) < 8 else otherwise
