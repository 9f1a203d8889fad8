"""What a program must not decide and a person should look at: somebody's illness, and a child that writes.

Health is sensitive whosever it is, and a child under 14 has rules of its own (个保法 28, 31; ``domain.md`` §6.1).
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Hint:
    """A stretch of the original and why to look at it. Nothing is masked for it."""

    kind: str
    start: int
    end: int
    original: str

    @property
    def label(self) -> Promise:
        """Return what it may be."""
        return HINT_LABELS[self.kind]


HINT_LABELS: dict[str, Promise] = {
    "health": _("可能是某个人的病情，请人工留意"),
    "minor": _("可能是未成年人"),
}
_ILLNESS = (
    "精神病|精神分裂|精神障碍|神经病|抑郁症|抑郁|躁郁症|自闭症|孤独症|艾滋病?|HIV|乙肝|丙肝|梅毒|性病|肺结核|癌症?|肿瘤|白血病|尿毒症|"
    "癫痫|瘫痪|偏瘫|痴呆|智障|智力障碍|残疾|吸毒|戒毒|流产|怀孕|不孕"
)
_PERSON = (
    "邻居|隔壁|对门|楼上|楼下|[老小][一-龥]家?|他|她|同学|同事|一户|户人家|家里|家有|我(?:爸|妈|父|母|儿|女|爷|奶|公|婆|老|弟|妹|哥|姐|孩|家|是|有|得|患)|"
    "患有|得了|[一-龥]某"
)
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_ILL = re.compile(_ILLNESS)
_SOMEBODY = re.compile(_PERSON)
_YEARS = "(?:[1-9]|1[0-3]|[一二三四五六七八九]|十[一二三]?)"
_NOT_A_CHILD = "(?![^，。,.]{0,6}(?:家长|老师|教师|班主任|校长|爸爸|妈妈|父亲|母亲|奶奶|爷爷))"
_MINOR = re.compile(
    f"我(?:是|才|刚满|刚|快|马上|今年|现在|已经|只有|还只有|今年才|今年刚|今年已经){{0,2}}{_YEARS}(?:周)?岁(?!的?时|那年|起|就|开始)"
    f"|我(?:们)?(?:现在|今年)?(?:是|上|读|念|在读|在上|就读于?)[^，。,.的]{{0,10}}?[一二三四五六1-6]年级{_NOT_A_CHILD}"
    f"|我(?:现在|今年)?在[^，。,.]{{0,10}}?(?:上|读|念)[^，。,.]{{0,4}}?[一二三四五六1-6]年级{_NOT_A_CHILD}"
    f"|我(?:们)?(?:是|还是)(?:一?[名个位])?[^，。,.]{{0,8}}?小学生{_NOT_A_CHILD}"
)


def health_hints(text: str) -> tuple[Hint, ...]:
    """Return words of illness in sentences that speak of somebody, not of a matter."""
    return tuple(
        Hint("health", sentence.start() + word.start(), sentence.start() + word.end(), word[0])
        for sentence in _SENTENCE.finditer(text)
        if _SOMEBODY.search(sentence[0])
        for word in _ILL.finditer(sentence[0])
    )


def minor_hints(text: str) -> tuple[Hint, ...]:
    """Return words by which the writer seems to be a child under 14."""
    return tuple(Hint("minor", *match.span(), match[0]) for match in _MINOR.finditer(text))
