"""The calendar in the database: what the office changes counts at once, everywhere, at the price of one query."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from audit.models import Entry
from deadlines import actions
from deadlines.calendar import is_working_day, library_days
from deadlines.due import due_date
from deadlines.memory import current, steady
from deadlines.models import CalendarDay, CalendarYear, Stamp
from deadlines.proposals import DaysProposal
from organizations.models import Congress
from tests.deadlines.conftest import TODAY

FRIDAY = date(2026, 11, 20)
SATURDAY = date(2026, 11, 21)


def make(
    first: date, kind: str, county: Congress, by: User, last: date | None = None, name: str = "县庆日"
) -> None:
    proposal = DaysProposal(first, last or first, kind, name, "青政发〔2026〕1号")
    actions.set_days(county=county, proposal=proposal, by=by)


def test_a_day_made_free_and_a_day_made_worked_count_at_once(county: Congress, office: User) -> None:
    assert due_date("opinion.reply_target", FRIDAY.replace(day=11)).on == FRIDAY
    make(FRIDAY, "rest", county, office)
    assert due_date("opinion.reply_target", FRIDAY.replace(day=11)).on == date(2026, 11, 23)
    make(SATURDAY, "work", county, office)
    assert due_date("opinion.reply_target", FRIDAY.replace(day=11)).on == SATURDAY
    make(FRIDAY, "ordinary", county, office)
    assert is_working_day(FRIDAY)
    entry = Entry.objects.filter(action="deadlines.set_days").first()
    assert (entry.object_id, entry.actor, entry.data["kind"]) == ("2026-11-20", office, "ordinary")


def test_a_weekend_day_can_be_worked_and_keeps_its_name(county: Congress, office: User) -> None:
    make(SATURDAY, "work", county, office, name="县庆日调休上班")
    row = CalendarDay.objects.get(day=SATURDAY)
    assert (row.works, row.name, row.source, row.changed_by) == (
        True,
        "县庆日调休上班",
        "青政发〔2026〕1号",
        office,
    )


def test_towns_do_not_change_the_calendar(town: Congress, county: Congress, chair: User) -> None:
    with pytest.raises(PermissionDenied):
        make(FRIDAY, "rest", county, chair)
    with pytest.raises(ValidationError):
        make(FRIDAY, "rest", town, chair)
    assert is_working_day(FRIDAY)


@pytest.mark.parametrize(
    ("first", "last", "kind", "name", "field"),
    [
        (date(2026, 11, 20), date(2026, 11, 19), "rest", "x", "last"),
        (date(2026, 11, 1), date(2026, 12, 2), "rest", "x", "last"),
        (date(1999, 11, 1), date(1999, 11, 2), "rest", "x", "first"),
        (date(2026, 11, 20), date(2026, 11, 20), "rest", " ", "name"),
        (date(2026, 11, 20), date(2026, 11, 20), "party", "x", "kind"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    county: Congress, office: User, first: date, last: date, kind: str, name: str, field: str
) -> None:
    proposal = DaysProposal(first, last, kind, name, "x")
    with pytest.raises(ValidationError) as refusal:
        actions.set_days(county=county, proposal=proposal, by=office)
    assert field in refusal.value.error_dict


def test_a_second_due_date_costs_one_query_and_a_year_one_more(db: None, django_assert_num_queries) -> None:
    due_date("opinion.reply_target", TODAY)
    with django_assert_num_queries(1):
        due_date("opinion.reply_target", TODAY)
    assert 2025 not in current().years
    with django_assert_num_queries(2):
        due_date("opinion.reply_target", date(2025, 3, 3))


def test_a_request_or_a_batch_asks_once(db: None, django_assert_num_queries) -> None:
    due_date("opinion.reply_target", TODAY)
    with django_assert_num_queries(1), steady():
        for day in range(1, 20):
            due_date("opinion.reply_target", date(2026, 11, day))


def test_an_edit_in_another_process_is_seen_at_once(db: None) -> None:
    assert is_working_day(FRIDAY)
    CalendarDay.objects.create(day=FRIDAY, works=False, name="县庆日", source="x")
    Stamp.objects.update(token=uuid4().hex)
    assert not is_working_day(FRIDAY)


def test_what_was_rolled_back_is_forgotten(county: Congress, office: User) -> None:
    with transaction.atomic():
        make(FRIDAY, "rest", county, office)
        assert not is_working_day(FRIDAY)
        transaction.set_rollback(True)
    assert is_working_day(FRIDAY)
    make(SATURDAY, "work", county, office)
    assert is_working_day(FRIDAY)


def test_an_edit_is_seen_inside_the_request_that_made_it(county: Congress, office: User) -> None:
    with steady():
        assert is_working_day(FRIDAY)
        make(FRIDAY, "rest", county, office)
        assert not is_working_day(FRIDAY)


def test_the_command_adds_new_years_and_leaves_the_offices_days(county: Congress, office: User) -> None:
    CalendarYear.objects.filter(year=2026).delete()
    CalendarDay.objects.filter(day__year=2026).delete()
    make(date(2026, 10, 8), "rest", county, office, name="本县放假")
    make(date(2026, 10, 1), "work", county, office, name="本县上班")
    call_command("fill_calendar")
    assert current().is_announced(2026)
    assert not is_working_day(date(2026, 10, 8))
    assert is_working_day(date(2026, 10, 1))
    assert not is_working_day(date(2026, 10, 2))
    rows = CalendarDay.objects.count()
    call_command("fill_calendar")
    assert CalendarDay.objects.count() == rows


def test_the_table_holds_what_the_library_knows(db: None) -> None:
    for year in (2020, 2024, 2026):
        rows = CalendarDay.objects.filter(day__year=year).values_list("day", "works", "name")
        assert {day: (works, name) for day, works, name in rows} == {
            day: (named.works, named.name) for day, named in library_days(year).items()
        }


def test_a_year_is_announced_when_the_office_says_so(county: Congress, office: User, chair: User) -> None:
    assert not current().is_announced(2027)
    with pytest.raises(PermissionDenied):
        actions.announce_year(county=county, year=2027, source="通知", by=chair)
    actions.announce_year(county=county, year=2027, source="通知", by=office)
    assert "尚未公布" not in due_date("opinion.reply_target", date(2027, 1, 10)).explanation
