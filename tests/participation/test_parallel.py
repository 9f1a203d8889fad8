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
from participation.submissions.actions.opinions import Part
from participation.submissions.models import OpinionPart, Submission
from tests.factories.organizations import make_town
from tests.factories.participation import make_consultation

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


def test_what_is_said_at_once_on_one_draft_is_counted_exactly() -> None:
    """Forty opinions by ten people, who each speak four times, on overlapping articles."""
    draft = make_consultation(make_town())
    first, second = draft.articles.all()
    start = Barrier(MANY - 10)

    def send(number: int) -> Receipt:
        parts = (Part("甲", article=first), Part("乙", article=second), Part("丙"))[: number % 3 + 1]
        target = Target(draft.congress, consultation=draft)
        opinion = Opinion(target, "话", "14plus", contact=f"0000-{number % 10:07}", parts=parts)
        try:
            start.wait(timeout=60)
            return actions.submit(opinion=opinion, token=uuid.uuid4().hex)
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY - 10) as pool:
        list(pool.map(send, range(MANY - 10)))
    counted = {row.scope: (row.opinions, row.people) for row in draft.opinion_counts.all()}
    said = OpinionPart.objects.filter(consultation=draft)
    assert counted["total"] == (said.count(), 10)
    for scope, key in ((first.key.hex, first.key), (second.key.hex, second.key), ("whole", None)):
        rows = said.filter(article_key=key)
        people = rows.values("submission__contact_digest").distinct().count()
        assert counted[scope] == (rows.count(), people)
