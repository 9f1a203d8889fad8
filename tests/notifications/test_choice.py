"""The sender chooses whether to be told, and can stop it with the query code."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from audit.models import Entry
from notifications.models import Message, State
from organizations.models import Congress
from participation.submissions.models import Submission
from tests.factories.participation import Staff, make_submission
from tests.notifications.conftest import MAIL, MOBILE
from tests.participation.citizen import NEW, STATUS, filled, let_in, page, send

pytestmark = pytest.mark.django_db
CHANGE = "/opinions/status/notify/"
ADDRESS_FIELD = "contact"


def offered(client: Client, address: str) -> list[str]:
    found = BeautifulSoup(client.get(address).content, "html.parser").select('input[name="notify_by"]')
    return [str(radio["value"]) for radio in found]


def error_beside(html: str, field: str) -> str:
    found = BeautifulSoup(html, "html.parser").select_one(f"#id_{field}_error")
    return found.get_text() if found else ""


def inside(client: Client, submission: Submission) -> None:
    assert let_in(client, "mine", submission.case.number).status_code == 303


def test_the_form_offers_what_is_set_up_and_nothing_comes_first(client, town, settings) -> None:
    assert offered(client, f"{NEW}?congress=liutang") == ["", "email"]
    settings.NOTIFICATION_CHANNELS = {"sms": {}, **settings.NOTIFICATION_CHANNELS}
    assert offered(client, f"{NEW}?congress=liutang") == ["", "email", "sms"]
    settings.NOTIFICATION_CHANNELS = {"webhook": {}}
    assert offered(client, f"{NEW}?congress=liutang") == []


def test_without_a_choice_nobody_is_told(client: Client, town: Congress) -> None:
    assert send(client, filled(contact=MAIL)).status_code == 303
    assert Submission.objects.get().notify_by == ""


def test_the_choice_is_kept_with_the_opinion(client: Client, town: Congress) -> None:
    assert send(client, filled(contact=MAIL, notify_by="email")).status_code == 303
    assert Submission.objects.get().notify_by == "email"


@pytest.mark.parametrize(
    "contact", ["", MOBILE, "li@", f"{MAIL}, wang@example.cn", f"{MAIL}\nBcc: wang@example.cn"]
)
def test_mail_needs_exactly_one_mail_address_and_says_so_beside_it(client, town, contact: str) -> None:
    response = send(client, filled(contact=contact, notify_by="email"))
    assert response.status_code == 200
    assert "电子邮箱" in error_beside(page(response), ADDRESS_FIELD)
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("contact", ["", MAIL, "0000-1234567"])
def test_a_short_message_needs_a_mobile_number(client, town, channel, contact: str) -> None:
    response = send(client, filled(contact=contact, notify_by="sms"))
    assert "手机号码" in error_beside(page(response), ADDRESS_FIELD)
    assert Submission.objects.count() == 0


def test_a_way_that_is_not_offered_is_not_taken(client: Client, town: Congress) -> None:
    response = send(client, filled(contact=MOBILE, notify_by="sms"))
    assert response.status_code == 200
    assert error_beside(page(response), "notify_by")
    assert Submission.objects.count() == 0


def test_the_status_page_offers_what_the_contact_allows(client, town, channel) -> None:
    inside(client, make_submission(town, token="mine", contact=MOBILE, notify_by="sms"))
    assert offered(client, STATUS) == ["", "sms"]
    html = page(client.get(STATUS))
    chosen = BeautifulSoup(html, "html.parser").select_one('input[name="notify_by"][checked]')
    assert chosen is not None
    assert chosen["value"] == "sms"
    assert MOBILE not in html


def test_without_a_contact_there_is_nothing_to_choose(client: Client, town: Congress) -> None:
    inside(client, make_submission(town, token="mine"))
    assert offered(client, STATUS) == []
    client.post(CHANGE, {"notify_by": "email"})
    assert Submission.objects.get().notify_by == ""


def test_switched_off_nothing_more_goes_out_and_it_is_on_record(client: Client, town: Congress) -> None:
    submission = make_submission(town, token="mine", contact=MAIL, notify_by="email")
    Staff(town).accepted(submission)
    inside(client, submission)
    assert client.post(CHANGE, {"notify_by": ""})["Location"] == STATUS
    assert Submission.objects.get().notify_by == ""
    assert {(m.state, m.recipient) for m in Message.objects.all()} == {(State.DROPPED, "")}
    entry = Entry.objects.filter(action="submission.choose_notification").get()
    assert (entry.object_id, entry.data) == (submission.case.number, {"way": "none"})


def test_it_can_be_switched_on_later(client: Client, town: Congress) -> None:
    submission = make_submission(town, token="mine", contact=MAIL)
    inside(client, submission)
    client.post(CHANGE, {"notify_by": "email"})
    Staff(town).accepted(submission)
    assert {m.recipient for m in Message.objects.all()} == {MAIL}


def test_without_number_and_code_nothing_is_changed(client: Client, town: Congress) -> None:
    make_submission(town, token="mine", contact=MAIL, notify_by="email")
    assert client.post(CHANGE, {"notify_by": ""}).status_code == 403
    assert Submission.objects.get().notify_by == "email"
