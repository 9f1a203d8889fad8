"""Each verb of the office: one action, one event, one audit row; or a refusal that leaves nothing behind."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.roles import Role
from audit.models import AppendOnlyError, Entry
from casework.models import Event
from casework.workflow import StepClosed
from deadlines.due import due_date
from participation.submissions import actions
from participation.submissions.actions.assigning import Handler
from participation.submissions.models import PublishedCopy, Submission
from tests.factories.accounts import make_member
from tests.factories.liaison import make_deputy, make_station
from tests.factories.organizations import make_office, make_town
from tests.factories.participation import Staff, draft_reply, make_submission

pytestmark = pytest.mark.django_db
NOW = "2026-11-23 09:00:00+08:00"


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def staff() -> Staff:
    return Staff(make_town())


def trail(case) -> list[str]:
    return list(case.events.values_list("name", flat=True))


def test_the_whole_way_writes_one_event_and_one_audit_row_for_each_step(staff: Staff) -> None:
    submission = make_submission(staff.congress, consents_to_publication=True)
    case = staff.replied(submission)
    actions.prepare_copy(case=case, by=staff.clerk, title="路灯", text="灯坏了", reply="修好了")
    actions.publish_copy(case=case, by=staff.chair)
    actions.rate(submission=Submission.objects.get(case=case), rating="satisfied")
    expected = [
        "submit",
        "register",
        "accept",
        "assign",
        "draft_reply",
        "sign_reply",
        "prepare_copy",
        "publish_copy",
        "rate",
    ]
    assert trail(case) == expected
    audit = Entry.objects.filter(object_id=case.number).order_by("id").values_list("action", flat=True)
    assert list(audit) == [f"submission.{name}" for name in expected]
    case.refresh_from_db()
    assert case.status == "closed"
    assert case.closed_at is not None


def test_the_clock_runs_from_receipt_and_tells_its_rule(staff: Staff) -> None:
    case = make_submission(staff.congress).case
    assert case.due_on == date(2026, 12, 8)
    assert "《信访工作条例》第二十三条" in case.due_explanation
    staff.accepted(case.submission)
    assert case.due_on == date(2026, 12, 23)
    assert "答复期限" in case.due_explanation


def test_an_assignment_is_due_after_seven_working_days_unless_a_date_is_given(staff: Staff) -> None:
    case = staff.assigned(make_submission(staff.congress))
    assert case.assignments.get().due_on == date(2026, 12, 2)
    assert case.due_on == date(2026, 12, 2)
    assert case.lead_office == staff.office


@pytest.mark.parametrize(
    ("due_on", "message"), [("2026-11-22", "不能早于今天"), ("2026-12-24", "不能晚于答复期限")]
)
def test_a_due_date_outside_the_limit_is_refused_and_nothing_happens(
    staff: Staff, due_on: str, message: str
) -> None:
    case = staff.accepted(make_submission(staff.congress))
    with pytest.raises(ValidationError, match=message):
        actions.assign(
            case=case, by=staff.clerk, handler=Handler(office=staff.office), due_on=date.fromisoformat(due_on)
        )
    assert case.assignments.count() == 0
    assert trail(case)[-1] == "accept"


def test_a_late_case_can_still_be_assigned(staff: Staff) -> None:
    case = staff.accepted(make_submission(staff.congress))
    with time_machine.travel("2027-01-20 09:00:00+08:00", tick=False):
        actions.assign(case=case, by=staff.clerk, handler=Handler(office=staff.office))
        assert case.assignments.get().due_on == date(2027, 1, 20)


@pytest.mark.parametrize("what", ["office", "inactive", "station", "deputy", "nobody"])
def test_a_handler_of_another_congress_is_refused(staff: Staff, what: str) -> None:
    other = make_town("白水镇", "baishui", "BS")
    closed = make_office(staff.congress, "旧所")
    closed.is_active = False
    closed.save()
    handlers = {
        "office": lambda: Handler(office=make_office(other)),
        "inactive": lambda: Handler(office=closed),
        "station": lambda: Handler(station=make_station(other)),
        "deputy": lambda: Handler(deputy=make_deputy(other)),
        "nobody": Handler,
    }
    case = staff.accepted(make_submission(staff.congress))
    with pytest.raises(ValidationError) as refused:
        actions.assign(case=case, by=staff.clerk, handler=handlers[what]())
    assert "handler" in refused.value.message_dict


def test_a_county_deputy_in_the_towns_station_can_be_given_a_case(staff: Staff) -> None:
    county = staff.congress.get_parent()
    deputy = make_deputy(county, station=make_station(staff.congress))
    case = staff.accepted(make_submission(staff.congress))
    actions.assign(case=case, by=staff.clerk, handler=Handler(deputy=deputy))
    assert case.assignments.get().deputy == deputy


def test_a_returned_case_is_assigned_anew(staff: Staff) -> None:
    handler = make_member(Role.HANDLER, staff.congress, staff.office)
    case = staff.assigned(make_submission(staff.congress))
    actions.return_to_sender(case=case, by=handler, reason="路灯归供电公司")
    assert case.status == "returned"
    assert case.lead_office is None
    actions.assign(case=case, by=staff.clerk, handler=Handler(office=make_office(staff.congress, "水务站")))
    assert [a.is_active for a in case.assignments.all()] == [False, True]


def test_assisting_offices_join_without_changing_the_lead(staff: Staff) -> None:
    case = staff.assigned(make_submission(staff.congress))
    actions.add_assisting(
        case=case, by=staff.clerk, handler=Handler(office=make_office(staff.congress, "水务站"))
    )
    assert case.status == "assigned"
    assert case.lead_office == staff.office
    assert case.assignments.active().count() == 2


def test_declining_tells_reason_and_where_to_go(staff: Staff) -> None:
    case = make_submission(staff.congress, text="法院判得不公").case
    actions.register(case=case, by=staff.clerk, category="other")
    actions.decline(
        case=case, by=staff.clerk, route="court", reason="已进入诉讼", where_to_go="县人民法院诉讼服务中心"
    )
    told = case.events.get(name="decline").public_note
    assert "已进入诉讼" in told
    assert "县人民法院诉讼服务中心" in told
    assert case.closed_at is not None


def test_merging_needs_a_living_case_of_the_same_congress(staff: Staff) -> None:
    first, second = make_submission(staff.congress), make_submission(staff.congress)
    elsewhere = make_submission(make_town("白水镇", "baishui", "BS"))
    actions.register(case=second.case, by=staff.clerk, category="other")
    for number in (second.case.number, elsewhere.case.number, "LT-2026-999999"):
        with pytest.raises(ValidationError):
            actions.merge(case=second.case, by=staff.clerk, into=number)
    actions.merge(case=second.case, by=staff.clerk, into=first.case.number)
    second.refresh_from_db()
    assert second.merged_into == first
    third = make_submission(staff.congress)
    actions.register(case=third.case, by=staff.clerk, category="other")
    with pytest.raises(ValidationError):
        actions.merge(case=third.case, by=staff.clerk, into=second.case.number)


def test_not_satisfied_goes_back_to_the_same_handler_with_its_own_clock(staff: Staff) -> None:
    submission = make_submission(staff.congress)
    case = staff.replied(submission)
    actions.rate(submission=submission, rating="not", comment="没修好")
    assert case.__class__.objects.get(pk=case.pk).status == "assigned"
    again = case.assignments.active().get()
    assert again.office == staff.office
    assert again.due_on == due_date("opinion.redo", date(2026, 11, 23)).on
    case.refresh_from_db()
    draft_reply(case=case, by=staff.clerk, text="第二次答复")
    actions.sign_reply(case=case, by=staff.chair)
    submission = Submission.objects.get(pk=submission.pk)
    actions.rate(submission=submission, rating="not")
    case.refresh_from_db()
    assert case.status == "closed"
    assert [reply.round for reply in case.replies.all()] == [1, 2]


def test_a_signed_answer_is_never_overwritten_by_the_redo(staff: Staff) -> None:
    submission = make_submission(staff.congress)
    case = staff.replied(submission, text="第一次答复")
    actions.rate(submission=submission, rating="not")
    case.refresh_from_db()
    draft_reply(case=case, by=staff.clerk, text="第二次答复")
    assert case.replies.get(round=1).text == "第一次答复"


def test_revoked_consent_takes_the_copy_off_the_site(staff: Staff) -> None:
    submission = make_submission(staff.congress, consents_to_publication=True)
    case = staff.replied(submission)
    actions.prepare_copy(case=case, by=staff.clerk, title="路灯", text="灯", reply="修")
    actions.publish_copy(case=case, by=staff.chair)
    assert PublishedCopy.objects.public().count() == 1
    actions.revoke_consent(submission=Submission.objects.get(pk=submission.pk))
    assert PublishedCopy.objects.public().count() == 0


def test_a_person_without_the_right_is_refused_and_leaves_no_trace(staff: Staff) -> None:
    case = make_submission(staff.congress).case
    before = (Event.objects.count(), Entry.objects.count())
    for stranger in (staff.chair, make_member(Role.CLERK, make_town("白水镇", "baishui", "BS"))):
        with pytest.raises(PermissionDenied):
            actions.register(case=case, by=stranger, category="other")
    assert (Event.objects.count(), Entry.objects.count()) == before
    case.refresh_from_db()
    assert case.status == "received"


def test_a_step_taken_twice_is_refused_the_second_time(staff: Staff) -> None:
    case = make_submission(staff.congress).case
    stale = case.__class__.objects.get(pk=case.pk)
    actions.register(case=case, by=staff.clerk, category="other")
    with pytest.raises(StepClosed):
        actions.register(case=stale, by=staff.clerk, category="safety")
    assert trail(case) == ["submit", "register"]


def test_the_citizens_text_and_identity_never_reach_the_ledger(staff: Staff) -> None:
    submission = make_submission(staff.congress, text="独一无二的原文", name="某某某", contact="0000-7777777")
    staff.replied(submission)
    written = " ".join(str(entry.data) + entry.action for entry in Entry.objects.all())
    for secret in ("独一无二的原文", "某某某", "0000-7777777"):
        assert secret not in written


def test_the_ledger_refuses_change_and_removal(staff: Staff) -> None:
    make_submission(staff.congress)
    entry = Entry.objects.first()
    assert entry is not None
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(action="x"),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


def test_overdue_follows_the_date_and_is_not_stored(staff: Staff) -> None:
    case = make_submission(staff.congress).case
    assert not case.is_overdue
    with time_machine.travel(NOW, tick=False) as clock:
        clock.shift(timedelta(days=15))
        assert not case.is_overdue
        clock.shift(timedelta(days=1))
        assert case.is_overdue
        assert list(case.__class__.objects.overdue()) == [case]
