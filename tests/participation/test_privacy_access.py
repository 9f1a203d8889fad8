"""Who a citizen is: shown to nobody without a reason, shown nowhere else, and of a child under a mark of its own."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from audit.models import Entry
from casework.access import READ_CONTACT
from organizations.models import Congress
from participation.submissions.models import AgeStatement, Submission
from tests.factories.participation import Staff, make_submission

NAME, CONTACT = "檀鸰喆", "13812340987"


@pytest.fixture
def staff(town: Congress) -> Staff:
    return Staff(town)


def signed_in(user) -> Client:
    """A browser in which ``user`` is signed in."""
    client = Client()
    client.force_login(user)
    return client


def look(client: Client, number: str, **fields: str):
    """Ask for the sender."""
    return client.post(f"/admin/cases/{number}/contact/", fields)


def test_nothing_is_shown_and_nothing_recorded_before_a_reason_is_given(staff: Staff) -> None:
    case = make_submission(staff.congress, name=NAME, contact=CONTACT).case
    client = signed_in(staff.clerk)
    asked = client.get(f"/admin/cases/{case.number}/contact/")
    for answer in (
        asked,
        look(client, case.number),
        look(client, case.number, reason=""),
        look(client, case.number, reason="curious"),
        look(client, case.number, reason="other", other=" "),
    ):
        assert NAME not in answer.content.decode()
        assert CONTACT not in answer.content.decode()
    assert "联系补充情况" in asked.content.decode()
    assert not Entry.objects.filter(action=READ_CONTACT).exists()


def test_a_reading_is_recorded_with_its_reason_and_role(staff: Staff) -> None:
    case = make_submission(staff.congress, name=NAME, contact=CONTACT).case
    client = signed_in(staff.clerk)
    shown = look(client, case.number, reason="follow_up").content.decode()
    assert NAME in shown
    assert CONTACT in shown
    entry = Entry.objects.get(action=READ_CONTACT)
    assert (entry.actor, entry.object_id) == (staff.clerk, case.number)
    assert entry.data == {"reason": "follow_up", "role": "clerk"}


def test_what_is_typed_as_a_reason_leaves_no_number_in_the_ledger(staff: Staff) -> None:
    case = make_submission(staff.congress, contact=CONTACT).case
    look(signed_in(staff.clerk), case.number, reason="other", other=f"回电{CONTACT}问路灯")
    [entry] = Entry.objects.filter(action=READ_CONTACT)
    assert entry.data["words"] == "回电138****0987问路灯"


@pytest.mark.parametrize(
    ("fields", "marked"),
    [
        ({"text": "我今年十一岁，学校门口没有斑马线。"}, True),
        ({"by_guardian": True}, True),
        ({"text": "我家孩子今年十一岁，学校门口没有斑马线。"}, False),
    ],
)
def test_a_child_is_pointed_out_and_each_reading_of_it_is_marked(staff: Staff, fields, marked) -> None:
    """``domain.md`` §10.4, fixture 18."""
    by_guardian = fields.pop("by_guardian", False)
    case = make_submission(staff.congress, name=NAME, contact=CONTACT, **fields).case
    if by_guardian:
        Submission.objects.filter(case=case).update(age_statement=AgeStatement.GUARDIAN)
    client = signed_in(staff.clerk)
    assert ("可能是未成年人" in client.get(f"/admin/cases/{case.number}/").content.decode()) is marked
    shown = look(client, case.number, reason="verify").content.decode()
    assert ("可能是未成年人" in shown) is marked
    assert Entry.objects.get(action=READ_CONTACT).data.get("minor", False) is marked


def test_the_yearly_report_lists_the_readings_about_children_and_no_others(staff: Staff) -> None:
    child = make_submission(staff.congress, contact=CONTACT, text="我是小学三年级的学生，想要图书角。").case
    other = make_submission(staff.congress, contact=CONTACT).case
    client = signed_in(staff.clerk)
    for case in (child, other):
        look(client, case.number, reason="verify")
    out = StringIO()
    call_command("minors_access_report", stdout=out)
    assert child.number in out.getvalue()
    assert "核实身份" in out.getvalue()
    assert other.number not in out.getvalue()
    assert CONTACT not in out.getvalue()
    out = StringIO()
    call_command("minors_access_report", year=2001, stdout=out)
    assert out.getvalue() == "2001年共0次\n"


def test_no_screen_of_the_office_but_the_one_asked_for_shows_who_wrote(staff: Staff) -> None:
    case = staff.replied(make_submission(staff.congress, name=NAME, contact=CONTACT))
    addresses = [
        "/admin/",
        "/admin/cases/",
        f"/admin/cases/?q={case.number}",
        f"/admin/cases/{case.number}/",
        *(f"/admin/cases/{case.number}/{step}/" for step in ("close", "prepare_copy", "log_contact", "redo")),
    ]
    for user in (staff.clerk, staff.chair):
        client = signed_in(user)
        for address in addresses:
            content = client.get(address, follow=True).content.decode()
            assert NAME not in content, address
            assert CONTACT not in content, address
    found = signed_in(staff.clerk).get("/admin/cases/", {"q": CONTACT}).content.decode()
    assert case.number not in found


def test_looking_at_a_case_does_not_even_decrypt_who_wrote(staff: Staff, settings) -> None:
    case = make_submission(staff.congress, name=NAME, contact=CONTACT).case
    client = signed_in(staff.clerk)
    settings.FIELD_ENCRYPTION_KEYS = ["b25seSBmb3IgdGhpcyBtYWNoaW5lLCBub3QgYSBrZXk="]
    assert "查看并记录" in client.get(f"/admin/cases/{case.number}/").content.decode()
