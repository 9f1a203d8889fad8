"""Many answers at one moment, each on its own connection, against a real PostgreSQL."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from participation.questionnaires.models import QuestionnairePage, StructureChangedError, Turnout
from tests.factories.organizations import make_town
from tests.factories.questionnaires import answer, make_questionnaire, multiple, single, written
from tests.questionnaires.conftest import counted, counted_anew

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MANY = 30


def answer_at_once(page: QuestionnairePage, tokens: list[str]) -> None:
    """Answer once per token, all at the same moment, each with another choice."""
    start = Barrier(len(tokens))

    def send(number: int) -> None:
        try:
            start.wait(timeout=60)
            answer(page, {1: number % 3, 2: [number % 2, 2], 3: f"第{number}句"}, token=tokens[number])
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tokens)) as pool:
        list(pool.map(send, range(len(tokens))))


def asked() -> QuestionnairePage:
    """A questionnaire that nobody has answered."""
    return make_questionnaire(make_town(), [single(), multiple(), written()])


def test_thirty_first_answers_at_once_are_all_counted() -> None:
    page = asked()
    answer_at_once(page, [uuid.uuid4().hex for _ in range(MANY)])
    assert Turnout.objects.get(page=page).responses == page.responses.count() == MANY
    assert counted(page) == counted_anew(page)


def test_one_form_sent_thirty_times_at_once_counts_once() -> None:
    page = asked()
    answer_at_once(page, [uuid.uuid4().hex] * MANY)
    assert Turnout.objects.get(page=page).responses == page.responses.count() == 1
    assert counted(page) == counted_anew(page)


def test_a_changed_text_published_while_people_answer_never_meets_their_answers() -> None:
    page = asked()
    first, second, third = page.questions.all()
    first.options = "甲\n乙"
    page.questions = [first, second, third]
    changed = page.save_revision()
    start = Barrier(2)
    seen: list[str] = []

    def publish() -> None:
        try:
            start.wait(timeout=60)
            changed.publish()
            seen.append("published")
        except StructureChangedError:
            seen.append("refused")
        finally:
            connection.close()

    def send() -> None:
        try:
            fresh = QuestionnairePage.objects.get(pk=page.pk)
            start.wait(timeout=60)
            answer(fresh, {1: 0, 2: [0]})
            seen.append("answered")
        except Exception as error:
            seen.append(type(error).__name__)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(publish), pool.submit(send)]:
            done.result()
    now = QuestionnairePage.objects.get(pk=page.pk)
    asked_now = now.questions.first().option_list
    if "refused" in seen:
        assert asked_now == ["镇上", "村里", "外地"]
        assert "answered" in seen
    else:
        # Published first: the answer to the old questions was sent back, or it was one to the new ones.
        assert asked_now == ["甲", "乙"]
        assert set(seen) <= {"published", "answered", "OtherQuestionsError"}
    assert counted(now) == counted_anew(now)
