"""The forms of 期限: a value of a rule, the profile of the county, days of the calendar, a year announced.

Forms clean; what the law forbids is refused by ``deadlines.limits`` and said beside the field.
"""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from deadlines.profiles import PROFILES
from deadlines.proposals import DayKind, DaysProposal, ProfileProposal, RuleProposal
from deadlines.rules import Rule
from deadlines.units import TIME_UNITS, UNIT_NAMES, Unit


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label, help_text=help_text, widget=DayInput(), error_messages={"required": _("请选择日期。")}
    )


def reason_field() -> CleanCharField:
    """Return a field for why something is changed."""
    return CleanCharField(label=_("理由"), max_length=200, help_text=_("记入审计记录，不公开"))


class ValueForm(forms.Form):
    """A value for a rule; its fields depend on whether the rule is a length of time or a choice."""

    amount = forms.IntegerField(
        label=_("数值"),
        widget=forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
        error_messages={"required": _("请填写整数。"), "invalid": _("请填写整数。")},
    )
    unit = forms.ChoiceField(label=_("单位"), choices=[(u.value, UNIT_NAMES[u]) for u in TIME_UNITS])
    choice = forms.ChoiceField(label=_("选项"))
    source = CleanCharField(
        label=_("依据"), max_length=120, help_text=_("法规名称和条款；没有的写“本地做法”。会公开显示")
    )
    valid_from = day_field(_("执行日期"), _("从这一天起算的期限用新值，之前的不变"))
    reason = reason_field()

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        initial = {
            "amount": rule.amount, "unit": rule.unit.value, "choice": rule.choice,
            "source": str(rule.source) if not rule.is_law else "", "valid_from": timezone.localdate(),
        }  # fmt: skip
        super().__init__(*args, **{"initial": initial} | kwargs)
        is_choice = rule.unit is Unit.CHOICE
        for name in ("amount", "unit") if is_choice else ("choice",):
            del self.fields[name]
        if is_choice:
            self.fields["choice"].choices = rule.choices  # type: ignore[attr-defined]

    def proposal(self) -> RuleProposal:
        """Return what was typed."""
        return RuleProposal(**self.cleaned_data)


class ReturnForm(forms.Form):
    """Giving a rule back to the level above."""

    valid_from = day_field(_("执行日期"), _("从这一天起算的期限沿用上一级的值"))
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given = {"initial": {"valid_from": timezone.localdate()}, "prefix": "return"}
        super().__init__(*args, **given | kwargs)

    def proposal(self) -> RuleProposal:
        """Return what was typed."""
        return RuleProposal(is_inherited=True, **self.cleaned_data)


class ProfileForm(forms.Form):
    """Which province's or city's values the county follows."""

    profile = forms.ChoiceField(label=_("省市标准"), required=False)
    valid_from = day_field(_("执行日期"), _("从这一天起算的期限用新标准，之前的不变"))
    reason = reason_field()

    def __init__(self, *args: Any, chosen: str, **kwargs: Any) -> None:
        initial = {"profile": chosen, "valid_from": timezone.localdate()}
        super().__init__(*args, **{"initial": initial} | kwargs)
        self.fields["profile"].choices = [  # type: ignore[attr-defined]
            ("", _("全国默认")),
            *((p.id, p.label) for p in PROFILES.values() if p.can_be_chosen),
        ]

    def proposal(self) -> ProfileProposal:
        """Return what was typed."""
        return ProfileProposal(**self.cleaned_data)


class DaysForm(forms.Form):
    """Days off, days worked."""

    first = day_field(_("第一天"))
    last = day_field(_("最后一天"), _("只有一天的，与第一天相同"))
    kind = forms.ChoiceField(
        label=_("定为"),
        choices=[
            (DayKind.REST.value, _("休息日（放假、调休）")),
            (DayKind.WORK.value, _("工作日（调休上班）")),
            (DayKind.ORDINARY.value, _("恢复平常（周一至周五上班）")),
        ],
    )
    name = CleanCharField(
        label=_("名称"), max_length=40, required=False, help_text=_("例：国庆节、春节调休上班")
    )
    source = CleanCharField(label=_("依据文件"), max_length=120, help_text=_("放假通知的名称或文号"))

    def proposal(self) -> DaysProposal:
        """Return what was typed."""
        return DaysProposal(**self.cleaned_data)


class YearForm(forms.Form):
    """The word that a year is complete."""

    source = CleanCharField(label=_("放假通知名称或文号"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "year"} | kwargs)
