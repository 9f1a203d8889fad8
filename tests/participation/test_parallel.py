"""Many opinions at one moment, each on its own connection, against a real PostgreSQL."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from audit.models import Entry
from casework.models import Case
from participation.submissions import actions
from participation.submissions.actions.citizen import Opinion, Receipt, Target
from participation.submissions.models import Submission
from tests.factories.organizations import make_town

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MANY = 50


def send_at_once(tokens: list[str]) -> list[Receipt]:
    """Send one opinion per token, all at the same moment."""
    town = make_town()
    start = Barrier(len(tokens))

    def send(token: str) -> Receipt:
        try:
            start.wait(timeout=60)
            return actions.submit(opinion=Opinion(Target(town), "路灯坏了", "14plus"), token=token)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tokens)) as pool:
        return list(pool.map(send, tokens))


def test_fifty_opinions_at_once_are_fifty_cases_with_fifty_numbers() -> None:
    receipts = send_at_once([uuid.uuid4().hex for _ in range(MANY)])
    assert len({receipt.number for receipt in receipts}) == MANY
    assert len({receipt.code for receipt in receipts}) == MANY
    assert set(Case.objects.values_list("number", flat=True)) == {receipt.number for receipt in receipts}
    assert Entry.objects.filter(action="submission.submit").count() == MANY


def test_one_form_sent_fifty_times_at_once_is_one_case_and_one_receipt() -> None:
    receipts = send_at_once([uuid.uuid4().hex] * MANY)
    assert len(set(receipts)) == 1
    assert Case.objects.count() == Submission.objects.count() == 1
    assert Entry.objects.filter(action="submission.submit").count() == 1
