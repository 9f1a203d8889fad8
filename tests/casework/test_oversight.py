"""Supervision from above, hand-overs between tenants, and accusations that never reach the accused."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.roles import Role
from audit.models import Entry
from casework.models import Case, Visibility
from casework.queries import visible_to
from casework.workflow import StepClosed
from organizations.actions import grant_role
from participation.submissions import actions
from participation.submissions.actions.accusation import AccusedParties
from participation.submissions.actions.assigning import Handler
from participation.submissions.models import Submission
from participation.submissions.projection import public_status
from tests.factories.accounts import make_member
from tests.factories.liaison import make_deputy
from tests.factories.organizations import make_county, make_office, make_town
from tests.factories.participation import Staff, make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def travel():
    with time_machine.travel("2026-11-23 09:00:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def staff(travel) -> Staff:
    return Staff(make_town())


def sees(user, case: Case) -> bool:
    return visible_to(user.__class__.objects.get(pk=user.pk)).filter(pk=case.pk).exists()


# --- supervision ---------------------------------------------------------------------------------------


def test_the_county_demands_and_the_town_answers(staff: Staff, travel) -> None:
    county = make_member(Role.COUNTY_OFFICE, make_county())
    case = staff.assigned(make_submission(staff.congress))
    actions.supervise(case=case, by=county, demand="群众又来电，请说明进展")
    demand = case.supervisions.get()
    assert demand.respond_by == date(2026, 12, 2)
    travel.move_to("2026-12-03 09:00:00+08:00")
    assert demand.is_late
    actions.answer_supervision(case=case, by=staff.clerk, answer="已派工，周五修好")
    demand.refresh_from_db()
    assert (demand.answer, demand.answered_by) == ("已派工，周五修好", staff.clerk)
    with pytest.raises(StepClosed, match="没有待反馈的督办"):
        actions.answer_supervision(case=case, by=staff.clerk, answer="再答一次")
    status = public_status(Submission.objects.get(case=case))
    assert not any("督办" in step.title for step in status.steps), "the sender does not read inner demands"


def test_a_demand_for_yesterday_is_refused(staff: Staff) -> None:
    case = staff.assigned(make_submission(staff.congress))
    with pytest.raises(ValidationError, match="不能早于今天"):
        actions.supervise(case=case, by=staff.chair, demand="快办", respond_by=date(2026, 11, 22))


# --- hand-overs ----------------------------------------------------------------------------------------


def test_a_matter_of_the_county_goes_up_with_its_number_and_the_town_keeps_sight_of_it(staff: Staff) -> None:
    county = make_county()
    county_clerk = make_member(Role.CLERK, county)
    other_clerk = make_member(Role.CLERK, make_town("白水镇", "baishui", "BS"))
    case = staff.accepted(make_submission(staff.congress))
    number = case.number
    actions.transfer(case=case, by=staff.clerk, to=county, reason="省道归县里管养。")
    assert (case.number, case.status, case.congress) == (number, "registered", county)
    assert "省道归县里" in case.events.get(name="transfer").public_note
    assert sees(staff.clerk, case), "the giver may still read it"
    assert not sees(other_clerk, case)
    with pytest.raises(PermissionDenied):
        actions.accept(case=case, by=staff.clerk)
    actions.accept(case=case, by=county_clerk)
    assert case.status == "accepted"


def test_a_hand_over_can_go_back_within_five_working_days(staff: Staff, travel) -> None:
    county, county_clerk = make_county(), make_member(Role.CLERK, make_county())
    case = staff.accepted(make_submission(staff.congress))
    actions.transfer(case=case, by=staff.clerk, to=county, reason="省道归县里管养。")
    actions.return_transfer(case=case, by=county_clerk, reason="这段是乡道")
    assert case.congress == staff.congress
    with pytest.raises(StepClosed, match="不是由其他人大移送来"):
        actions.return_transfer(case=case, by=staff.clerk, reason="再退")
    actions.transfer(case=case, by=staff.clerk, to=county, reason="省道归县里管养。")
    travel.move_to("2026-12-01 09:00:00+08:00")
    with pytest.raises(ValidationError, match="退回期限"):
        actions.return_transfer(case=case, by=county_clerk, reason="这段是乡道")


def test_a_case_is_not_handed_to_where_it_is(staff: Staff) -> None:
    case = staff.accepted(make_submission(staff.congress))
    with pytest.raises(ValidationError):
        actions.transfer(case=case, by=staff.clerk, to=staff.congress, reason="x")


# --- accusations (R43) ---------------------------------------------------------------------------------


@pytest.fixture
def accusation(staff: Staff) -> Case:
    return staff.assigned(make_submission(staff.congress, text="我要举报某某主任收钱。"))


def test_an_accusation_is_out_of_reach_of_the_accused_wherever_they_sit(staff: Staff, accusation) -> None:
    county = make_county()
    office = make_office(staff.congress, "水务站")
    deputy_user = make_member(Role.DEPUTY, staff.congress)
    deputy = make_deputy(staff.congress, user=deputy_user)
    # Each of the accused also holds a role that could otherwise decide about accusations.
    in_the_office = make_member(Role.HANDLER, staff.congress, office)
    for person in (in_the_office, deputy_user):
        grant_role(user=person, congress=county, role=Role.COUNTY_OFFICE)
    accused = AccusedParties(users=(staff.chair,), offices=(office,), deputies=(deputy,))
    actions.set_aside(case=accusation, by=staff.clerk, accused=accused, reason="反映收钱")
    for person in (staff.chair, in_the_office, deputy_user, staff.clerk):
        assert not sees(person, accusation), person
    assert sees(make_member(Role.COUNTY_OFFICE, county), accusation)


def test_whoever_had_it_in_hand_loses_it(staff: Staff, accusation) -> None:
    handler = make_member(Role.HANDLER, staff.congress, staff.office)
    assert sees(handler, accusation)
    actions.set_aside(case=accusation, by=staff.clerk, accused=AccusedParties(), reason="反映收钱")
    assert not sees(handler, accusation)
    assert not accusation.assignments.active().exists()


def test_nobody_sets_aside_what_is_about_himself(staff: Staff, accusation) -> None:
    with pytest.raises(ValidationError, match="反映的是您本人"):
        actions.set_aside(
            case=accusation, by=staff.clerk, accused=AccusedParties(users=(staff.clerk,)), reason="x"
        )


def test_passed_on_the_sender_learns_where_and_the_ledger_not_what(staff: Staff, accusation) -> None:
    actions.set_aside(case=accusation, by=staff.clerk, accused=AccusedParties(), reason="反映某某收钱")
    actions.pass_on(case=accusation, by=staff.chair, where_to_go="县纪委监委信访室")
    status = public_status(Submission.objects.get(case=accusation))
    assert "县纪委监委信访室" in status.declined_because
    assert Case.objects.get(pk=accusation.pk).visibility == Visibility.RESTRICTED
    for entry in Entry.objects.filter(object_id=accusation.number):
        assert "收钱" not in str(entry.data)


def test_what_was_no_accusation_goes_the_ordinary_way_again(staff: Staff, accusation) -> None:
    actions.set_aside(case=accusation, by=staff.clerk, accused=AccusedParties(), reason="看错")
    actions.bring_back(case=accusation, by=staff.chair, reason="是对工作的批评，不是检举")
    assert accusation.status == "registered"
    assert sees(staff.clerk, accusation)


def test_declining_does_not_serve_for_accusations(staff: Staff) -> None:
    case = make_submission(staff.congress).case
    actions.register(case=case, by=staff.clerk, category="other")
    with pytest.raises(ValidationError, match="单独处理"):
        actions.decline(case=case, by=staff.clerk, route="discipline", reason="x", where_to_go="y")


def test_others_are_not_merged_into_an_accusation(staff: Staff, accusation) -> None:
    actions.set_aside(case=accusation, by=staff.clerk, accused=AccusedParties(), reason="反映收钱")
    case = make_submission(staff.congress).case
    actions.register(case=case, by=staff.clerk, category="other")
    with pytest.raises(ValidationError):
        actions.merge(case=case, by=staff.clerk, into=accusation.number)


def test_what_was_merged_by_mistake_goes_its_own_way_again(staff: Staff) -> None:
    first, second = make_submission(staff.congress), make_submission(staff.congress)
    actions.register(case=second.case, by=staff.clerk, category="other")
    actions.merge(case=second.case, by=staff.clerk, into=first.case.number)
    actions.unmerge(case=second.case, by=staff.clerk, reason="不是同一盏灯")
    second.refresh_from_db()
    assert second.merged_into is None
    assert second.case.status == "registered"
    assert second.case.due_on == date(2026, 12, 8)
    assert second.case.closed_at is None


def test_contact_with_the_sender_is_noted_and_stays_inside(staff: Staff) -> None:
    case = staff.assigned(make_submission(staff.congress))
    actions.log_contact(case=case, by=staff.clerk, on=date(2026, 11, 23), way="phone", summary="说是第二根杆")
    assert case.contact_notes.get().summary == "说是第二根杆"
    status = public_status(Submission.objects.get(case=case))
    assert "第二根杆" not in str(status)


def test_reassigning_to_another_tenants_office_is_refused(staff: Staff) -> None:
    case = staff.assigned(make_submission(staff.congress))
    foreign = Handler(office=make_office(make_town("白水镇", "baishui", "BS")))
    with pytest.raises(ValidationError):
        actions.reassign(case=case, by=staff.clerk, handler=foreign, reason="x")
    assert case.assignments.active().count() == 1
