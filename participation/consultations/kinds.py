"""What each kind of consultation needs before it may be signed, and how its page begins (``domain.md`` §3.6, §10.3)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class KindRules:
    """The rules of one kind. ``source`` is the law behind it, ``rows`` the name of what its text consists of."""

    about: Text
    needs_text: bool = False
    needs_explanation: bool = False
    needs_questions: bool = False
    source: Text = ""
    rows: Text = "条文"
    why: Text = ""
    plain_summary: Text = ""
    key_questions: Text = ""


BUDGET_LAW = _("《预算法》第四十五条")
_RULES = {
    "relayed_draft": KindRules(
        about=_("市、省人大转来征求意见的法规草案。草案和说明都要公布；少于规定天数要写明理由。"),
        needs_text=True,
        needs_explanation=True,
        source=_("《立法法》第四十条"),
    ),
    "decision": KindRules(
        about=_("本级人大或者常委会的决议、决定草案，可以用“一、”“二、”编号。"),
        needs_text=True,
        needs_explanation=True,
    ),
    "procedure": KindRules(
        about=_("议事规则、工作办法等；修订的，条文对照会自动列出。"),
        needs_text=True,
        needs_explanation=True,
    ),
    "projects": KindRules(
        about=_("从候选项目里听取意见。把项目表粘贴或者导入，每个项目成为一行。"),
        needs_text=True,
        rows=_("候选项目"),
        why=_("本级人民代表大会会议将审议、表决民生实事项目，现就候选项目听取意见。"),
        key_questions=_("这些项目里，哪几项最应该先办？为什么？\n还有什么应当列入而没有列入？"),
    ),
    "budget": KindRules(
        about=_("人大会议审查预算草案前听取选民和社会各界的意见，不需要附草案全文，要写重点问题。"),
        needs_questions=True,
        source=BUDGET_LAW,
        why=_(
            "《预算法》第四十五条规定，人民代表大会举行会议审查预算草案前，应当采用多种形式，组织本级人民代表大会代表，"
            "听取选民和社会各界的意见。"
        ),
        key_questions=_("钱最应该用在哪里？\n哪些支出可以少一些？\n去年办的事，哪些没有办好？"),
    ),
    "supervision": KindRules(
        about=_("征集监督工作的议题，不需要草案全文，要写重点问题。"),
        needs_questions=True,
        why=_("为了编制下一年度监督工作计划，现公开征集监督议题。"),
        key_questions=_("建议监督什么？\n用什么方式（专项工作报告、执法检查、专题询问、调研）？\n要解决什么问题？"),
    ),
    "question": KindRules(
        about=_("就一个问题听取意见，不需要草案全文，要写重点问题。"), needs_questions=True
    ),
}  # fmt: skip


def rules_of(kind: str) -> KindRules:
    """Return the rules of a kind."""
    return _RULES[kind]


def all_rules() -> dict[str, KindRules]:
    """Return the rules by kind, in the order of the form."""
    return dict(_RULES)
