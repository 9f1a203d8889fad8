"""The forms in which headings, articles, points and annexes begin (``domain.md`` §10.1): one line at a time."""

import re
from dataclasses import dataclass

from participation.consultations.drafting.lines import BLANK, FINISHED, compact, tidy
from participation.consultations.drafting.numerals import NUMERAL, number_value
from participation.consultations.drafting.rows import CHAPTER, PART, SECTION, SUBPART

MAX_HEADING = 60
MAX_TOPIC = 40
MAX_STOPPED = 10
MAX_DIGITS = 12

LEVELS = {
    "编": PART,
    "編": PART,
    "篇": PART,
    "部分": PART,
    "分编": SUBPART,
    "章": CHAPTER,
    "节": SECTION,
    "節": SECTION,
}
_B = f"[{BLANK}]*"
_NUMBER = rf"((?:[{NUMERAL}]{_B}){{1,{MAX_DIGITS}}})"
_HEADING = re.compile(rf"^第{_B}{_NUMBER}(部{_B}分|分{_B}编|[编編篇章节節])(.*)$")
_ARTICLE = re.compile(rf"^第{_B}{_NUMBER}[条條](?:{_B}之{_B}([{NUMERAL}]{{1,3}})(?![{NUMERAL}]))?(.*)$")
_POINT = re.compile(rf"^([一二三四五六七八九十百]{{1,5}}){_B}、(.*)$")
SUBPOINT = re.compile(rf"^[（(]{_B}([一二三四五六七八九十百]{{1,5}}){_B}[）)](.*)$")
_OPEN, _CLOSE = "〔【〖（([［「", "〕】〗）)]］」"
_PAIRS = dict(zip(_OPEN, _CLOSE, strict=True))
_TOPIC = re.compile(
    rf"^{_B}([{re.escape(_OPEN)}])([^{re.escape(_OPEN + _CLOSE)}。；;]{{1,{MAX_TOPIC}}})([{re.escape(_CLOSE)}])(.*)$"
)
_ITEM_NUMBER = re.compile(rf"^[{NUMERAL}]+$")
# Words in round brackets that belong to the sentence, not to a topic.
_ASIDE = re.compile(
    r"^(以下|下称|简称|下同|含|包括|不含|即|如|指|略$|删|此条|本条|空$|无$|废止|保留)|[，,：:]|\d年"
)
_PAGE_NUMBER = re.compile(
    rf"(?:[{BLANK}]*(?:[.．…·‥・—_]{{2,}}|…)[{BLANK}]*|[{BLANK}]+)[（(]?[0-9０-９]{{1,4}}[）)]?$"
)
_LEADERS = re.compile(rf"[{BLANK}]*(?:[.．·‥・—_]{{3,}}|…+)[{BLANK}]*$")
# Behind a number these continue a sentence about another article: 第九条第二款, 第三条规定的, 第三条、第四条.
_OF_ITS_PARTS = re.compile(
    rf"^第{_B}[{NUMERAL}]+{_B}[款项目]|^(至|到|和|或者?|及|以及|与){_B}第|^[，,。；;）)”」》]"
)
_OTHERS = re.compile(rf"^第{_B}[{NUMERAL}]+{_B}[条條章节编]")
_SPOKEN_OF = re.compile(r"^(的?规定的|的规定|规定[，,、]|所(列|规定)|中的|的(?!士)|、(第|本|《))")
# Weaker signs, believed only where nothing else says that an article begins.
_MAYBE_SPOKEN_OF = re.compile(
    r"^(所|规定|之外|以外|以[下上]|中(?![华国央小级外等学心医共型])|等(?![级同待量值])|内容|情形|修改|改为|删[去除]|调整|作为|前|后)"
)
SENTENCE_ENDS = ("。", "；", "，", "：", ";", ":", ",")


@dataclass(frozen=True)
class HeadingStart:
    """第二章　运行与维护."""

    label: str
    unit: str
    number: int
    title: str
    page: str = ""

    @property
    def level(self) -> int:
        """Return the level of the unit."""
        return LEVELS[self.unit]

    @property
    def key(self) -> tuple[str, int]:
        """Return what stays the same when the title is worded a little differently."""
        return (self.unit, self.number)


@dataclass(frozen=True)
class ArticleStart:
    """第十二条之一　……. ``is_separated``: a blank, bracket or the end of the line follows the label."""

    label: str
    number: tuple[int, ...]
    rest: str
    is_separated: bool
    is_reference: bool
    may_be_reference: bool


@dataclass(frozen=True)
class PointStart:
    """二、……."""

    label: str
    number: int
    rest: str


def heading_start(text: str) -> HeadingStart | None:
    """Return the heading a line is, None for a sentence that only names a chapter."""
    match = _HEADING.match(text)
    if match is None:
        return None
    number, unit, rest = number_value(compact(match[1])), compact(match[2]), match[3]
    named = without_page_number(rest)
    title = tidy(named).lstrip("：:、 ")
    # 第五节　生活、卫生。 stands so in an enacted law.
    bare = title.removesuffix("。") if rest.startswith(tuple(BLANK)) and len(title) <= MAX_STOPPED else title
    if not number or len(title) > MAX_HEADING or bare.endswith(SENTENCE_ENDS):
        return None
    if _OF_ITS_PARTS.match(title) or _OTHERS.match(title) or _SPOKEN_OF.match(title) or "。" in bare:
        return None
    label = compact(text[: match.start(3)])
    page = rest.strip(BLANK)[len(named) :].strip(BLANK)
    return HeadingStart(label, unit.replace("編", "编").replace("節", "节"), number, title, page)


def article_start(text: str) -> ArticleStart | None:
    """Return the article that a line seems to begin. Whether it does is decided with its neighbours."""
    match = _ARTICLE.match(text)
    if match is None:
        return None
    number = number_value(compact(match[1]))
    if not number:
        return None
    inserted = (number_value(match[2]),) if match[2] else ()
    rest = match[3]
    plain = rest.lstrip(BLANK)
    is_separated = not rest or rest[0] in BLANK or rest[0] in "：:" or topic_of(rest)[0] != ""
    is_reference = bool(_OF_ITS_PARTS.match(plain) or _SPOKEN_OF.match(plain))
    # 第四十四条　第四十三条所称……是指 begins an article; glued together it could not be read.
    is_reference |= not is_separated and bool(_OTHERS.match(plain))
    return ArticleStart(
        label=compact(text[: match.start(3)]),
        number=(number, *inserted),
        rest=plain.lstrip("：:") if plain[:1] in "：:" else plain,
        is_separated=is_separated,
        is_reference=is_reference,
        may_be_reference=is_reference or (not is_separated and bool(_MAYBE_SPOKEN_OF.match(plain))),
    )


def point_start(text: str) -> PointStart | None:
    """Return the numbered point (二、) that a line begins."""
    match = _POINT.match(text)
    number = number_value(match[1]) if match is not None else 0
    return (
        PointStart(f"{match[1]}、", number, match[2].strip(BLANK)) if match is not None and number else None
    )


def topic_of(rest: str) -> tuple[str, str]:
    """Return the bracketed topic behind a label and the text; （一） and （以下简称…） are text.

    >>> topic_of("〔管网 接户〕 管网应当"), topic_of("（一）房屋")
    (('管网 接户', '管网应当'), ('', '（一）房屋'))
    """
    match = _TOPIC.match(rest)
    if match is None or _PAIRS[match[1]] != match[3]:
        return "", rest.strip(BLANK)
    topic = match[2].strip(BLANK)
    if not topic or _ITEM_NUMBER.match(compact(topic)) or (match[1] in "（(" and _ASIDE.search(topic)):
        return "", rest.strip(BLANK)
    return tidy(topic), match[4].strip(BLANK)


def without_page_number(text: str) -> str:
    """Return an entry of a directory without dots and page number.

    >>> without_page_number("总则……………1"), without_page_number("规划 12"), without_page_number("2035年规划")
    ('总则', '规划', '2035年规划')
    """
    return _LEADERS.sub("", _PAGE_NUMBER.sub("", text)).strip(BLANK)


def is_title_like(text: str, limit: int = MAX_HEADING) -> bool:
    """Return whether a line could be a title: short and no sentence."""
    return (
        0 < len(text) <= limit and not text.endswith(SENTENCE_ENDS) and "。" not in text and "；" not in text
    )


def is_finished(text: str) -> bool:
    """Return whether a sentence or item ends with this line."""
    return text.endswith(FINISHED)
