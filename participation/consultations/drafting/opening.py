"""What stands above the articles: title, the note below it (题注), orders and announcements, the words that lead in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from participation.consultations.drafting.lines import BLANK, Line, compact, tidy
from participation.consultations.drafting.patterns import SENTENCE_ENDS, is_title_like, point_start
from participation.consultations.drafting.rows import PART, Row, RowKind

MAX_TITLE_LINES = 4
MAX_TITLE_LINE = 100
MAX_NOTE_LINES = 60

_PLAIN = "[^（）()]*"
_STATUS = (
    rf"(?:[（(〔【]{_PLAIN}(?:草案|稿|试行|暂行|修订|修正|\d年|批|本){_PLAIN}"
    rf"(?:[（(]{_PLAIN}[）)])?{_PLAIN}[）)〕】])"
)
_KIND = (
    r"(?:法|法典|条例|规定|规则|细则|办法|决定|决议|解释|批复|通则|章程|规程|规范|标准|制度|方案|计划|规划|纲要|意见|措施"
    r"|公约|修正案|名单|安排|守则|准则|指引|目录|项目|清单|议题|宪法|答复|解答|命令|通知|公告|若干问题)"
)
_NAMED = re.compile(rf"{_KIND}(?:[（(][一二三四五六七八九十]+[）)])?{_STATUS}*$")
_ANNOUNCES = re.compile(r"(公告|通知|通告|启事|令)$")
_ONLY_STATUS = re.compile(
    rf"^{_STATUS}+$|^(?:草案|修订草案|征求意见稿|.{{0,8}}(?:草案|征求意见稿|审议稿|表决稿|修改稿))$"
)
_FIGURES = "[0-9０-９〇○零一二三四五六七八九十廿卅]"
_DATE = rf"(?:{_FIGURES}{{2,4}}年{_FIGURES}{{1,3}}月{_FIGURES}{{1,3}}日)"
_SOME_DATE = re.compile(_DATE)
_DATE_ONLY = re.compile(rf"^[（(]?{_DATE}[）)]?$")
_NOTE = re.compile(
    rf"^[（(]?(?:根据|自)?{_DATE}.*(?:通过|修正|修订|公布|发布|施行|批准|令|实施|修改|生效|会议|废止)"
)
_NOTE_ENDS = re.compile(r"(?:通过|修正|修订|公布|批准|发布|施行|的决定》)[）)]?$")
_YEAR = re.compile(r"^[（(]?[0-9]{4}年")
_NOTE_BEHIND = re.compile(
    rf"^(.*?)[{BLANK}]*([（(][^（(]*{_DATE}.*(?:通过|修正|修订|公布|发布|施行|批准).*[）)])$"
)
_NOTE_BRACKET = re.compile(r"^[（(].*(?:通过|修正|修订|公布|发布|施行|批准|会议|年)")
_ORDER = re.compile(
    r"^([（(]?.{0,40}第.{1,10}号[）)]?|.{0,30}(主席|国务院|政府|委员会|部|局|院)令|令|公告|附件?[0-9一二三四五六七八九十]*[:：]?|.*[:：].*)$"
)
PROMULGATES = re.compile(
    r"现予(以)?(公布|公告|发布)|现(公布|发布)|现将.{0,60}(公布|公告|征求|印发|发布)|公开征求|征求.{0,6}意见|通信地址|通讯地址|邮政?编码?|联系电话|传真|电子邮[箱件]|网址|^来源|^发布(时间|日期)|^索引号|字体[:：]"
)
SIGNATURE = re.compile(
    r"^(?:主席|委员长|总理|省长|市长|县长|区长|镇长|主任|部长|院长|检察长|局长|署长|行长|会长|代市长|代省长)[^，。；：]{1,12}$"
    r"|^[^，。；：、“”]{2,40}(?:人民代表大会|常务委员会|常委会|人民政府|主席团|委员会|办公[室厅]|法院|检察院|国务院|[局厅署部])$|^国务院$"
)


_GOING_ON = (
    "关于",
    "议事",
    "讨论",
    "任免",
    "工作",
    "实施",
    "若干",
    "决定",
    "条例",
    "规定",
    "办法",
    "决议",
    "审议",
    "监督",
)
_ISSUER = re.compile(r"^(中华人民共和国|全国|最高|[^，。]{1,10}(省|市|县|区|镇|乡|州|盟|旗))")


@dataclass
class Opening:
    """The lines above the articles, told apart."""

    title: str = ""
    note: list[str] = field(default_factory=list)
    intro: list[Line] = field(default_factory=list)
    ignored: list[tuple[int, str]] = field(default_factory=list)

    def intro_row(self) -> Row | None:
        """Return the words that lead in (…作如下决定：) as a row."""
        if not self.intro:
            return None
        text = "\n".join(line.text for line in self.intro)
        return Row(RowKind.INTRO, PART, text=text, line=self.intro[0].number)


def read_opening(lines: Sequence[Line]) -> Opening:
    """Tell apart the lines above the first chapter, article or point."""
    opening = Opening()
    begin, end = _title(lines)
    opening.title = _joined([line.text for line in lines[begin:end]])
    behind = _NOTE_BEHIND.match(opening.title)
    if behind is not None:
        opening.title = behind[1]
        opening.note.append(behind[2])
    before, after = list(lines[:begin]), list(lines[end:])
    if begin == end:
        before, after = [], list(lines)
    opening.ignored += [(line.number, line.text) for line in before]
    while after:
        count = note_length(after) or _goes_on_with_note(opening, after)
        if count:
            opening.note += [line.text for line in after[:count]]
            after = after[count:]
            continue
        _place(opening, after.pop(0))
    return opening


def _goes_on_with_note(opening: Opening, lines: Sequence[Line]) -> int:
    """Return how many lines go on with a note that was broken over lines."""
    if _NOTE_ENDS.search(lines[0].text) and (opening.note or not lines[0].text.endswith(SENTENCE_ENDS)):
        return 1
    is_broken = len(lines) > 1 and _YEAR.match(lines[0].text) and _NOTE_ENDS.search(lines[1].text)
    return 2 if is_broken else 0


def _place(opening: Opening, line: Line) -> None:
    """A sentence leads in; orders, dates, signatures and notices to the public do not belong to the text."""
    is_sentence = line.text.endswith(SENTENCE_ENDS) and len(line.text) > 8
    if is_sentence and not PROMULGATES.search(line.text):
        opening.intro.append(line)
    else:
        opening.ignored.append((line.number, line.text))


def note_length(lines: Sequence[Line]) -> int:
    """Return how many lines from the first on make up a 题注: one line, or a bracket over several."""
    text = lines[0].text
    if text.startswith(("（", "(")) and not _is_status(text):
        depth = 0
        for count, line in enumerate(lines[:MAX_NOTE_LINES], start=1):
            depth += sum(char in "（(" for char in line.text) - sum(char in "）)" for char in line.text)
            if depth <= 0:
                return count if _NOTE_BRACKET.match("".join(each.text for each in lines[:count])) else 0
        return 0
    return 1 if _NOTE.match(text) and not text.endswith(SENTENCE_ENDS) and not is_date(text) else 0


def _is_status(text: str) -> bool:
    """Return whether a line is （草案） or the like; with a date and a meeting it is a note."""
    plain = compact(text)
    return _ONLY_STATUS.match(plain) is not None and not ("会议" in plain and _SOME_DATE.search(plain))


def is_date(text: str) -> bool:
    """Return whether a line is nothing but a date, as below a signature."""
    return _DATE_ONLY.match(compact(text)) is not None


def is_signature(text: str) -> bool:
    """Return whether a line is a date, an office or an officer's name as below an act."""
    return is_date(text) or SIGNATURE.match(compact(text)) is not None


def is_heading_of_act(text: str) -> bool:
    """Return whether a line names an act: …条例（草案）."""
    plain = compact(text)
    return is_title_like(plain, MAX_TITLE_LINE) and _NAMED.search(plain) is not None


def _title(lines: Sequence[Line]) -> tuple[int, int]:
    """Return where the title stands: the last line that names an act, with the lines it is spread over."""
    able = [_can_be_title(line.text) for line in lines]
    named = [i for i, line in enumerate(lines) if able[i] and is_heading_of_act(line.text)]
    acts = [i for i in named if not _ANNOUNCES.search(compact(lines[i].text))] or named
    if acts:
        at = _whole(lines, acts)
    else:
        at = next((i for i, is_able in enumerate(able) if is_able and len(lines[i].text) > 1), -1)
        if at < 0:
            return 0, 0
    begin, end = at, at + 1
    while (
        begin > 0
        and end - begin < MAX_TITLE_LINES
        and able[begin - 1]
        and _goes_on(lines[begin - 1].text, lines[begin].text)
    ):
        begin -= 1
    while (
        end < len(lines)
        and end - begin <= MAX_TITLE_LINES
        and (_is_status(lines[end].text) or (not acts and able[end] and is_title_like(lines[end].text, 40)))
    ):
        end += 1
    return begin, end


def _whole(lines: Sequence[Line], acts: list[int]) -> int:
    """The last name counts, unless it is but the end of one that stood complete above."""
    last = compact(lines[acts[-1]].text)
    return next((i for i in acts[:-1] if compact(lines[i].text).endswith(last)), acts[-1])


def _can_be_title(text: str) -> bool:
    plain = compact(text)
    return (
        is_title_like(plain, MAX_TITLE_LINE)
        and not is_date(text)
        and not _NOTE.match(plain)
        and not _NOTE_BRACKET.match(plain)
        and not _ORDER.match(plain)
        and not PROMULGATES.search(plain)
        and point_start(plain) is None
    )


def _goes_on(above: str, below: str) -> bool:
    """Return whether a title that stands on two lines runs from one to the other."""
    above, below = compact(above), compact(below)
    if below.startswith("的"):
        return True
    if _NAMED.search(above) or is_date(above):
        return False
    if SIGNATURE.match(above):
        return below.startswith(_GOING_ON)
    if "关于" in above or _ISSUER.match(above):
        return True
    return above.endswith(("的", "和", "与", "及", "实施", "、", "》", "〉")) or below.startswith(
        (*_GOING_ON, "《")
    )


def _joined(parts: list[str]) -> str:
    title = "".join(tidy(part) for part in parts)
    return title[1:-1] if title.startswith("《") and title.find("》") == len(title) - 1 else title
