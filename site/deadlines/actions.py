"""Every change of rules and calendar: checked, told to the ledger, made known to every process, carried to the clocks.

Rows are only ever added; what counted before a change counts for its days for ever. The calendar alone is
corrected in place, because a day is either worked or not.
"""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from audit.actions import record
from deadlines.calendar import library_days, library_years
from deadlines.limits import check_day, checked_value
from deadlines.memory import current, renew
from deadlines.models import CalendarDay, CalendarYear, Override, ProfileChoice, Recalculation
from deadlines.profiles import PROFILES
from deadlines.proposals import DaysProposal, ProfileProposal, RuleProposal
from deadlines.recalculation import recompute
from deadlines.rules import RULES
from deadlines.snapshot import Named
from organizations.models import Congress
from organizations.scope import has_permission

MANAGE = Permission.MANAGE_DEADLINES
LIBRARY_SOURCE = "国务院办公厅关于%(year)d年部分节假日安排的通知"


@transaction.atomic
def set_rule(*, congress: Congress, rule_id: str, proposal: RuleProposal, by: User) -> Recalculation:
    """Set a value for a congress and all below it from a day on, or give the rule back to the level above."""
    _refuse_without_right(by, congress)
    if rule_id not in RULES:
        raise ValidationError(_("没有这项规则。"))
    check_day(proposal.valid_from)
    if not proposal.is_inherited:
        checked_value(
            rule_id,
            congress,
            amount=proposal.amount,
            unit=proposal.unit,
            choice=proposal.choice,
            source=proposal.source,
            valid_from=proposal.valid_from,
        )
    before = current().value(rule_id, congress, proposal.valid_from).rule
    Override.objects.create(congress=congress, rule_id=rule_id, set_by=by, **proposal.columns(RULES[rule_id]))
    renew()
    after = current().value(rule_id, congress, proposal.valid_from).rule
    record(
        action="deadlines.set_rule",
        object_type="deadline_rule",
        object_id=rule_id,
        congress=congress,
        by=by,
        data={
            "from": before.choice or f"{before.amount} {before.unit.value}",
            "to": after.choice or f"{after.amount} {after.unit.value}",
            "inherited": proposal.is_inherited,
            "valid_from": proposal.valid_from.isoformat(),
        },
    )
    return recompute(rule=rule_id, congress=congress, since=proposal.valid_from, by=by)


@transaction.atomic
def choose_profile(*, county: Congress, proposal: ProfileProposal, by: User) -> Recalculation:
    """Have the county follow a province's or city's profile from a day on; empty for the national one."""
    _refuse_without_right(by, county)
    if not county.is_root():
        raise ValidationError(_("省市标准由县人大机关统一选择。"))
    check_day(proposal.valid_from)
    if proposal.profile and not (proposal.profile in PROFILES and PROFILES[proposal.profile].can_be_chosen):
        raise ValidationError({"profile": _("请从列表中选择。")})
    before = current().profile(county, proposal.valid_from)
    ProfileChoice.objects.create(
        congress=county,
        profile=proposal.profile,
        valid_from=proposal.valid_from,
        reason=proposal.reason,
        set_by=by,
    )
    renew()
    record(
        action="deadlines.choose_profile",
        object_type="deadline_profile",
        object_id=proposal.profile or "national",
        congress=county,
        by=by,
        data={"from": before or "national", "valid_from": proposal.valid_from.isoformat()},
    )
    return recompute(congress=county, since=proposal.valid_from, by=by)


@transaction.atomic
def set_days(*, county: Congress, proposal: DaysProposal, by: User) -> Recalculation:
    """Make days worked, free, or ordinary again."""
    _refuse_without_right(by, county)
    if not county.is_root():
        raise ValidationError(_("工作日历由县人大机关统一设定。"))
    proposal.check()
    days = proposal.days
    moved = proposal.moved_days(current())
    CalendarDay.objects.filter(day__in=days).delete()
    named = proposal.named
    if named is not None:
        CalendarDay.objects.bulk_create(
            CalendarDay(day=day, works=named.works, name=named.name, source=proposal.source, changed_by=by)
            for day in days
        )
    renew()
    record(
        action="deadlines.set_days",
        object_type="calendar",
        object_id=days[0].isoformat(),
        congress=county,
        by=by,
        data={"until": days[-1].isoformat(), "kind": proposal.kind, "source": proposal.source},
    )
    return recompute(changed_days=moved, by=by) if moved else Recalculation()


@transaction.atomic
def announce_year(*, county: Congress, year: int, source: str, by: User) -> None:
    """Say that the days off of a year are announced and stand in the calendar completely."""
    _refuse_without_right(by, county)
    if not county.is_root():
        raise ValidationError(_("工作日历由县人大机关统一设定。"))
    CalendarYear.objects.update_or_create(year=year, defaults={"source": source})
    renew()
    record(
        action="deadlines.announce_year",
        object_type="calendar",
        object_id=str(year),
        congress=county,
        by=by,
        data={"source": source},
    )


@transaction.atomic
def fill_from_library(*, by: User | None = None, first_year: int = 2020) -> list[int]:
    """Add the years that the library knows and the calendar does not; what the office entered stays.

    For the command that runs after an upgrade: nobody's right is asked. Returns the years added.
    """
    known = set(CalendarYear.objects.values_list("year", flat=True))
    years = [year for year in library_years() if year >= first_year and year not in known]
    moved: list[date] = []
    for year in years:
        source = LIBRARY_SOURCE % {"year": year}
        there = set(CalendarDay.objects.filter(day__year=year).values_list("day", flat=True))
        fresh: dict[date, Named] = {d: n for d, n in library_days(year).items() if d not in there}
        CalendarDay.objects.bulk_create(
            CalendarDay(day=day, works=named.works, name=named.name, source=source)
            for day, named in fresh.items()
        )
        CalendarYear.objects.create(year=year, source=source)
        moved += [day for day, named in fresh.items() if named.works != (day.weekday() < 5)]
    if years:
        renew()
        data = {"years": years}
        record(
            action="deadlines.fill_calendar", object_type="calendar", object_id=str(years[0]), congress=None,
            by=by, data=data,
        )  # fmt: skip
    if moved:
        recompute(changed_days=moved, by=by)
    return years


def _refuse_without_right(by: User, congress: Congress) -> None:
    if not has_permission(by, MANAGE, congress):
        raise PermissionDenied(_("您没有设定期限规则的权限。"))
