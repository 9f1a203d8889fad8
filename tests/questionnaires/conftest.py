"""What every test here begins with: a town and its clerk; and a count of what the answers really say."""

from collections import Counter
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from organizations.models import Congress
from participation.consultations.period import GRACE
from participation.questionnaires.figures import figures_of
from participation.questionnaires.models import QuestionnairePage, Tally
from participation.questionnaires.results import results_of
from tests.factories.accounts import make_member
from tests.factories.organizations import make_town
from tests.factories.questionnaires import (
    asked_in,
    make_questionnaire,
    matrix,
    multiple,
    scale,
    single,
    written,
)


@pytest.fixture
def town(db: None) -> Congress:
    """柳塘镇."""
    return make_town()


@pytest.fixture
def clerk(town: Congress) -> User:
    """Its clerk."""
    return make_member(Role.CLERK, town)


@pytest.fixture
def office(clerk: User) -> Client:
    """The clerk's browser."""
    client = Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return client


def counted(page: QuestionnairePage) -> dict[Any, int]:
    """Return the counters that are not zero."""
    rows = Tally.objects.filter(page=page, count__gt=0).values_list("key", "row", "option", "count")
    return {(key.hex, row, option): number for key, row, option, number in rows}


def counted_anew(page: QuestionnairePage) -> dict[Any, int]:
    """Count what the stored sheets say, without the counters."""
    found: Counter[Any] = Counter()
    for response in page.responses.prefetch_related("texts"):
        for key, value in response.answers.items():
            found[key, 0, Tally.ANSWERED] += 1
            pairs = value.items() if isinstance(value, dict) else [(0, one) for one in value]
            found.update((key, int(row), option) for row, option in pairs)
        found.update((text.key.hex, 0, Tally.ANSWERED) for text in response.texts.all())
    return dict(found)


def everything(town):
    """One question of each kind."""
    return make_questionnaire(
        town,
        [
            single(),
            multiple(is_required=False),
            scale(is_required=False),
            matrix(is_required=False),
            written(),
        ],
    )


def text_of(response) -> str:
    return response.content.decode()


def results(page, *, exact=False):
    return results_of(asked_in(page), figures_of(page), exact=exact)


def shown(page, number=1, table=0):
    return {line.label: line.shown for line in results(page)[number - 1].tables[table].lines}


def after_the_close(page):
    return time_machine.travel(page.closes_at + GRACE, tick=False)
