"""What a value of the profile is counted in, and in which direction (``domain.md`` §15).

Months, days and working days are lengths of time; a number or a choice is a parameter beside them, such as the
presidium's quorum.
"""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Unit(StrEnum):
    """How a value is counted."""

    NATURAL_DAY = "natural_day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    CHOICE = "choice"


class Sense(StrEnum):
    """What a length of time is for, which decides how it meets a day of rest."""

    DEADLINE = "deadline"  # the last day to act; a day of rest moves it on (民法典 203)
    MINIMUM = "minimum"  # at least so long; it ends where the count ends
    BEFORE = "before"  # so long before another day, counted backward
    PARAMETER = "parameter"  # no time at all


class Level(StrEnum):
    """Where the value that counts was set."""

    TOWN = "town"
    COUNTY = "county"
    PROFILE = "profile"
    NATIONAL = "national"


TIME_UNITS = (Unit.NATURAL_DAY, Unit.WORKING_DAY, Unit.MONTH)
UNIT_LABELS: dict[Unit, Promise] = {
    Unit.NATURAL_DAY: _("日"),
    Unit.WORKING_DAY: _("个工作日"),
    Unit.MONTH: _("个月"),
}
UNIT_NAMES: dict[Unit, Promise] = {
    Unit.NATURAL_DAY: _("自然日"),
    Unit.WORKING_DAY: _("工作日"),
    Unit.MONTH: _("月"),
}
LEVEL_LABELS: dict[Level, Promise] = {
    Level.TOWN: _("本镇（街道）设定"),
    Level.COUNTY: _("本县设定"),
    Level.PROFILE: _("省市标准"),
    Level.NATIONAL: _("全国默认"),
}
# Longest values that make sense at all; beyond them a typing error is likelier than a rule.
LONGEST: dict[Unit, int] = {Unit.NATURAL_DAY: 3650, Unit.WORKING_DAY: 500, Unit.MONTH: 120}
