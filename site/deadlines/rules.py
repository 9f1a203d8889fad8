"""The national profile of clocks as data, each with its source (``domain.md`` §15).

Overrides by province, county and town will refine these values; code asks for a rule by its id and never
holds a number of days itself.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Unit(StrEnum):
    """How days are counted."""

    NATURAL_DAY = "natural_day"
    WORKING_DAY = "working_day"


UNIT_LABELS: dict[Unit, Promise] = {Unit.NATURAL_DAY: _("日"), Unit.WORKING_DAY: _("个工作日")}


@dataclass(frozen=True)
class Rule:
    """A clock: so many units after a base date, and the law or practice it rests on."""

    id: str
    label: Promise
    amount: int
    unit: Unit
    source: Promise


_RULES = (
    Rule("opinion.ack", _("告知受理情况"), 15, Unit.NATURAL_DAY, _("《信访工作条例》第二十三条")),
    Rule("opinion.reply_target", _("答复目标"), 7, Unit.WORKING_DAY, _("本县工作惯例")),
    Rule("opinion.reply_limit", _("答复期限"), 30, Unit.NATURAL_DAY, _("本县工作惯例")),
    Rule("opinion.transfer_objection", _("提出退回"), 5, Unit.WORKING_DAY, _("《信访工作条例》第二十三条")),
    Rule(
        "opinion.extension",
        _("延期办理"),
        30,
        Unit.NATURAL_DAY,
        _("本县工作惯例（参照《信访工作条例》第三十四条）"),
    ),
    Rule("opinion.more_answer", _("等待提交人补充"), 15, Unit.NATURAL_DAY, _("本县工作惯例")),
    Rule("opinion.supervision_answer", _("答复督办"), 7, Unit.WORKING_DAY, _("本县工作惯例")),
    Rule("opinion.promise_reminder", _("承诺事项到期提醒"), 7, Unit.NATURAL_DAY, _("本县工作惯例")),
    Rule("opinion.redo", _("重新办理"), 30, Unit.NATURAL_DAY, _("本县工作惯例")),
    Rule("consultation.minimum", _("征求意见最短时间"), 7, Unit.NATURAL_DAY, _("本县工作惯例")),
    Rule(
        "consultation.minimum_draft",
        _("法规草案征求意见最短时间"),
        30,
        Unit.NATURAL_DAY,
        _("《立法法》第四十条"),
    ),
    Rule("consultation.feedback", _("公布意见采纳情况"), 30, Unit.NATURAL_DAY, _("本县工作惯例")),
    Rule("reception.notice", _("接待日提前公告"), 3, Unit.NATURAL_DAY, _("本县工作惯例")),
    Rule("retention.identity", _("个人信息保存"), 180, Unit.NATURAL_DAY, _("本县个人信息处理规则")),
)
RULES: dict[str, Rule] = {rule.id: rule for rule in _RULES}
