"""Homes and names of persons in a text.

Of a home address only town or street may stand (``domain.md`` §6.1, the practice of 永安市): estate, village group,
building and room go. A name is one only after words that introduce it; nobody can tell names by their characters.
"""

import re
from collections.abc import Iterator

from core.masking.numbers import Rule

_N = "[0-9A-Za-z一二三四五六七八九十百几]"
_UNIT = "(?:号楼|号院|门牌|号|幢|栋|座|单元|室|户|组|弄|排)"
# Characters of a place's name: no words that belong to the sentence around it.
_PLACE = "(?:(?![在到的是从住于个这那该和与及我们])[一-龥])"
_ADMIN = "(?:[一-龥]{1,7}?(?:省|自治区|市|县|(?<!小)区|镇|乡|街道办事处|街道)){0,4}"
_ESTATE = "(?:小区|花园|家园|公寓|新村|新城|山庄|苑)"

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏锺钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛"
    "伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景"
    "薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁"
    "商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
)
_COMPOUND = "(?:欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|长孙|宇文|端木|百里)"
# Characters that end no given name, and surnames that are everyday words after 本人.
_NO_NAME = "的了是在也不就都去来到吗呢吧啊很要想有没会能个们过着和与及为这那"
_WORDS = "于和任常安全项时解明应强方从向成都来连单保原官应位台关管高查计"
_GIVEN = f"[^{_NO_NAME}\\W\\d_a-zA-Z]"
_END = r"(?=$|[\s，,。；;、：:！!？?（()）“”\"]|今年|现年|身份证|电话|手机|联系|家住|住|男|女|是|系|来自|想|要|反映|\d)"
_NAME = f"(?:{_COMPOUND}|[{SURNAMES}]){_GIVEN}{{1,2}}?{_END}"
_NAME_STRICT = f"(?:{_COMPOUND}|(?![{_WORDS}])[{SURNAMES}]){_GIVEN}{{1,2}}?{_END}"


def mask_name(value: str) -> str | None:
    """Return the surname with 某某; None for what is masked already."""
    if "某" in value:
        return None
    return (value[:2] if re.match(_COMPOUND, value) else value[0]) + "某某"


def names_again(plain: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield each place where a name stands that was introduced somewhere in the text."""
    names = {
        match["value"] for kind, pattern, _ in RULES if kind == "name" for match in pattern.finditer(plain)
    }
    for name in sorted(names):
        masked = mask_name(name)
        if masked is not None:
            for match in re.finditer(re.escape(name), plain):
                yield "name", *match.span(), masked


def _mask_home(value: str) -> str | None:
    return "**"


def _mask_number(value: str) -> str | None:
    return re.sub(r"[0-9A-Za-z]+", "**", value)


def _rule(kind: str, pattern: str) -> Rule:
    return kind, re.compile(pattern), {"home": _mask_home, "name": mask_name, "address": _mask_number}[kind]


_PARTS = f"(?:{_PLACE}{{1,8}}?(?:村|屯|寨|社区|{_ESTATE}|路|街|巷|大道))"
_NUMBERED = f"(?:{_N}{{1,5}}{_UNIT})"
RULES: tuple[Rule, ...] = (
    _rule(
        "name",
        "(?:我(?:的)?(?:名字|姓名)(?:叫|是)|我名叫|我叫|姓名(?:是|为)?[:： ]{0,2}|联系人[:： ]{1,2})"
        f"(?P<value>{_NAME})",
    ),
    _rule("name", f"本人(?:名叫|姓名|叫|[:： ]{{1,2}})?(?P<value>{_NAME_STRICT})"),
    # 家住 ... : everything after the town, when a number says which house.
    _rule(
        "home",
        f"(?:家住|居住|住址|住|家庭地址|家在)(?:在|于|是|为|[:： ]{{1,2}})?{_ADMIN}"
        f"(?P<value>{_PARTS}{{1,3}}(?:{_NUMBERED}{_PARTS}?)*{_NUMBERED}|{_NUMBERED}{{2,6}})",
    ),
    # An estate or a village with a room, or with a group and a number.
    _rule(
        "home",
        f"(?P<value>(?:{_PLACE}{{1,6}}?(?:村|路|街|巷|{_ESTATE}))?{_NUMBERED}{{0,4}}{_N}{{1,5}}(?:单元|号楼|幢|栋|号|组){_N}{{1,5}}(?:室|户))",
    ),
    _rule("home", f"(?P<value>(?:{_PLACE}{{1,4}}?村)?{_N}{{1,3}}组{_N}{{1,4}}号)"),
    _rule(
        "home",
        f"门牌(?:号码|号)?(?:是|为|[:： ]{{1,2}})?(?P<value>(?:{_N}{{1,6}}(?:号|室|幢|栋|单元)?){{1,4}})",
    ),
    _rule("address", "(?P<value>(?:[0-9A-Za-z]{1,5}(?:号楼|号|幢|栋|座|单元|室)){2,6})"),
)
