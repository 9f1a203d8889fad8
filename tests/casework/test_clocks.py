"""The clocks of a case: suspended while the sender is asked, extended by another person, always explained."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.roles import Role
from casework.models import Case, Clock, Extension
from casework.workflow import StepClosed
from participation.submissions import actions
from participation.submissions.actions.assigning import Handler
from participation.submissions.models import Submission
from participation.submissions.projection import public_status
from tests.factories.accounts import make_member
from tests.factories.organizations import make_office, make_town
from tests.factories.participation import Staff, draft_reply, make_submission

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-23 09:00:00+08:00"


@pytest.fixture
def travel():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def staff(travel) -> Staff:
    return Staff(make_town())


@pytest.fixture
def handler(staff: Staff):
    return make_member(Role.HANDLER, staff.congress, staff.office)


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def add_note(case: Case, text: str = "是东河村的路") -> None:
    actions.add_supplement(submission=Submission.objects.get(case=case), text=text)


def test_a_clock_stands_still_while_the_sender_is_asked_and_goes_on_later_by_those_days(
    staff: Staff, travel
) -> None:
    case = make_submission(staff.congress).case
    actions.register(case=case, by=staff.clerk, category="other")
    assert case.due_on == date(2026, 12, 8)
    actions.need_more(case=case, by=staff.clerk, question="哪条路？")
    assert again(case).due_on is None
    assert "暂停" in again(case).due_explanation
    travel.move_to("2026-12-15 09:00:00+08:00")
    assert not Case.objects.overdue().filter(pk=case.pk).exists()
    add_note(case)
    assert again(case).status == "registered"
    assert again(case).due_on == date(2026, 12, 30)  # 22 days later than 8 December


def test_accepting_without_the_senders_answer_ends_the_wait(staff: Staff, travel) -> None:
    case = make_submission(staff.congress).case
    actions.register(case=case, by=staff.clerk, category="other")
    actions.need_more(case=case, by=staff.clerk, question="哪条路？")
    travel.move_to("2026-11-27 09:00:00+08:00")
    actions.accept(case=case, by=staff.clerk)
    assert case.due_on == date(2026, 12, 28)  # 30 days from receipt and four more; the 27th is a Sunday
    assert "12月28日" in case.events.get(name="accept").public_note


def test_the_handler_may_ask_too_and_its_own_date_moves_by_working_days(
    staff: Staff, handler, travel
) -> None:
    case = staff.assigned(make_submission(staff.congress))
    assert case.due_on == date(2026, 12, 2)
    actions.ask_sender(case=case, by=handler, question="哪根杆？")
    status = public_status(Submission.objects.get(case=case))
    assert status.asked == "哪根杆？"
    assert status.can_add
    travel.move_to("2026-11-30 09:00:00+08:00")
    add_note(case, "第二根")
    assert again(case).status == "assigned"
    assert again(case).due_on == date(2026, 12, 9)  # 24, 25, 26, 27 and 30 November did not count


def test_work_goes_on_without_an_answer_when_the_handler_says_why(staff: Staff, handler, travel) -> None:
    case = staff.assigned(make_submission(staff.congress))
    actions.ask_sender(case=case, by=handler, question="哪根杆？")
    travel.move_to("2026-11-24 09:00:00+08:00")
    actions.go_on(case=case, by=handler, reason="现场看过，知道是哪根")
    assert again(case).status == "assigned"
    assert again(case).due_on == date(2026, 12, 3)


def test_a_date_that_a_person_chose_moves_by_the_days_of_the_wait(staff: Staff, handler, travel) -> None:
    case = staff.accepted(make_submission(staff.congress))
    handler_ = Handler(office=staff.office)
    actions.assign(case=case, by=staff.clerk, handler=handler_, due_on=date(2026, 11, 26))
    actions.ask_sender(case=case, by=handler, question="哪根杆？")
    travel.move_to("2026-11-25 09:00:00+08:00")
    add_note(case)
    assert again(case).due_on == date(2026, 11, 28)
    assert "顺延" in again(case).due_explanation


def test_more_time_is_granted_by_another_person_and_the_sender_learns_why(staff: Staff, handler) -> None:
    case = staff.assigned(make_submission(staff.congress))
    actions.request_extension(case=case, by=handler, until=date(2026, 12, 10), reason="配件未到")
    assert again(case).due_on == date(2026, 12, 2), "asking alone changes nothing"
    actions.grant_extension(case=case, by=staff.clerk, told="路灯配件正在采购。")
    assert again(case).due_on == date(2026, 12, 10)
    assert "经批准延期至2026年12月10日" in again(case).due_explanation
    told = case.events.get(name="grant_extension").public_note
    assert "2026年12月10日" in told
    assert "配件" in told
    with pytest.raises(StepClosed, match="已经延期过一次"):
        actions.request_extension(case=case, by=handler, until=date(2026, 12, 20), reason="还不够")


def test_time_beyond_the_limit_of_the_answer_moves_that_limit_too(staff: Staff, handler) -> None:
    case = staff.assigned(make_submission(staff.congress))
    actions.request_extension(case=case, by=handler, until=date(2027, 1, 10), reason="要等汛期设备")
    actions.grant_extension(case=case, by=staff.clerk, told="需要大型设备。")
    own = case.clocks.running().get(assignment__isnull=True)
    assert own.due_on == date(2027, 1, 10)


@pytest.mark.parametrize(("until", "why"), [("2026-12-02", "要晚于"), ("2027-06-01", "最多延至")])
def test_too_little_or_too_much_time_is_refused(staff: Staff, handler, until: str, why: str) -> None:
    case = staff.assigned(make_submission(staff.congress))
    with pytest.raises(ValidationError, match=why):
        actions.request_extension(case=case, by=handler, until=date.fromisoformat(until), reason="x")
    assert not Extension.objects.exists()


def test_who_asks_for_time_cannot_grant_it(staff: Staff, handler) -> None:
    case = staff.assigned(make_submission(staff.congress))
    actions.request_extension(case=case, by=handler, until=date(2026, 12, 10), reason="配件未到")
    request = Extension.objects.get()
    with pytest.raises(IntegrityError):
        Extension.objects.filter(pk=request.pk).update(decided_by=request.requested_by)


def test_refused_time_leaves_the_date(staff: Staff, handler) -> None:
    case = staff.assigned(make_submission(staff.congress))
    actions.request_extension(case=case, by=handler, until=date(2026, 12, 10), reason="配件未到")
    actions.refuse_extension(case=case, by=staff.chair, reason="仓库有货")
    assert again(case).due_on == date(2026, 12, 2)
    actions.request_extension(case=case, by=handler, until=date(2026, 12, 5), reason="仓库的货不合用")


def test_a_reassigned_case_gets_a_new_clock_and_the_old_one_ends(staff: Staff, handler) -> None:
    case = staff.assigned(make_submission(staff.congress))
    actions.request_extension(case=case, by=handler, until=date(2026, 12, 10), reason="配件未到")
    other = make_office(staff.congress, "水务站")
    actions.reassign(case=case, by=staff.clerk, handler=Handler(office=other), reason="电杆归水务站")
    assert again(case).lead_office == other
    running = case.clocks.running().filter(assignment__isnull=False)
    assert [str(clock.assignment.office) for clock in running] == ["水务站"]
    assert not Extension.objects.filter(decided_at__isnull=True).exists()
    told = case.events.get(name="reassign").public_note
    assert "水务站" in told
    assert "电杆" not in told, "the inner reason stays inside"


def test_an_answer_stops_every_clock(staff: Staff) -> None:
    case = staff.replied(make_submission(staff.congress))
    assert not case.clocks.running().exists()
    assert Clock.objects.filter(case=case).count() == 3  # told in time, answered in time, the handler's


def test_an_assisting_body_has_its_own_date_and_gives_its_opinion(staff: Staff) -> None:
    case = staff.assigned(make_submission(staff.congress))
    water = make_office(staff.congress, "水务站")
    helper = make_member(Role.HANDLER, staff.congress, water)
    actions.add_assisting(case=case, by=staff.clerk, handler=Handler(office=water), due_on=date(2026, 11, 25))
    assert again(case).due_on == date(2026, 12, 2), "the lead's date counts"
    actions.give_opinion(case=case, by=helper, opinion="管线在灯杆北侧，可以施工。")
    row = case.assignments.get(office=water)
    assert row.done_at is not None
    assert row.opinion.startswith("管线")
    assert not row.clocks.running().exists()


def test_giving_back_after_five_working_days_needs_a_talk_with_the_clerk(
    staff: Staff, handler, travel
) -> None:
    case = staff.assigned(make_submission(staff.congress))
    travel.move_to("2026-12-01 09:00:00+08:00")
    with pytest.raises(ValidationError, match="退回期限已过"):
        actions.return_to_sender(case=case, by=handler, reason="不归我们")
    assert again(case).status == "assigned"


def test_what_is_taken_up_again_has_the_clock_of_a_redo(staff: Staff) -> None:
    case = staff.replied(make_submission(staff.congress))
    actions.redo(case=case, by=staff.chair, reason="日期写错", told="答复中的日期有误，我们重新答复您。")
    assert again(case).status == "assigned"
    assert again(case).answered_at is None
    assert again(case).due_on is not None
    draft_reply(case=case, by=staff.clerk, text="更正：12月1日已修好。")
    actions.sign_reply(case=case, by=staff.chair)
    assert [reply.round for reply in case.replies.all()] == [1, 2]
