"""The calendar and the rules of one moment, and which value counts for whom on which day (``domain.md`` §15).

``with_days``, ``with_version`` and ``with_choice`` give the settings as they would be: that is how a screen shows
what a change would do before anybody confirms it. ``deadlines.memory`` keeps the present ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from deadlines.models import CalendarDay, CalendarYear
from deadlines.profiles import chain
from deadlines.rules import RULES, Rule
from deadlines.units import Level, Sense, Unit
from organizations.models import Congress, CongressKind

TOWNS = {CongressKind.TOWN, CongressKind.TOWNSHIP, CongressKind.ETHNIC_TOWNSHIP}


@dataclass(frozen=True)
class Named:
    """A day that the calendar names."""

    works: bool
    name: str


@dataclass(frozen=True)
class Version:
    """A value as set by a county or town (with its name), or None where it follows the level above again."""

    path: str
    where: str
    rule_id: str
    valid_from: date
    value: Rule | None


@dataclass(frozen=True)
class Chosen:
    """The profile that the county at ``path`` follows from a day on."""

    path: str
    profile: str
    valid_from: date


Row = TypeVar("Row", Version, Chosen)


@dataclass(frozen=True)
class Effective:
    """The value that counts for a congress on a day, and who set it."""

    rule: Rule
    level: Level
    where: str = ""
    valid_from: date | None = None


def is_laxer(value: Rule, law: Rule) -> bool:
    """Return whether a value gives more time, or less notice, than the law; other units cannot be compared."""
    if value.unit is not law.unit:
        return True
    return value.amount > law.amount if law.sense is Sense.DEADLINE else value.amount < law.amount


@dataclass(frozen=True)
class Snapshot:
    """All settings of one moment. ``versions`` and ``choices`` stand with the newest first."""

    token: str
    versions: tuple[Version, ...]
    choices: tuple[Chosen, ...]
    changes: Mapping[date, Named | None] = field(default_factory=dict)
    years: dict[int, dict[date, Named]] = field(default_factory=dict)
    announced: set[int] = field(default_factory=set)

    def named(self, day: date) -> Named | None:
        """Return what the calendar says of ``day``; None for an ordinary day."""
        if day in self.changes:
            return self.changes[day]
        if day.year not in self.years:
            self.years[day.year] = _read_year(day.year)
        return self.years[day.year].get(day)

    def works(self, day: date) -> bool:
        """Return whether ``day`` is worked; an ordinary day is from Monday to Friday."""
        named = self.named(day)
        return day.weekday() < 5 if named is None else named.works

    def is_announced(self, year: int) -> bool:
        """Return whether the year's days off are known."""
        if not self.announced:
            self.announced.update(CalendarYear.objects.values_list("year", flat=True))
        return year in self.announced

    def value(self, rule_id: str, congress: Congress | None, on: date) -> Effective:
        """Return what counts for ``congress`` on a day: town, county, province or city, nation.

        A value that is laxer than the law of the congress does not count: a county's two months are no
        excuse for a town whose regulation says one. Raises KeyError for an unknown rule.
        """
        national = RULES[rule_id]
        if congress is None:
            return Effective(national, Level.NATIONAL)
        step = congress.steplen
        for end in range(len(congress.path), 0, -step):
            found = self._newest(congress.path[:end], rule_id, on)
            if found is not None and found.value is not None:
                law = self.law(rule_id, congress, on)
                if law is not None and is_laxer(found.value, law):
                    break
                level = Level.COUNTY if end == step else Level.TOWN
                return Effective(found.value, level, found.where, found.valid_from)
        return self.unset(rule_id, congress, on)

    def unset(self, rule_id: str, congress: Congress, on: date) -> Effective:
        """Return what counts where neither town nor county has set anything."""
        profile_id = self.profile(congress, on)
        for profile in chain(profile_id, is_town=congress.kind in TOWNS):
            if rule_id in profile.values:
                return Effective(profile.values[rule_id], Level.PROFILE, str(profile.label))
        return Effective(RULES[rule_id], Level.NATIONAL)

    def law(self, rule_id: str, congress: Congress, on: date) -> Rule | None:
        """Return the value that the law fixes: the province's or city's before the nation's."""
        profile_id = self.profile(congress, on)
        values = [p.values.get(rule_id) for p in chain(profile_id, is_town=congress.kind in TOWNS)]
        for value in (*values, RULES[rule_id]):
            if value is not None and value.is_law and value.unit is not Unit.CHOICE:
                return value
        return None

    def profile(self, congress: Congress, on: date) -> str:
        """Return the profile that the county follows on a day; empty for the national one."""
        root = congress.path[: congress.steplen]
        return next((c.profile for c in self.choices if c.path == root and c.valid_from <= on), "")

    def with_days(self, changes: Mapping[date, Named | None]) -> "Snapshot":
        """Return the settings as they would be with some days changed; None makes a day ordinary."""
        return replace(self, changes={**self.changes, **changes})

    def with_version(self, version: Version) -> "Snapshot":
        """Return the settings as they would be with one more value."""
        return replace(self, versions=_newest_first((version, *self.versions)))

    def with_choice(self, choice: Chosen) -> "Snapshot":
        """Return the settings as they would be with another profile."""
        return replace(self, choices=_newest_first((choice, *self.choices)))

    def _newest(self, path: str, rule_id: str, on: date) -> Version | None:
        for version in self.versions:
            if version.path == path and version.rule_id == rule_id and version.valid_from <= on:
                return version
        return None


def _newest_first(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Sort by day, keeping the order of rows of one day: what was set later stands first."""
    return tuple(sorted(rows, key=lambda row: row.valid_from, reverse=True))


def _read_year(year: int) -> dict[date, Named]:
    rows = CalendarDay.objects.filter(day__range=(date(year, 1, 1), date(year, 12, 31)))
    return {day: Named(works, name) for day, works, name in rows.values_list("day", "works", "name")}
