"""A promise with a day: made by a signature, shown to the sender, reported as kept, or broken by the clock."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from audit.models import Entry
from casework.digests import sections_for
from casework.models import Case, Promise
from casework.workflow import StepClosed
from casework.worklist import BY_KEY, cases_in
from home.management.commands.scheduler import JOBS
from participation.submissions import actions
from participation.submissions.models import PublishedCopy, Submission
from participation.submissions.projection import public_status
from participation.submissions.replies.lint import CODES
from tests.factories.accounts import make_member
from tests.factories.organizations import make_office, make_town
from tests.factories.participation import Staff, draft_reply, make_submission

pytestmark = pytest.mark.django_db
NOW = "2026-11-23 09:00:00+08:00"
DUE = date(2026, 12, 20)
TEXT = "您反映的村东头路灯，供电所11月20日到场检查是线路老化，要整段换线，12月20日前换好，进度可拨打0000-6120201。"
REPORT = "村东头路灯的线路12月18日已经换好，当晚试灯正常，再坏可拨打公示牌上的电话。"


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def staff() -> Staff:
    return Staff(make_town())


def promised(staff: Staff, **fields) -> Case:
    values = {"answer_class": "B", "promised_on": DUE, "promise": "更换村东头路灯线路"}
    submission = make_submission(staff.congress, consents_to_publication=True)
    return staff.replied(submission, TEXT, **(values | fields))


def at_noon_of(day: date) -> str:
    return f"{day} 12:00:00+08:00"


def status_of(case: Case):
    return public_status(Submission.objects.select_related("case__congress").get(case=case))


def test_a_signature_makes_the_promise_and_the_sender_sees_it(clock, staff: Staff) -> None:
    case = promised(staff)
    promise = case.promises.get()
    assert (promise.what, promise.due_on, promise.is_open) == ("更换村东头路灯线路", DUE, True)
    assert promise.remind_on == DUE - timedelta(days=7)
    shown = status_of(case).replies[0]
    assert shown.class_label == "正在解决，有完成日期"
    assert shown.promise is not None
    assert (shown.promise.what, shown.promise.due_on, shown.promise.is_open) == (promise.what, DUE, True)


def test_a_draft_promises_nothing_yet(clock, staff: Staff) -> None:
    staff.drafted(make_submission(staff.congress), TEXT, answer_class="B", promised_on=DUE, promise="换线")
    assert not Promise.objects.exists()


def test_a_promise_whose_day_has_passed_before_the_signature_is_not_signed(clock, staff: Staff) -> None:
    case = staff.drafted(
        make_submission(staff.congress), TEXT, answer_class="B", promised_on=DUE, promise="换线"
    )
    clock.move_to(at_noon_of(DUE + timedelta(days=1)))
    with pytest.raises(ValidationError, match="承诺日期2026年12月20日已过"):
        actions.sign_reply(case=case, by=staff.chair)
    case.refresh_from_db()
    assert (case.status, Promise.objects.count()) == ("drafted", 0)


def test_a_kept_promise_is_told_and_never_reopens(clock, staff: Staff) -> None:
    case = promised(staff)
    clock.move_to("2026-12-18 15:00:00+08:00")
    actions.keep_promise(case=case, by=staff.clerk, text=REPORT)
    promise = case.promises.get()
    assert (promise.kept_text, promise.kept_by, promise.is_open) == (REPORT, staff.clerk, False)
    status = status_of(case)
    assert status.replies[0].promise.kept_text == REPORT
    assert status.steps[-1].text == REPORT
    clock.move_to(at_noon_of(DUE + timedelta(days=30)))
    call_command("check_promises")
    case.refresh_from_db()
    assert case.status == "replied"
    with pytest.raises(StepClosed, match="没有待落实的承诺"):
        actions.keep_promise(case=case, by=staff.clerk, text=REPORT)


def test_on_its_day_a_promise_still_stands_and_the_day_after_it_is_broken(clock, staff: Staff) -> None:
    case = promised(staff)
    actions.rate(submission=Submission.objects.get(case=case), rating="satisfied")
    clock.move_to(at_noon_of(DUE))
    call_command("check_promises")
    case.refresh_from_db()
    assert case.status == "closed"
    with pytest.raises(StepClosed):
        actions.break_promise(case=case)
    clock.move_to(at_noon_of(DUE + timedelta(days=1)))
    call_command("check_promises")
    call_command("check_promises")  # a second turn finds nothing more to do
    case.refresh_from_db()
    assert (case.status, case.closed_at, case.answered_at) == ("assigned", None, None)
    assert case.due_on is not None
    assert case.due_on > timezone.localdate()
    assert case.promises.get().broken_at is not None
    assert case.assignments.active().get().office == staff.office
    events = list(case.events.filter(name="break_promise"))
    assert [(event.actor, "更换村东头路灯线路" in event.public_note) for event in events] == [(None, True)]
    assert Entry.objects.filter(object_id=case.number, action="submission.break_promise").count() == 1
    status = status_of(case)
    assert status.replies[0].promise.is_broken
    assert "承诺到期未落实，重新办理" in [step.title for step in status.steps]
    assert status.rating_label == ""


def test_the_answer_after_a_broken_promise_can_be_judged_again(clock, staff: Staff) -> None:
    case = promised(staff)
    clock.move_to(at_noon_of(DUE + timedelta(days=1)))
    actions.break_promise(case=case)
    draft_reply(
        case=case, by=staff.clerk, text="更正：12月21日已换好。", answer_class="A", done_on=date(2026, 12, 21)
    )
    actions.sign_reply(case=case, by=staff.chair)
    submission = Submission.objects.get(case=case)
    assert {"rate", "reopen"} <= status_of(case).can
    actions.rate(submission=submission, rating="not", comment="还是不亮")
    case.refresh_from_db()
    assert (case.status, Submission.objects.get(case=case).redo_count) == ("assigned", 1)


def test_a_newer_answer_replaces_an_open_promise(clock, staff: Staff) -> None:
    case = promised(staff)
    actions.rate(submission=Submission.objects.get(case=case), rating="not", comment="太久了")
    later = DUE + timedelta(days=5)
    draft_reply(case=case, by=staff.clerk, text=TEXT, answer_class="B", promised_on=later, promise="换线和灯")
    clock.move_to(at_noon_of(DUE + timedelta(days=1)))
    call_command("check_promises")  # in hand already: its redo clock runs, nothing to reopen
    case.refresh_from_db()
    assert case.status == "drafted"
    actions.sign_reply(case=case, by=staff.chair)
    first, second = case.promises.all()
    assert (first.replaced_at is not None, second.is_open, second.due_on) == (True, True, later)
    assert [reply.promise.is_replaced for reply in status_of(case).replies] == [True, False]


def test_whoever_answered_reports_and_nobody_else(clock, staff: Staff) -> None:
    case = promised(staff)
    handler = make_member(Role.HANDLER, staff.congress, staff.office)
    other = make_member(Role.HANDLER, staff.congress, make_office(staff.congress, "水务站"))
    for person in (other, make_member(Role.CLERK, make_town("白水镇", "baishui", "BS"))):
        with pytest.raises((StepClosed, PermissionDenied)):
            actions.keep_promise(case=case, by=person, text=REPORT)
    actions.keep_promise(case=case, by=handler, text=REPORT)
    assert case.promises.get().kept_by == handler


def test_an_empty_report_does_not_pass_in_silence(clock, staff: Staff) -> None:
    case = promised(staff)
    with pytest.raises(ValidationError, match="写明理由"):
        actions.keep_promise(case=case, by=staff.clerk, text="已落实，感谢您的支持。", accepted=CODES)
    assert case.promises.get().is_open


def test_a_promise_that_comes_near_waits_in_the_worklist(clock, staff: Staff) -> None:
    case = promised(staff)
    handler = make_member(Role.HANDLER, staff.congress, staff.office)
    people = (staff.clerk, handler)
    assert [case in cases_in(BY_KEY["mine"], person) for person in people] == [False, False]
    clock.move_to(at_noon_of(DUE - timedelta(days=7)))
    assert [case in cases_in(BY_KEY["mine"], person) for person in people] == [True, True]
    assert case not in cases_in(BY_KEY["mine"], staff.chair)
    actions.keep_promise(case=case, by=handler, text=REPORT)
    assert [case in cases_in(BY_KEY["mine"], person) for person in people] == [False, False]


def test_the_published_copy_tells_the_promise_and_that_it_was_kept(
    clock, staff: Staff, client: Client
) -> None:
    case = promised(staff)
    actions.prepare_copy(case=case, by=staff.clerk, title="路灯", text="灯坏了", reply="12月20日前换线")
    actions.publish_copy(case=case, by=staff.chair)
    page = client.get(f"/answers/{case.number}/").content.decode()
    assert "2026年12月20日前完成" in page
    actions.keep_promise(case=case, by=staff.clerk, text=REPORT)
    copy = PublishedCopy.objects.get()
    assert (copy.answer_class, copy.promised_on, copy.promise_kept_on) == ("B", DUE, date(2026, 11, 23))
    clock.move_to(at_noon_of(DUE + timedelta(days=9)))
    assert "已于2026年11月23日落实" in client.get(f"/answers/{case.number}/").content.decode()


def test_the_second_not_satisfied_closes_and_is_counted(clock, staff: Staff) -> None:
    case = staff.replied(make_submission(staff.congress))
    actions.rate(submission=Submission.objects.get(case=case), rating="not", comment="没修好")
    draft_reply(case=case, by=staff.clerk, text="第二次答复")
    actions.sign_reply(case=case, by=staff.chair)
    actions.rate(submission=Submission.objects.get(case=case), rating="not", comment="还是没修好")
    submission = Submission.objects.select_related("case").get(case=case)
    assert (submission.case.status, submission.rating, submission.redo_count) == ("closed", "not", 1)
    assert "reopen" not in status_of(case).can


def test_the_answer_of_a_merged_case_and_its_promise_reach_every_sender(clock, staff: Staff) -> None:
    lead, other = make_submission(staff.congress), make_submission(staff.congress, text="路灯又不亮")
    actions.register(case=other.case, by=staff.clerk, category="safety")
    staff.drafted(lead, TEXT, answer_class="B", promised_on=DUE, promise="换线")
    actions.merge(case=other.case, by=staff.clerk, into=lead.case.number)
    actions.sign_reply(case=lead.case, by=staff.chair)
    shown = status_of(other.case).replies[0]
    assert (shown.is_shared, shown.promise.due_on) == (True, DUE)


def test_the_scheduler_looks_after_promises() -> None:
    assert "check_promises" in JOBS


def test_the_morning_reminder_names_a_promise_that_comes_near(clock, staff: Staff) -> None:
    case = promised(staff)
    handler = make_member(Role.HANDLER, staff.congress, staff.office)
    title = "答复里承诺的事快到期"
    assert title not in [section.title for section in sections_for(handler, timezone.localdate())]
    for person in (staff.clerk, handler):
        section = next(s for s in sections_for(person, DUE - timedelta(days=7)) if s.title == title)
        assert section.lines == (f"{case.number}　期限2026年12月20日，还有7天",)
    stranger = make_member(Role.CLERK, make_town("白水镇", "baishui", "BS"))
    assert sections_for(stranger, DUE) == []
