"""From a rule and a base date to a due date that explains itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from deadlines.calendar import is_working_day
from deadlines.rules import RULES, UNIT_LABELS, Rule, Unit
from organizations.models import Congress


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


def due_date(
    rule_id: str,
    base: date,
    congress: Congress | None = None,
    *,
    suspensions: Sequence[tuple[date, date]] = (),
) -> DueDate:
    """Return when the clock ``rule_id`` started on ``base`` runs out. Raises KeyError for an unknown rule.

    The base day is day zero, as in 民法典 第二百零一条. ``suspensions`` are first and last days of times in
    which the clock stood still; these days do not count.
    """
    rule = RULES[rule_id]
    day, left = base, rule.amount
    while left > 0:
        day += timedelta(days=1)
        is_still = any(first <= day <= last for first, last in suspensions)
        if not is_still and (rule.unit is not Unit.WORKING_DAY or is_working_day(day)):
            left -= 1
    return DueDate(rule, base, day)
