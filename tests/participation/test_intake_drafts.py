"""Letters on a draft, typed in by the office: by the day they came, on the article they speak of."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from organizations.models import Congress
from participation.consultations.models import ConsultationPage
from participation.submissions.models import Channel, Submission
from tests.factories.accounts import make_member
from tests.factories.organizations import make_town
from tests.factories.participation import make_consultation
from tests.participation.citizen import only_submission, page

ENTRY = "/admin/intake/"
NOW = datetime(2026, 11, 18, 10, 30, tzinfo=timezone.get_default_timezone())

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clerk(town: Congress) -> User:
    return make_member(Role.CLERK, town)


@pytest.fixture
def draft(town: Congress) -> ConsultationPage:
    """A draft that closed eight days ago at nine in the morning."""
    closed = NOW - timedelta(days=8, hours=1, minutes=30)
    return make_consultation(town, opens_at=closed - timedelta(days=30), closes_at=closed)


def entered(client: Client, user: User, draft: ConsultationPage, **fields: Any) -> Any:
    client.force_login(user)
    found = re.search(r'name="ticket" value="([^"]+)"', page(client.get(ENTRY)))
    assert found is not None
    form = {"ticket": found[1], "channel": Channel.LETTER, "text": "信上说，第二条要写清楚。"}
    return client.post(ENTRY, form | {"consultation": draft.pk} | fields)


def test_a_letter_that_came_on_the_last_day_is_entered_on_its_article(
    client: Client, clerk: User, draft: ConsultationPage
) -> None:
    assert entered(client, clerk, draft, received_on="2026-11-10", article="2").status_code == 302
    part = only_submission().parts.get()
    assert (part.label, part.wording) == ("第二条 责任", "村道由村民委员会负责日常养护。")
    assert draft.opinion_counts.get(scope="total").opinions == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"received_on": "2026-11-11"}, "received_on"),
        ({"received_on": ""}, "received_on"),
        ({"received_on": "2026-11-10", "article": "9"}, "article"),
        ({"received_on": "2026-11-10", "article": "第二条", "consultation": ""}, "consultation"),
        ({"received_on": "2026-11-10", "consultation": "999999"}, "consultation"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    client: Client, clerk: User, draft: ConsultationPage, fields: dict[str, str], field: str
) -> None:
    answer = entered(client, clerk, draft, **fields)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Submission.objects.exists()


def test_drafts_of_other_towns_withdrawn_or_long_closed_are_not_offered(
    client: Client, clerk: User, draft: ConsultationPage, town: Congress
) -> None:
    old = NOW - timedelta(days=40)
    refused = [
        make_consultation(make_town("白水镇", "baishui", "BS")),
        make_consultation(town, is_withdrawn=True),
        make_consultation(town, opens_at=old - timedelta(days=9), closes_at=old),
        make_consultation(town, live=False),
    ]
    client.force_login(clerk)
    shown = page(client.get(ENTRY))
    assert draft.title in shown
    for other in refused:
        assert other.title not in shown
        assert "consultation" in entered(client, clerk, other).context["form"].errors
