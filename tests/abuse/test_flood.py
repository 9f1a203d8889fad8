"""A flood of posts: the office stays usable, people behind the same address can write, refusals explain themselves."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from accounts.roles import Role
from casework.models import Case
from core import botcheck
from organizations.models import Congress
from participation.submissions.models import Submission
from tests.factories.accounts import make_member
from tests.participation.citizen import NEW, filled, hidden, page, ticket

SHARED = "203.0.113.9"
PATH = f"{NEW}?congress=liutang"
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(datetime(2026, 3, 2, 1, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def post(client: Client, fields: dict, address: str = SHARED) -> HttpResponse:
    return client.post(PATH, fields, REMOTE_ADDR=address)


def answered(client: Client, fields: dict, response: HttpResponse) -> HttpResponse:
    """Do the sum that the page asks for, as a person does."""
    asked = botcheck.read_ticket(fields["ticket"], "opinion")
    signed = hidden(response, "bot_question")
    right = next(n for n in range(19) if botcheck.is_right_answer(str(n), signed, asked))
    return post(client, {**fields, "bot_question": signed, "bot_answer": str(right)})


def test_forty_people_write_from_the_address_a_program_floods(client: Client, town: Congress, clock) -> None:
    statuses = {post(client, filled("买便宜药请联系")).status_code for _ in range(500)}
    taken = Submission.objects.count()
    assert statuses <= {200, 303}  # asked, never an error
    assert taken <= 25
    for number in range(40):
        fields = filled(f"我是第{number}户，门前的路灯不亮。")
        response = post(client, fields)
        if response.status_code == 200:
            assert f"我是第{number}户" in page(response)
            response = answered(client, fields, response)
        assert response.status_code == 303, number
    assert Submission.objects.count() == taken + 40


def test_the_office_works_as_before_in_a_flood(
    client: Client, town: Congress, clock, django_assert_max_num_queries
) -> None:
    office = Client()
    office.force_login(make_member(Role.CLERK, town))
    office.get("/admin/cases/")
    for place in range(120):
        assert post(client, filled("同一段话"), f"198.51.100.{place}").status_code == 303
    assert Submission.objects.filter(text="同一段话").count() == 120  # many senders count, one text or not
    with django_assert_max_num_queries(60):
        response = office.get("/admin/cases/", follow=True)
    assert response.status_code == 200


def test_a_crowd_is_asked_to_wait_a_minute_and_keeps_its_text(
    client: Client, town: Congress, clock, monkeypatch
) -> None:
    monkeypatch.setattr("core.botcheck_forms.WAIT_AFTER", 2)
    for _ in range(2):
        assert post(client, filled()).status_code == 303
    fields = filled("写得快的人", ticket=ticket(20))
    refused = post(client, fields)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "40"
    shown = page(refused)
    assert "请等40秒" in shown
    assert "写得快的人" in shown
    assert post(client, filled("写了很久的人", ticket=ticket(90))).status_code == 303
    clock.shift(40)
    assert post(client, fields).status_code == 303


def test_the_last_refusal_says_why_when_and_what_else(
    client: Client, town: Congress, clock, monkeypatch
) -> None:
    monkeypatch.setattr("core.botcheck_forms.REFUSE_AFTER", 1)
    assert post(client, filled()).status_code == 303
    refused = post(client, filled("请修路灯"))
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 60
    shown = page(refused)
    for words in ("提交得太多", "分钟后再试", "换一个网络", "请修路灯"):
        assert words in shown
    assert post(client, filled(), "198.51.100.7").status_code == 303


def test_no_address_is_kept_in_clear(client: Client, town: Congress, clock) -> None:
    post(client, filled())
    kept = repr(getattr(cache, "_cache", {}))
    assert "throttle:" in kept
    assert SHARED not in kept
    assert all(SHARED not in str(value) for row in Case.objects.values_list() for value in row)
