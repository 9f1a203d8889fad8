"""A changed calendar reaches the clocks of cases: later when it must be, never earlier than was promised."""

from datetime import date

import pytest
import time_machine

from accounts.roles import Role
from audit.models import Entry
from casework.models import Case
from deadlines import actions as deadlines
from deadlines.proposals import DaysProposal
from participation.submissions import actions
from participation.submissions.actions.assigning import Handler
from tests.factories.accounts import make_member
from tests.factories.organizations import make_county, make_town
from tests.factories.participation import Staff, make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel("2026-11-23 09:00:00+08:00", tick=False):
        yield


@pytest.fixture
def staff() -> Staff:
    return Staff(make_town())


def set_day(day: date, kind: str) -> None:
    office = make_member(Role.COUNTY_OFFICE, make_county())
    proposal = DaysProposal(day, day, kind, "县庆日", "青政发〔2026〕1号")
    deadlines.set_days(county=make_county(), proposal=proposal, by=office)


def due(case: Case) -> date | None:
    return Case.objects.get(pk=case.pk).due_on


def test_a_new_day_of_rest_gives_the_handler_a_day_more(staff: Staff) -> None:
    case = staff.assigned(make_submission(staff.congress))
    assert due(case) == date(2026, 12, 2)
    set_day(date(2026, 11, 27), "rest")
    assert due(case) == date(2026, 12, 3)
    assignment = case.assignments.get()
    assert assignment.due_on == date(2026, 12, 3)
    assert Entry.objects.filter(action="deadlines.moved", object_id=case.number).exists()


def test_a_promised_date_is_never_made_earlier(staff: Staff) -> None:
    case = staff.assigned(make_submission(staff.congress))
    set_day(date(2026, 11, 28), "work")
    assert due(case) == date(2026, 12, 2)
    assert Entry.objects.filter(action="deadlines.kept", object_id=case.number).exists()


def test_a_date_that_a_person_named_and_an_answered_case_stay_as_they_are(staff: Staff) -> None:
    chosen = staff.accepted(make_submission(staff.congress))
    handler = Handler(office=staff.office)
    actions.assign(case=chosen, by=staff.clerk, handler=handler, due_on=date(2026, 11, 30))
    answered = staff.replied(make_submission(staff.congress))
    before = due(answered)
    set_day(date(2026, 11, 27), "rest")
    assert due(chosen) == date(2026, 11, 30)
    assert due(answered) == before


def test_days_of_waiting_for_the_sender_stay_counted(staff: Staff) -> None:
    case = staff.assigned(make_submission(staff.congress))
    actions.ask_sender(case=case, by=staff.clerk, question="哪根杆？")
    with time_machine.travel("2026-11-25 09:00:00+08:00", tick=False):
        actions.go_on(case=case, by=staff.clerk, reason="看过现场")
        assert due(case) == date(2026, 12, 4)
        set_day(date(2026, 11, 27), "rest")
        assert due(case) == date(2026, 12, 7)
