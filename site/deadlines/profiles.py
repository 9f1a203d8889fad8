"""What provinces and cities fix differently, as data (``domain.md`` §3.1.4, §15). A county chooses one of them.

A value from a regulation is law here: a county or town may be stricter, never laxer. Where the article's number
was not read the source names the regulation only.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deadlines.rules import RULES, Rule, Text
from deadlines.units import Unit

DAY, WORK, MONTH, CHOICE = Unit.NATURAL_DAY, Unit.WORKING_DAY, Unit.MONTH, Unit.CHOICE


@dataclass(frozen=True)
class Profile:
    """A province's or city's values; what it leaves out comes from ``parent``, then from the national profile.

    ``for_towns`` names the profile that comes first for towns (not for streets, which have no congress).
    """

    id: str
    label: Promise
    values: dict[str, Rule]
    parent: str = ""
    for_towns: str = ""
    can_be_chosen: bool = True


def _value(rule_id: str, amount: int, unit: Unit, source: Text, *, is_law: bool = True) -> Rule:
    return replace(RULES[rule_id], amount=amount, unit=unit, source=source, is_law=is_law)


def _choice(rule_id: str, choice: str, source: Text) -> Rule:
    return replace(RULES[rule_id], choice=choice, source=source, is_law=True)


def _profile(profile_id: str, label: Promise, *values: Rule, **more: str | bool) -> Profile:
    return Profile(profile_id, label, {rule.id: rule for rule in values}, **more)  # type: ignore[arg-type]


_PROFILES = (
    _profile(
        "zhejiang", _("浙江省"),
        _value("suggestion.assign", 7, DAY, _("浙江省代表建议办理规定（2016年）第十条：受理后七日内告知代表")),
        _value("suggestion.return", 10, DAY, _("浙江省代表建议办理规定（2016年）第十四条")),
        _value("suggestion.cohandler", 2, MONTH, _("浙江省代表建议办理规定（2016年）第十八条")),
        _value("suggestion.redo", 1, MONTH, _("浙江省代表建议办理规定（2016年）第二十四条")),
        _choice("suggestion.joint_reply", "each", _("浙江省代表建议办理规定（2016年）第二十二条")),
        _value("consultation.minimum_draft", 20, DAY, _("浙江省地方立法条例（2016年）第四十条")),
        _value("congress.notice", 7, DAY, _("《浙江省乡镇人民代表大会工作条例》第二十条")),
        _value("deliberation.handling", 3, MONTH, _("浙江省各级人大常委会监督条例（2008年）第四十四条")),
        _value("personnel.materials", 10, DAY, _("浙江省人事任免规定（2018年）第九条")),
    ),
    _profile(
        "shandong", _("山东省"),
        _value("suggestion.assign", 5, DAY, _("山东省代表建议办理规定（2017年）第十条")),
        _value("suggestion.return", 5, DAY, _("山东省代表建议办理规定（2017年）第十二条")),
        _value("suggestion.cohandler", 1, MONTH, _("山东省代表建议办理规定（2017年）第二十一条")),
        _value("suggestion.redo", 1, MONTH, _("山东省代表建议办理规定（2017年）第二十四条")),
        _choice("suggestion.class_set", "shandong-abcd", _("山东省代表建议办理规定（2017年）第十八条")),
    ),
    _profile(
        "qingdao", _("山东省青岛市"),
        _value("suggestion.assign", 5, WORK, _("青岛市代表建议办理规定（2021年）第十四条")),
        _value("suggestion.return", 5, WORK, _("青岛市代表建议办理规定（2021年）第十九条")),
        _value("suggestion.cohandler", 1, MONTH, _("青岛市代表建议办理规定（2021年）第二十四条")),
        _choice("suggestion.joint_reply", "lead", _("青岛市代表建议办理规定（2021年）第二十八条")),
        parent="shandong",
    ),
    _profile(
        "chongqing", _("重庆市"),
        _value("suggestion.assign", 10, WORK, _("重庆市代表建议办理规定（2017年）第十三条")),
        _value("suggestion.return", 10, WORK, _("重庆市代表建议办理规定（2017年）第十六条")),
        _value("suggestion.contact", 20, WORK, _("重庆市代表建议办理规定（2017年）第十八条")),
        _value("suggestion.cohandler", 30, WORK, _("重庆市代表建议办理规定（2017年）第二十条")),
        _value("suggestion.rate", 20, WORK, _("重庆市代表建议办理规定（2017年）第二十七条")),
        _value("suggestion.redo", 2, MONTH, _("重庆市代表建议办理规定（2017年）第二十七条")),
        _choice("suggestion.class_set", "chongqing-abcd", _("重庆市代表建议办理规定（2017年）第二十二条")),
        _value("personnel.materials", 7, DAY, _("重庆市人事任免规定（2022年）第十七条")),
        for_towns="chongqing-township",
    ),
    _profile(
        "chongqing-township", _("重庆市乡镇"),
        _value("suggestion.answer", 2, MONTH, _("《重庆市乡镇人民代表大会工作条例》第十六条")),
        _value("suggestion.answer_hard", 4, MONTH, _("《重庆市乡镇人民代表大会工作条例》第十六条")),
        _value("congress.notice", 10, DAY, _("《重庆市乡镇人民代表大会工作条例》第十一条")),
        parent="chongqing", can_be_chosen=False,
    ),
    _profile(
        "henan", _("河南省"),
        _value("suggestion.return", 10, WORK, _("河南省代表建议办理规定（2017年）第十四条")),
        _value("suggestion.cohandler", 2, MONTH, _("河南省代表建议办理规定（2017年）第十八条")),
        _value("suggestion.rate", 10, WORK, _("河南省代表建议办理规定（2017年）第二十二条")),
        _value("suggestion.redo", 1, MONTH, _("河南省代表建议办理规定（2017年）第二十二条")),
    ),
    _profile(
        "beijing", _("北京市"),
        _value("suggestion.rate", 15, WORK, _("北京市代表建议办理规定（2014年）第二十三条")),
        _value("suggestion.redo", 2, MONTH, _("北京市代表建议办理规定（2014年）")),
        _value("consultation.minimum_draft", 30, DAY, _("北京市制定地方性法规条例（2023年）第三十七条")),
    ),
    _profile(
        "jiangsu", _("江苏省"),
        _choice("presidium.quorum", "two-thirds", _("《江苏省乡镇人民代表大会工作条例》")),
        _value("deliberation.handling", 6, MONTH, _("江苏省关于审议意见办理期限的规定")),
    ),
)  # fmt: skip
PROFILES: dict[str, Profile] = {profile.id: profile for profile in _PROFILES}


def chain(profile_id: str, *, is_town: bool) -> Iterator[Profile]:
    """Yield the profiles that count for a congress, the most particular first; none for an unknown id."""
    profile = PROFILES.get(profile_id)
    if profile is not None and is_town and profile.for_towns:
        yield PROFILES[profile.for_towns]
    while profile is not None:
        yield profile
        profile = PROFILES.get(profile.parent)
