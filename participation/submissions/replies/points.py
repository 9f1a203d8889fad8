"""The points of an opinion, and which of them a draft leaves without an echo (``domain.md`` §8.2: 已读乱回).

Chinese without a dictionary: two neighboring characters stand for a word. That is coarse, so the lint only asks
the drafter to look, and lists the points beside the text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

MAX_POINTS = 12
SHORT, LONG = 2, 9  # bigrams: too few to judge alone; so many that one in common may be chance
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_NUMBERED = re.compile(
    r"(?:^|(?<=[\s。；;！？，：:]))(?:[一二三四五六七八九十]{1,2}[、.．是]|[（(][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[、.．)）](?!\d)|[①-⑩]|第[一二三四五六][，、是])"
)
_ASKS = re.compile(
    r"[？?]|吗|呢$|请(?!问候)|希望|建议|要求|麻烦|能不能|能否|可不可以|可否|是否|管一管|管管|看看|什么时候|为什么|凭什么|到底|怎么|谁管|多久|应当|应该|改成|取消|增加|反对|盼"
)
_LIST_BREAK = re.compile(r"、|还有|以及|另外")
_POLITE = re.compile(
    "希望|建议|能不能|能否|可不可以|可否|是否|麻烦|请问|什么时候|为什么|凭什么|怎么办|怎么|什么|到底|谁管|管一管|管管|看看|"
    "解决|问题|处理|反映|情况|我们|你们|他们|咱们|自己|领导|政府|部门|有关|相关|工作|已经|现在|一下|可以|没有|多久|"
    "您好|你好|谢谢|感谢|答复|回复|意见|办理|目前|进行|应当|应该"
)
_STOP = frozenset(
    "的了是在我你您他她它们这那有没不能会请就都也和与吗呢吧啊呀一个很太又还把被给让要想可到去来从向对为而但或及其之以于说着过得地里"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]{2,}")


@dataclass(frozen=True)
class Point:
    """One matter of an opinion, with its place in the text."""

    text: str
    start: int
    end: int
    has_echo: bool = False


def points_of(text: str) -> list[Point]:
    """Return what an opinion asks, in its order; the whole of it when it is one matter."""
    pieces = _numbered(text) or _asked(text)
    found = [point for piece in pieces for point in _listed(piece)][:MAX_POINTS]
    if found:
        return found
    whole = text.strip()
    start = text.index(whole) if whole else 0
    return [Point(whole, start, start + len(whole))] if whole else []


def echoed(points: Iterable[Point], reply: str, names: Iterable[str] = ()) -> list[Point]:
    """Return the points with the mark whether the reply takes them up; bare place names do not count."""
    names = [name for name in names if len(name) > 1]
    told = content(reply, names)
    return [Point(p.text, p.start, p.end, _meets(content(p.text, names), told)) for p in points]


def content(text: str, names: Iterable[str] = ()) -> frozenset[str]:
    """Return the pairs of characters that carry a text's matter."""
    for name in names:
        text = text.replace(name, "，")
    pairs: set[str] = set()
    for run in _HAN.findall(_POLITE.sub("，", text)):
        if run[0].isascii():
            continue
        pairs.update(a + b for a, b in pairwise(run) if a not in _STOP and b not in _STOP)
    return frozenset(pairs)


def _meets(asked: frozenset[str], told: frozenset[str]) -> bool:
    """Return whether enough of what was asked turns up again."""
    if not asked:
        return True
    needed = 2 if len(asked) >= LONG else 1
    return len(asked & told) >= needed


def _numbered(text: str) -> list[Point]:
    """Return the parts of a text that its writer has numbered."""
    marks = [match.start() for match in _NUMBERED.finditer(text)]
    if len(marks) < 2:
        return []
    return [_point(text, start, end) for start, end in zip(marks, [*marks[1:], len(text)], strict=True)]


def _asked(text: str) -> list[Point]:
    """Return the sentences that ask for something; one with no matter of its own takes the one before it."""
    found, before = [], 0
    for match in _SENTENCE.finditer(text):
        sentence = match.group()
        if not _ASKS.search(sentence):
            before = match.start()
            continue
        start = before if len(content(sentence)) < SHORT else match.start()
        found.append(_point(text, start, match.end()))
        before = match.start()
    return found


def _listed(point: Point) -> list[Point]:
    """Take a list of short things apart: 路灯、垃圾桶、还有学校门口的车，都麻烦看看。"""
    head = re.split(r"[，,：:]", point.text, maxsplit=1)[0]
    items = [item for item in _LIST_BREAK.split(head) if item.strip()]
    if len(items) < 3 or max(len(item) for item in items) > 10 or not _ASKS.search(point.text[len(head) :]):
        return [point]
    found = []
    for item in items:
        start = point.start + point.text.index(item)
        found.append(Point(item, start, start + len(item)))
    return found


def _point(text: str, start: int, end: int) -> Point:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    return Point(words.strip(), start + left, start + left + len(words.strip()))
