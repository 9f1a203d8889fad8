"""What the screens of 期限 show: the values in force, their history, a year of the calendar."""

import calendar as gregorian
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from deadlines.memory import current
from deadlines.models import CalendarDay, Override, ProfileChoice, Recalculation
from deadlines.profiles import PROFILES
from deadlines.rules import GROUPS, RULES, Rule, Text
from deadlines.snapshot import Effective
from deadlines.units import LEVEL_LABELS, Level
from organizations.models import Congress
from organizations.scope import congresses

MANAGE = Permission.MANAGE_DEADLINES
NEWEST = 20


@dataclass(frozen=True)
class RuleRow:
    """A rule with the value in force today."""

    effective: Effective
    is_editable: bool

    @property
    def rule(self) -> Rule:
        """Return the rule."""
        return self.effective.rule

    @property
    def level(self) -> str:
        """Return where the value was set, in words."""
        return level_words(self.effective)


@dataclass(frozen=True)
class Cell:
    """A day of the year view; a name only where the calendar has one."""

    day: date
    works: bool
    name: str
    is_today: bool

    @property
    def is_changed(self) -> bool:
        """Return whether the day differs from what its weekday says."""
        return self.works != (self.day.weekday() < 5)


def level_words(effective: Effective) -> str:
    """Return where a value was set; with the name of the county, town or province."""
    if effective.level is Level.NATIONAL:
        return str(LEVEL_LABELS[effective.level])
    return f"{LEVEL_LABELS[effective.level]}：{effective.where}"


def manageable(user: User) -> QuerySet[Congress]:
    """Return the congresses whose rules the user may set: a street has no congress, but takes opinions too."""
    return congresses(user, MANAGE)


def rule_groups(congress: Congress) -> list[tuple[Text, list[RuleRow]]]:
    """Return all rules with the values in force for a congress, by subject."""
    snapshot, today = current(), timezone.localdate()
    groups: dict[str, list[RuleRow]] = {group: [] for group in GROUPS}
    for rule in RULES.values():
        effective = snapshot.value(rule.id, congress, today)
        groups[rule.group].append(RuleRow(effective, congress.is_root() or not rule.county_only))
    return [(GROUPS[group], rows) for group, rows in groups.items() if rows]


def versions(congress: Congress, rule_id: str) -> QuerySet[Override]:
    """Return what the congress itself has set for a rule, the newest first."""
    found = Override.objects.filter(congress=congress, rule_id=rule_id)
    return found.select_related("set_by").order_by("-valid_from", "-id")[:NEWEST]


def profile_choices(county: Congress) -> QuerySet[ProfileChoice]:
    """Return which profiles the county has followed, the newest first."""
    return ProfileChoice.objects.filter(congress=county).select_related("set_by")[:NEWEST]


def profile_label(profile_id: str) -> str:
    """Return a profile's name; the national one for an empty or unknown id."""
    profile = PROFILES.get(profile_id)
    return str(profile.label) if profile is not None else str(LEVEL_LABELS[Level.NATIONAL])


def month_grids(year: int) -> Iterator[tuple[int, list[list[Cell | None]]]]:
    """Yield the months of a year, each as weeks from Monday to Sunday with empty places."""
    snapshot, today = current(), timezone.localdate()
    for month in range(1, 13):
        weeks: list[list[Cell | None]] = []
        for week in gregorian.Calendar().monthdatescalendar(year, month):
            cells: list[Cell | None] = []
            for day in week:
                if day.month != month:
                    cells.append(None)
                    continue
                named = snapshot.named(day)
                cells.append(Cell(day, snapshot.works(day), named.name if named else "", day == today))
            weeks.append(cells)
        yield month, weeks


def named_days(year: int) -> QuerySet[CalendarDay]:
    """Return the days that the calendar names in a year."""
    return CalendarDay.objects.filter(day__range=(date(year, 1, 1), date(year, 12, 31)))


def recalculations() -> QuerySet[Recalculation]:
    """Return the latest changes that were carried to running clocks."""
    return Recalculation.objects.select_related("started_by", "congress")[:NEWEST]
