"""The national profile of clocks and parameters as data, each with its source (``domain.md`` §15).

Code asks for a rule by its id and never holds a number of days itself. What a province, a county or a town sets
differently comes on top: ``deadlines.profiles`` and ``deadlines.models.Override``.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from deadlines.units import UNIT_LABELS, Sense, Unit

Text = str | Promise
LOCAL = _("本地做法")
PETITIONS_23 = _("《信访工作条例》第二十三条")
ROLL_ON = "calendar.roll_on"


@dataclass(frozen=True)
class Rule:
    """A clock or a parameter: its value, and the law or practice it rests on."""

    id: str
    label: Text
    amount: int
    unit: Unit
    source: Text = LOCAL
    sense: Sense = Sense.DEADLINE
    is_law: bool = False
    choice: str = ""
    choices: tuple[tuple[str, Text], ...] = ()
    county_only: bool = False

    @property
    def value_text(self) -> str:
        """Return the value in words: ``15日``, or the label of a choice."""
        if self.unit is Unit.CHOICE:
            return str(dict(self.choices).get(self.choice, self.choice))
        return f"{self.amount}{UNIT_LABELS[self.unit]}"

    @property
    def group(self) -> str:
        """Return the first part of the id."""
        return self.id.split(".")[0]

    @property
    def law_text(self) -> str:
        """Return what the law fixes, in words; empty for practice."""
        if not self.is_law or self.unit is Unit.CHOICE:
            return ""
        words = {
            Sense.DEADLINE: _now("%(source)s规定不超过%(value)s"),
            Sense.MINIMUM: _now("%(source)s规定不少于%(value)s"),
            Sense.BEFORE: _now("%(source)s规定至少提前%(value)s"),
        }
        return words[self.sense] % {"source": self.source, "value": self.value_text}


DAY, WORK, MONTH, CHOICE = Unit.NATURAL_DAY, Unit.WORKING_DAY, Unit.MONTH, Unit.CHOICE
MINIMUM, BEFORE, PARAMETER = Sense.MINIMUM, Sense.BEFORE, Sense.PARAMETER

GROUPS: dict[str, Promise] = {
    "opinion": _("群众意见"),
    "suggestion": _("代表建议"),
    "consultation": _("征求意见"),
    "reception": _("接待日"),
    "congress": _("人代会"),
    "presidium": _("主席团"),
    "deliberation": _("审议意见"),
    "personnel": _("人事任免"),
    "retention": _("个人信息"),
    "calendar": _("日期计算"),
}
_OPINION = (
    Rule("opinion.ack", _("告知受理情况"), 15, DAY, PETITIONS_23, is_law=True),
    Rule("opinion.reply_target", _("答复目标"), 7, WORK),
    Rule("opinion.reply_limit", _("答复期限"), 30, DAY),
    Rule("opinion.transfer_objection", _("提出退回"), 5, WORK, PETITIONS_23, is_law=True),
    Rule("opinion.extension", _("延期办理"), 30, DAY, _("本地做法（参照《信访工作条例》第三十四条）")),
    Rule("opinion.more_answer", _("等待提交人补充"), 15, DAY),
    Rule("opinion.supervision_answer", _("答复督办"), 7, WORK),
    Rule("opinion.promise_reminder", _("承诺事项到期提醒"), 7, DAY, sense=BEFORE),
    Rule("opinion.redo", _("重新办理"), 30, DAY),
)
_DEPUTIES_51 = _("《全国人民代表大会和地方各级人民代表大会代表法》第五十一条")
_SUGGESTION = (
    Rule("suggestion.assign", _("代表建议交办"), 7, DAY),
    Rule("suggestion.return", _("代表建议退回"), 5, WORK, _("本地做法（参照青岛市、山东省规定）")),
    Rule("suggestion.contact", _("答复前联系代表"), 20, WORK, _("本地做法（参照重庆市规定）")),
    Rule("suggestion.cohandler", _("会办意见"), 1, MONTH, _("本地做法（参照山东省、青岛市规定）")),
    Rule("suggestion.answer", _("代表建议答复"), 3, MONTH, _DEPUTIES_51, is_law=True),
    Rule(
        "suggestion.answer_hard", _("代表建议答复（涉及面广或办理难度大）"), 6, MONTH, _DEPUTIES_51, is_law=True
    ),
    Rule("suggestion.rate", _("代表评价"), 20, WORK, _("本地做法（参照重庆市规定）")),
    Rule("suggestion.redo", _("代表不满意重新办理"), 1, MONTH, _("本地做法（参照浙江省、山东省、河南省规定）")),
    Rule(
        "suggestion.joint_reply", _("联名建议的答复"), 0, CHOICE, sense=PARAMETER, choice="each",
        choices=(("each", _("分别答复每位代表")), ("lead", _("答复领衔代表"))),
    ),
    Rule(
        "suggestion.class_set", _("办理结果分类"), 0, CHOICE, sense=PARAMETER, choice="npc-abcd",
        choices=(
            ("npc-abcd", _("四类：A已解决或基本解决，B正在解决或列入计划，C因条件限制待以后解决，D留作参考")),
            ("three-abc", _("三类：A已解决或采纳，B列入计划，C留作参考")),
            ("zhejiang-abc", _("三类：A已解决或基本解决，B部分解决或列入计划，C受条件限制或不可行")),
            ("shandong-abcd", _("四类：A已解决或部分解决，B列入计划限期解决，C条件不具备，D不符合法律政策")),
            ("chongqing-abcd", _("四类：A已解决或采纳，B正在研究有计划和时间，C条件不具备说明理由，D超出权限向上反映")),
        ),
    ),
)  # fmt: skip
_OTHER = (
    Rule("consultation.minimum", _("征求意见最短时间"), 7, DAY, sense=MINIMUM),
    Rule(
        "consultation.minimum_draft", _("法规草案征求意见最短时间"), 30, DAY, _("《立法法》第四十条"),
        sense=MINIMUM, is_law=True,
    ),
    Rule("consultation.feedback", _("公布意见采纳情况"), 30, DAY),
    Rule("reception.notice", _("接待日提前公告"), 3, DAY, sense=BEFORE),
    Rule("congress.notice", _("人代会会议通知"), 7, DAY, _("本地做法（参照浙江省规定）"), sense=BEFORE),
    Rule("congress.material", _("会议材料送达"), 1, DAY, _("本地做法（参照浙江省规定）"), sense=BEFORE),
    Rule("presidium.interval", _("主席团会议间隔"), 3, MONTH, _("本地做法（参照浙江、河南、江苏、重庆规定）")),
    Rule(
        "presidium.quorum", _("主席团会议法定人数"), 0, CHOICE, sense=PARAMETER, choice="majority",
        choices=(("majority", _("全体成员过半数")), ("two-thirds", _("全体成员三分之二以上"))),
    ),
    Rule("deliberation.handling", _("审议意见研究处理"), 6, MONTH, _("本地做法（参照江苏省规定）")),
    Rule(
        "personnel.materials", _("任免材料报送"), 10, DAY, _("本地做法（参照广东省、浙江省规定）"), sense=BEFORE
    ),
    Rule("retention.identity", _("个人信息保存"), 180, DAY, _("本县个人信息处理规则"), sense=MINIMUM),
    Rule(
        ROLL_ON, _("期满日为休息日"), 0, CHOICE, _("《民法典》第二百零三条"), sense=PARAMETER, choice="yes",
        choices=(("yes", _("顺延至下一个工作日")), ("no", _("不顺延"))), county_only=True,
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {rule.id: rule for rule in (*_OPINION, *_SUGGESTION, *_OTHER)}
