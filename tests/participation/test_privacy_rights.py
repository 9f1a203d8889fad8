"""The rights desk with the receipt: take the data away, put it right, have it erased."""

import json

import pytest
from django.test import Client

from audit.models import Entry
from casework.access import READ_CONTACT, record_reading
from casework.models import Event
from organizations.models import Congress
from participation.submissions import actions
from participation.submissions.models import Submission
from tests.factories.participation import TEXT, Staff, make_submission
from tests.participation.citizen import STATUS, let_in, page

NAME, CONTACT = "檀鸰喆", "13812340987"
DATA, IDENTITY = f"{STATUS}data/", f"{STATUS}identity/"


@pytest.fixture
def own(client: Client, town: Congress) -> Submission:
    """An opinion whose sender has come back with number and code."""
    submission = make_submission(town, token="own", name=NAME, contact=CONTACT, place="东河村")
    let_in(client, "own", submission.case.number)
    return submission


def read_by(staff: Staff, submission: Submission) -> None:
    """Have the clerk look at who wrote."""
    record_reading(case=submission.case, by=staff.clerk, reason="follow_up", other="", minor=False)


def test_the_sender_takes_away_all_that_is_held_and_who_read_it_by_role(
    client: Client, town: Congress, own: Submission
) -> None:
    staff = Staff(town)
    case = staff.replied(own)
    read_by(staff, own)
    actions.add_supplement(submission=make_submission(town), text="别人的补充")
    answer = client.post(DATA, {"format": "json"})
    data = json.loads(answer.content)
    assert (data["编号"], data["称呼"], data["联系方式"]) == (case.number, NAME, CONTACT)
    assert data["意见内容"] == TEXT
    assert data["答复"][0]["内容"].startswith("您反映的")
    [read] = data["谁看过称呼和联系方式"]
    assert (read["角色"], read["原因"]) == ("人大干事", "回访")
    text = answer.content.decode()
    for secret in (
        staff.clerk.username,
        str(staff.clerk),
        "内部：",
        "别人的补充",
        own.code_hash,
        own.contact_digest,
    ):
        assert secret not in text
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == f'attachment; filename="{case.number}.json"'


def test_the_same_is_to_be_had_as_text(client: Client, own: Submission) -> None:
    answer = client.post(DATA, {"format": "txt"})
    text = answer.content.decode("utf-8-sig")
    for words in (own.case.number, NAME, CONTACT, TEXT, "东河村", "谁看过称呼和联系方式：无"):
        assert words in text
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.filter(action="submission.take_own_data").count() == 1


def test_nobody_without_the_code_and_nobody_in_a_hurry_gets_the_data(client: Client, own: Submission) -> None:
    stranger = Client()
    for address in (DATA, IDENTITY):
        assert stranger.post(address).status_code == 403
        assert NAME not in page(stranger.get(IDENTITY, follow=True))
    assert client.get(DATA).status_code == 405
    answers = [client.post(DATA) for _ in range(12)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 303
    assert "下载得太频繁" in page(client.get(STATUS))


def test_name_and_contact_are_put_right(client: Client, own: Submission) -> None:
    shown = client.get(IDENTITY)
    assert NAME in page(shown)
    assert "no-store" in shown["Cache-Control"]
    mark = own.contact_digest
    assert client.post(IDENTITY, {"name": "檀大姐", "contact": "13900001234"}).status_code == 303
    changed = Submission.objects.get(pk=own.pk)
    assert (changed.name, changed.contact) == ("檀大姐", "13900001234")
    assert changed.contact_digest not in {"", mark}
    entry = Entry.objects.get(action="submission.correct_own_identity")
    assert CONTACT not in str(entry.data)


def test_too_long_a_contact_is_explained_and_nothing_is_changed(client: Client, own: Submission) -> None:
    assert "最多 80 个字" in page(client.post(IDENTITY, {"name": "x", "contact": "1" * 81}))
    assert Submission.objects.get(pk=own.pk).contact == CONTACT


def test_the_sender_takes_name_and_contact_back_and_the_opinion_goes_on(
    client: Client, town: Congress, own: Submission
) -> None:
    staff = Staff(town)
    staff.accepted(own)
    Event.objects.filter(case=own.case).update(note=f"已电话{NAME}（{CONTACT}）")
    assert client.post(IDENTITY, {"erase": "1"}).status_code == 303
    gone = Submission.objects.get(pk=own.pk)
    assert (gone.name, gone.contact, gone.contact_digest, gone.text) == ("", "", "", TEXT)
    assert {event.note for event in own.case.events.all()} == {"已电话××（××）"}
    assert gone.case.closed_at is None
    assert json.loads(client.post(DATA, {"format": "json"}).content)["联系方式"] == ""
    client.post(IDENTITY, {"erase": "1"})
    assert TEXT in page(client.get(STATUS))


def test_who_withdraws_the_opinion_is_forgotten_at_once(client: Client, own: Submission) -> None:
    assert client.post(f"{STATUS}withdraw/").status_code == 303
    gone = Submission.objects.select_related("case").get(pk=own.pk)
    assert (gone.name, gone.contact, gone.contact_digest) == ("", "", "")
    assert gone.case.status == "withdrawn"
    assert not Entry.objects.filter(action=READ_CONTACT).exists()


def test_the_status_page_names_the_rights_and_asks_no_more_for_more_readings(
    client: Client, own: Submission, django_assert_max_num_queries
) -> None:
    staff = Staff(own.case.congress)
    text = page(client.get(STATUS))
    assert "下载我的数据" in text
    assert IDENTITY in text
    assert NAME not in text
    assert CONTACT not in text
    client.post(DATA)
    for _ in range(3):
        read_by(staff, own)
    with django_assert_max_num_queries(22):
        client.post(DATA)
