"""What the law fixes is refused with the article named; what cannot be meant is refused too (R40, R21, R37)."""

from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines.memory import current
from deadlines.rules import RULES, Rule
from deadlines.snapshot import is_laxer
from deadlines.units import LONGEST, TIME_UNITS, UNIT_NAMES, Unit
from organizations.models import Congress


def checked_value(
    rule_id: str, congress: Congress, *, amount: int, unit: str, choice: str, source: str, valid_from: date
) -> Rule:
    """Return the rule with a new value; raise ValidationError, keyed by field, for one that may not be."""
    rule = RULES.get(rule_id)
    if rule is None:
        raise ValidationError(_("没有这项规则。"))
    if rule.county_only and not congress.is_root():
        raise ValidationError(_("这一项由县人大机关统一设定。"))
    check_day(valid_from)
    if rule.unit is Unit.CHOICE:
        if choice not in dict(rule.choices):
            raise ValidationError({"choice": _("请从列表中选择。")})
        return replace(rule, choice=choice, source=source, is_law=False)
    if unit not in TIME_UNITS:
        raise ValidationError({"unit": _("请从列表中选择。")})
    value = replace(rule, amount=amount, unit=Unit(unit), source=source, is_law=False)
    if not 1 <= amount <= LONGEST[value.unit]:
        raise ValidationError({"amount": _("请填1至%(most)d之间的整数。") % {"most": LONGEST[value.unit]}})
    _check_law(value, congress, valid_from)
    return value


def check_day(valid_from: date) -> None:
    """Refuse a day that is over: a change never alters what was promised before it."""
    if valid_from < timezone.localdate():
        raise ValidationError({"valid_from": _("执行日期不能早于今天：改动不影响已经起算的期限。")})


def _check_law(value: Rule, congress: Congress, on: date) -> None:
    law = current().law(value.id, congress, on)
    if law is None or not is_laxer(value, law):
        return
    if value.unit is not law.unit:
        text = _("%(law)s，须按%(unit)s计算。") % {"law": law.law_text, "unit": UNIT_NAMES[law.unit]}
        raise ValidationError({"unit": text})
    raise ValidationError({"amount": _("%(law)s，不能放宽。") % {"law": law.law_text}})
