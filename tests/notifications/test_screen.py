"""The outbox on screen: of one's own congress, masked, with two things to do."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from audit.models import Entry
from casework.models import Case, Visibility
from notifications.actions import MessageMovedOn, give_up, retry
from notifications.models import Message, State
from tests.factories.accounts import make_member
from tests.factories.organizations import make_county, make_office, make_town
from tests.factories.participation import make_submission
from tests.notifications.conftest import MAIL

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/messages/"


def reader(role: Role, congress) -> Client:
    client = Client()
    client.force_login(make_member(role, congress, make_office(congress) if role == Role.HANDLER else None))
    return client


def other_town():
    return make_town("白水镇", "baishui", "BS")


def dead(write, congress, key: str = "event:1:1", **fields) -> Message:
    number = make_submission(congress).case.number
    message = write(key, congress=congress, about=number, **fields)
    Message.objects.filter(pk=message.pk).update(state=State.DEAD, attempts=8, last_error="网关回答 503")
    message.refresh_from_db()
    return message


def shown(client: Client, **params) -> str:
    response = client.get(ADDRESS, params)
    assert response.status_code == 200
    return response.content.decode()


def test_a_clerk_sees_failed_messages_of_the_own_town_with_the_recipient_masked(town, write) -> None:
    message, foreign = dead(write, town), dead(write, other_town(), "event:2:2")
    html = shown(reader(Role.CLERK, town))
    assert message.about in html
    assert "网关回答 503" in html
    assert "l***@example.cn" in html
    assert MAIL not in html
    assert foreign.about not in html


def test_the_county_sees_the_messages_of_its_towns(town, write) -> None:
    ours, theirs = dead(write, town), dead(write, other_town(), "event:2:2")
    html = shown(reader(Role.COUNTY_OFFICE, make_county()))
    assert ours.about in html
    assert theirs.about in html


@pytest.mark.parametrize("role", [Role.HANDLER, Role.OFFICER, Role.DEPUTY, Role.SYSTEM_ADMIN, Role.AUDITOR])
def test_who_keeps_no_cases_does_not_see_the_outbox(town, write, role: Role) -> None:
    message, client = dead(write, town), reader(role, town)
    assert client.get(ADDRESS).status_code in {302, 403}
    assert client.post(f"{ADDRESS}{message.pk}/retry/").status_code in {302, 403}
    message.refresh_from_db()
    assert message.state == State.DEAD


def test_a_message_about_an_accusation_is_not_shown_to_who_may_not_see_it(town, write) -> None:
    message = dead(write, town)
    Case.objects.filter(number=message.about).update(visibility=Visibility.RESTRICTED)
    client = reader(Role.CLERK, town)
    assert message.about not in shown(client)
    assert client.post(f"{ADDRESS}{message.pk}/retry/").status_code == 404


def test_lists_by_state_and_kind(town, write) -> None:
    failed, waiting = dead(write, town), write("event:3:3", kind="opinion.accepted", about="")
    client = reader(Role.CLERK, town)
    assert failed.about not in shown(client, state="queued")
    assert "l***@" in shown(client, state="queued", kind=waiting.kind)
    assert "l***@" not in shown(client, state="queued", kind="opinion.answered")
    assert failed.about in shown(client, state="", kind="no-such-kind")


def test_a_dead_letter_is_put_back_into_the_queue_and_recorded(town, write) -> None:
    message = dead(write, town)
    response = reader(Role.CLERK, town).post(f"{ADDRESS}{message.pk}/retry/", {"here": "state=dead"})
    assert response["Location"] == f"{ADDRESS}?state=dead"
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == (State.QUEUED, 0, "")
    assert message.next_attempt_at <= timezone.now()
    entry = Entry.objects.get(action="message.retry")
    assert (entry.object_id, entry.congress) == (str(message.pk), town)
    assert MAIL not in str(entry.data)


def test_a_message_is_given_up_and_recorded(town, write) -> None:
    message = dead(write, town)
    reader(Role.CHAIR, town).post(f"{ADDRESS}{message.pk}/give-up/")
    message.refresh_from_db()
    assert message.state == State.DROPPED
    assert Entry.objects.filter(action="message.give_up").count() == 1


def test_what_is_sent_already_is_left_alone_and_said(town, write) -> None:
    message = dead(write, town)
    Message.objects.update(state=State.SENT)
    client = reader(Role.CLERK, town)
    for step in ("retry", "give-up"):
        response = client.post(f"{ADDRESS}{message.pk}/{step}/", follow=True)
        assert "已发送" in response.content.decode()
    message.refresh_from_db()
    assert message.state == State.SENT
    clerk = make_member(Role.CLERK, town)
    with pytest.raises(MessageMovedOn):
        retry(message=message, by=clerk)
    with pytest.raises(MessageMovedOn):
        give_up(message=message, by=clerk)


def test_the_actions_themselves_ask_for_the_right(town, write) -> None:
    message, stranger = dead(write, town), make_member(Role.CLERK, other_town())
    for action in (retry, give_up):
        with pytest.raises(PermissionDenied):
            action(message=message, by=stranger)


def test_the_way_back_never_leads_outside(town, write) -> None:
    message = dead(write, town)
    client = reader(Role.CLERK, town)
    for here in ("//evil.example", "https://evil.example/", "x\r\nSet-Cookie: a=b"):
        location = client.post(f"{ADDRESS}{message.pk}/retry/", {"here": here})["Location"]
        assert location.startswith(ADDRESS)
        assert "\n" not in location


def test_the_number_of_queries_does_not_grow_with_the_list(town, write) -> None:
    client = reader(Role.CLERK, town)
    dead(write, town)
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    for number in range(2, 20):
        dead(write, town, f"event:{number}:1")
    with CaptureQueriesContext(connection) as many:
        client.get(ADDRESS)
    assert len(many) == len(few)


def test_the_list_is_paged_by_key(town, write) -> None:
    for number in range(33):
        write(f"event:{number}:9", about="")
    client = reader(Role.CLERK, town)
    first = client.get(ADDRESS, {"state": "queued"})
    assert len(first.context["rows"]) == 30
    second = client.get(ADDRESS + first.context["next_url"])
    assert len(second.context["rows"]) == 3


def test_the_front_page_warns_only_when_something_failed(town, write) -> None:
    client = reader(Role.CLERK, town)
    assert "发送失败的通知" not in client.get("/admin/").content.decode()
    dead(write, town)
    assert "发送失败的通知" in client.get("/admin/").content.decode()


def test_the_health_check_tells_nothing_of_messages(town, write, client) -> None:
    message = dead(write, town)
    body = client.get("/healthz").content.decode()
    assert message.about not in body
    assert "503" not in body


def test_the_queue_shows_when_it_is_tried_again(town, write) -> None:
    message = write("event:4:4", about="")
    later = timezone.now() + timedelta(hours=3)
    Message.objects.filter(pk=message.pk).update(attempts=2, next_attempt_at=later)
    html = shown(reader(Role.CLERK, town), state="queued")
    assert "试过 2 次" in html
    assert f"{timezone.localtime(later):%H:%M} 再试" in html
