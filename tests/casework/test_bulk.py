"""One step for many cases: tried without a trace, then taken where it can be."""

import pytest
from django.test import Client

from accounts.roles import Role
from audit.models import Entry
from casework.models import Assignment, Case, Event
from tests.factories.accounts import make_member
from tests.factories.organizations import make_county, make_town
from tests.factories.participation import Staff, make_submission

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/cases/bulk/"


@pytest.fixture
def staff() -> Staff:
    return Staff(make_town())


def send(user, cases, **data):
    client = Client()
    client.force_login(user)
    return client.post(ADDRESS, {"number": [case.number for case in cases], "back": "tab=all", **data})


def accepted(staff: Staff, count: int) -> list[Case]:
    return [staff.accepted(make_submission(staff.congress)) for _ in range(count)]


def assign(staff: Staff, stage: str) -> dict[str, str]:
    return {"step": "assign", "stage": stage, "handler": f"office:{staff.office.pk}", "instruction": "请查实"}


def test_the_form_is_shown_once_and_starts_empty(staff: Staff) -> None:
    page = send(staff.clerk, accepted(staff, 2), step="assign")
    assert page.context["stage"] == "form"
    assert page.context["form"]["due_on"].value() is None
    assert "留空则每件" in page.content.decode()


def test_a_trial_tells_which_can_and_why_others_cannot_and_leaves_no_trace(staff: Staff) -> None:
    ready, new = accepted(staff, 2), make_submission(staff.congress).case
    before = Event.objects.count(), Entry.objects.count(), Assignment.objects.count()
    page = send(staff.clerk, [*ready, new], **assign(staff, "check"))
    assert {row.case.number for row in page.context["done"]} == {case.number for case in ready}
    [refused] = page.context["refused"]
    assert refused.case == new
    assert refused.reason in page.content.decode()
    assert (Event.objects.count(), Entry.objects.count(), Assignment.objects.count()) == before
    assert {case.status for case in Case.objects.filter(pk__in=[case.pk for case in ready])} == {"accepted"}


def test_confirming_takes_the_step_on_each_with_its_own_due_date_and_event(staff: Staff) -> None:
    ready = accepted(staff, 3)
    page = send(staff.clerk, ready, **assign(staff, "confirm"))
    assert len(page.context["done"]) == 3
    assert not page.context["refused"]
    for case in ready:
        case.refresh_from_db()
        row = case.assignments.get()
        assert (case.status, row.office, row.instruction) == ("assigned", staff.office, "请查实")
        assert row.due_explanation
        assert (
            Entry.objects.filter(object_id=case.number, action="submission.assign", actor=staff.clerk).count()
            == 1
        )
        assert f"/admin/cases/{case.number}/" in page.content.decode()


def test_one_refusal_does_not_hold_up_the_others_and_a_second_press_does_nothing(staff: Staff) -> None:
    ready, new = accepted(staff, 1), make_submission(staff.congress).case
    assert len(send(staff.clerk, [new, *ready], **assign(staff, "confirm")).context["done"]) == 1
    again = send(staff.clerk, [new, *ready], **assign(staff, "confirm"))
    assert len(again.context["refused"]) == 2
    assert Assignment.objects.count() == 1


def test_another_towns_cases_do_not_exist_here(staff: Staff) -> None:
    other = Staff(make_town("白水镇", "baishui", "BS"))
    theirs = accepted(other, 1)
    assert send(staff.clerk, theirs, **assign(staff, "confirm")).status_code == 302
    mixed = send(staff.clerk, [*theirs, *accepted(staff, 1)], **assign(staff, "confirm"))
    assert theirs[0].number not in mixed.content.decode()
    assert not theirs[0].assignments.exists()


def test_a_handler_of_another_congress_is_refused_for_each_case(staff: Staff) -> None:
    other = Staff(make_town("白水镇", "baishui", "BS"))
    page = send(staff.clerk, accepted(staff, 1), **assign(other, "confirm"))
    assert [row.is_done for row in page.context["refused"]] == [False]
    assert not Assignment.objects.exists()


def test_who_may_not_assign_is_refused_case_by_case(staff: Staff) -> None:
    ready = accepted(staff, 1)
    county = make_member(Role.COUNTY_OFFICE, make_county())
    page = send(county, ready, **assign(staff, "confirm"))
    assert "权限" in page.context["refused"][0].reason
    assert not Assignment.objects.exists()


def test_registering_keeps_each_senders_own_place(staff: Staff) -> None:
    cases = [make_submission(staff.congress, place=place).case for place in ("东河村", "西河村")]
    page = send(staff.clerk, cases, step="register", stage="confirm", category="farmland")
    assert len(page.context["done"]) == 2
    assert [
        case.submission.place for case in Case.objects.filter(pk__in=[c.pk for c in cases]).order_by("pk")
    ] == [
        "东河村",
        "西河村",
    ]


@pytest.mark.parametrize("step", ["sign_reply", "nonsense", ""])
def test_only_steps_meant_for_it_are_taken_in_bulk(staff: Staff, step: str) -> None:
    case = staff.drafted(make_submission(staff.congress))
    page = send(staff.chair, [case], step=step, stage="confirm")
    assert page.context["stage"] == "choose"
    case.refresh_from_db()
    assert case.status == "drafted"


def test_no_more_than_a_hundred_and_not_none(staff: Staff) -> None:
    client = Client()
    client.force_login(staff.clerk)
    case = make_submission(staff.congress).case
    many = client.post(
        ADDRESS, {"number": [case.number, *(f"X-{n}" for n in range(100))], "step": "register"}, follow=True
    )
    assert "一次最多办理100件" in many.content.decode()
    assert "请先勾选" in client.post(ADDRESS, {}, follow=True).content.decode()
