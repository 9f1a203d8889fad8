"""A change of rules or calendar as it was typed: what it would set, and what it would do to the running clocks."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from deadlines.limits import checked_value
from deadlines.memory import current
from deadlines.recalculation import Change, Outcome, preview, rules_moved_by
from deadlines.rules import Rule
from deadlines.snapshot import Chosen, Named, Snapshot, Version
from organizations.models import Congress

MOST_DAYS = 31
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class RuleProposal:
    """A value for a rule from a day on; ``is_inherited`` gives it back to the level above."""

    valid_from: date
    reason: str
    source: str = ""
    amount: int = 0
    unit: str = ""
    choice: str = ""
    is_inherited: bool = False

    def columns(self, rule: Rule) -> dict[str, Any]:
        """Return the row's values; a choice has no amount, and a rule given back has no value at all."""
        values = asdict(self) | {"unit": self.unit or rule.unit.value}
        return values | ({"amount": 0, "choice": ""} if self.is_inherited else {})

    def preview(self, rule_id: str, congress: Congress) -> Outcome:
        """Return what it would do."""
        value = None
        if not self.is_inherited:
            value = checked_value(
                rule_id, congress, amount=self.amount, unit=self.unit, choice=self.choice,
                source=self.source, valid_from=self.valid_from,
            )  # fmt: skip
        version = Version(congress.path, congress.name, rule_id, self.valid_from, value)
        change = Change((), rules_moved_by(rule_id), congress.path, self.valid_from)
        return preview(change, current().with_version(version))


@dataclass(frozen=True)
class ProfileProposal:
    """A profile to follow from a day on."""

    profile: str
    valid_from: date
    reason: str

    def preview(self, county: Congress) -> Outcome:
        """Return what it would do."""
        change = Change((), rules_moved_by(""), county.path, self.valid_from)
        return preview(change, current().with_choice(Chosen(county.path, self.profile, self.valid_from)))


class DayKind(StrEnum):
    """What a day is made."""

    REST = "rest"
    WORK = "work"
    ORDINARY = "ordinary"


@dataclass(frozen=True)
class DaysProposal:
    """Days made free, worked, or ordinary again."""

    first: date
    last: date
    kind: str
    name: str
    source: str

    @property
    def days(self) -> list[date]:
        """Return the days, first to last."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def named(self) -> Named | None:
        """Return what the calendar will say of the days."""
        return None if self.kind == DayKind.ORDINARY else Named(self.kind == DayKind.WORK, self.name)

    def check(self) -> None:
        """Refuse what cannot be meant."""
        if self.kind not in set(DayKind):
            raise ValidationError({"kind": _("请从列表中选择。")})
        if not FIRST_YEAR <= self.first.year <= LAST_YEAR:
            raise ValidationError(
                {
                    "first": _("请填%(first)d年至%(last)d年之间的日期。")
                    % {"first": FIRST_YEAR, "last": LAST_YEAR}
                }
            )
        if self.last < self.first:
            raise ValidationError({"last": _("最后一天不能早于第一天。")})
        if (self.last - self.first).days >= MOST_DAYS:
            raise ValidationError({"last": _("一次最多设定%(days)d天，请分几次登记。") % {"days": MOST_DAYS}})
        if self.kind != DayKind.ORDINARY and not self.name.strip():
            raise ValidationError({"name": _("请填写名称，例：春节、国庆节调休上班。")})

    def moved_days(self, snapshot: Snapshot) -> list[date]:
        """Return the days on which work changes; a new name alone moves no date."""
        changed = snapshot.with_days(dict.fromkeys(self.days, self.named))
        return [day for day in self.days if snapshot.works(day) != changed.works(day)]

    def preview(self) -> Outcome:
        """Return what it would do."""
        self.check()
        snapshot = current()
        moved = self.moved_days(snapshot)
        if not moved:
            return Outcome()
        return preview(Change(tuple(moved)), snapshot.with_days(dict.fromkeys(self.days, self.named)))
