"""A form opened before the close and sent after it: half an hour, then a page that keeps every word."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core import botcheck
from organizations.models import Congress
from participation.consultations.models import ConsultationIndexPage, ConsultationPage
from participation.consultations.period import GRACE
from participation.submissions.models import Submission
from tests.factories.liaison import list_page
from tests.factories.pages import read
from tests.factories.participation import make_consultation
from tests.participation.citizen import NEW, filled, hidden, only_submission, page

CLOSE = datetime(2026, 11, 20, 17, 0, tzinfo=timezone.get_default_timezone())
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
RULE = "截止前打开的页面，截止后30分钟内提交仍然有效"

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(town: Congress) -> ConsultationPage:
    with time_machine.travel(CLOSE - timedelta(days=10)):
        return make_consultation(town, opens_at=CLOSE - timedelta(days=20), closes_at=CLOSE)


def open_form(client: Client, draft: ConsultationPage, at: datetime) -> dict[str, Any]:
    """Open the form at a moment; return what will be sent."""
    with time_machine.travel(at, tick=False):
        response = client.get(NEW, {"consultation": draft.pk})
    return filled("写了很久的意见。", ticket=response.context["form"]["ticket"].value())


def send_at(client: Client, draft: ConsultationPage, fields: dict[str, Any], at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        return client.post(f"{NEW}?consultation={draft.pk}", fields)


@pytest.mark.parametrize(
    ("opened", "sent", "is_taken"),
    [
        (-MINUTE, -SECOND, True),
        (-3 * SECOND, timedelta(0), True),
        (-10 * MINUTE, GRACE - SECOND, True),
        (-10 * MINUTE, GRACE, False),
        (-20 * timedelta(hours=1), GRACE - SECOND, True),
        (timedelta(0), MINUTE, False),
        (SECOND, MINUTE, False),
    ],
)
def test_what_was_opened_in_time_is_taken_for_half_an_hour(
    client: Client, draft: ConsultationPage, opened: timedelta, sent: timedelta, is_taken: bool
) -> None:
    fields = open_form(client, draft, CLOSE + opened)
    response = send_at(client, draft, fields, CLOSE + sent)
    assert response.status_code == (303 if is_taken else 200)
    assert Submission.objects.filter(consultation=draft).exists() is is_taken


def test_an_error_within_the_half_hour_can_still_be_put_right(
    client: Client, draft: ConsultationPage
) -> None:
    fields = open_form(client, draft, CLOSE - MINUTE)
    wrong = send_at(client, draft, fields | {"text": "短"}, CLOSE + MINUTE)
    assert "至少写 2 个字" in page(wrong)
    again = fields | {"ticket": hidden(wrong, "ticket")}
    assert send_at(client, draft, again, CLOSE + 5 * MINUTE).status_code == 303


def test_a_form_open_since_the_day_before_is_asked_the_sum_and_taken(
    client: Client, draft: ConsultationPage
) -> None:
    fields = open_form(client, draft, CLOSE - timedelta(hours=26))
    asked = send_at(client, draft, fields, CLOSE + MINUTE)
    assert "等于几" in page(asked)
    carried = {name: hidden(asked, name) for name in ("ticket", "opened", "bot_question")}
    with time_machine.travel(CLOSE + 2 * MINUTE, tick=False):
        holder = botcheck.read_ticket(carried["ticket"], "opinion")
        right = next(
            n for n in range(100) if botcheck.is_right_answer(str(n), carried["bot_question"], holder)
        )
    answered = fields | carried | {"bot_answer": right}
    assert send_at(client, draft, answered, CLOSE + 2 * MINUTE).status_code == 303


def test_a_ticket_that_is_not_ours_opens_nothing(client: Client, draft: ConsultationPage) -> None:
    fields = open_form(client, draft, CLOSE + MINUTE)
    for name in ("opened", "ticket"):
        response = send_at(client, draft, fields | {name: "x:y"}, CLOSE + 2 * MINUTE)
        assert response.context["problem"]
    assert not Submission.objects.exists()


def test_too_late_keeps_every_word_and_offers_two_ways(client: Client, draft: ConsultationPage) -> None:
    article = draft.articles.all()[1]
    fields = open_form(client, draft, CLOSE - MINUTE) | {"whole": "总的赞成。", "name": "李大姐"}
    with time_machine.travel(CLOSE + GRACE, tick=False):
        late = client.post(f"{NEW}?consultation={draft.pk}&article={article.key}", fields)
        assert "已于2026年11月20日17:00截止" in late.context["problem"]
        assert "办公室 0000-1234567" in late.context["problem"]
        kept = "第二条 责任：\n写了很久的意见。\n\n整份草案：\n总的赞成。"
        assert late.context["form"]["text"].value() == kept
        general = filled(kept, ticket=fields["ticket"], congress="liutang")
        assert client.post(NEW, general).status_code == 303
    assert (only_submission().consultation, only_submission().text) == (None, kept)


@time_machine.travel(CLOSE - timedelta(days=1), tick=False)
def test_the_rule_stands_wherever_the_closing_hour_does(client: Client, draft: ConsultationPage) -> None:
    assert RULE in read(client, draft)
    assert RULE in read(client, NEW, consultation=str(draft.pk))
    assert RULE in read(client, list_page(draft.congress, ConsultationIndexPage))
    assert RULE in read(client, f"/consultations/{draft.pk}/poster/")


def test_a_withdrawn_or_deputies_draft_takes_nothing_in_its_grace(
    client: Client, draft: ConsultationPage
) -> None:
    fields = open_form(client, draft, CLOSE - MINUTE)
    for changes in ({"is_withdrawn": True}, {"is_withdrawn": False, "audience": "deputies"}):
        type(draft).objects.filter(pk=draft.pk).update(**changes)
        assert send_at(client, draft, fields, CLOSE - SECOND).context["problem"]
    assert not Submission.objects.exists()
