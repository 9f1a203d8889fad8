"""From a rule and a base date to a due date that explains itself."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from deadlines.calendar import add_working_days
from deadlines.rules import RULES, UNIT_LABELS, Rule, Unit


@dataclass(frozen=True)
class DueDate:
    """A date with the rule and the arithmetic behind it."""

    rule: Rule
    base: date
    on: date

    @property
    def explanation(self) -> str:
        """Return the reckoning in one line, as shown beside the date."""
        return _("%(label)s：自%(base)s起%(amount)s%(unit)s，至%(due)s（依据：%(source)s）") % {
            "label": self.rule.label,
            "base": chinese_date(self.base),
            "amount": self.rule.amount,
            "unit": UNIT_LABELS[self.rule.unit],
            "due": chinese_date(self.on),
            "source": self.rule.source,
        }


def chinese_date(day: date) -> str:
    """Return a date as it is written in official Chinese, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def due_date(rule_id: str, base: date) -> DueDate:
    """Return when the clock ``rule_id`` started on ``base`` runs out. Raises KeyError for an unknown rule.

    The base day is day zero, as in 民法典 第二百零一条.
    """
    rule = RULES[rule_id]
    if rule.unit is Unit.WORKING_DAY:
        return DueDate(rule, base, add_working_days(base, rule.amount))
    return DueDate(rule, base, base + timedelta(days=rule.amount))
