"""What comes from programs, from tampered forms, at the wrong moment: refused plainly, and nothing is lost."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from core import botcheck
from participation.questionnaires import actions
from participation.questionnaires.models import Response, TextAnswer
from tests.factories.questionnaires import (
    answer_url,
    asked_in,
    make_questionnaire,
    multiple,
    posted,
    scale,
    single,
    ticket,
    written,
)
from tests.questionnaires.conftest import everything, text_of

HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x")',
    "路\u202e灯\u0000坏\u0007了",
    "'; DROP TABLE x; --",
    "{{ settings.SECRET_KEY }}{% now %}",
    "字" * 500,
)
WRONG_OPTIONS = (
    "30",
    "-1",
    "99999999999999999999",
    "abc",
    "１",
    "\x00",
    "0 OR 1=1",
    "<b>",
    "1.5",
    "x" * 5000,
)


@pytest.mark.parametrize("value", WRONG_OPTIONS)
def test_an_option_that_is_not_there_is_refused_beside_the_question(client, town, value):
    page = make_questionnaire(town, [single(), multiple(is_required=False), scale(is_required=False)])
    for number in (1, 2, 3):
        data = posted(page, {1: 0}) | posted(page, {number: value})
        response = client.post(answer_url(page), data)
        assert response.status_code == 200, value
        assert "请从列出的选项里选" in text_of(response)
    assert not Response.objects.exists()


def test_the_same_option_sent_many_times_counts_once(client, town):
    page = make_questionnaire(town, [multiple()])
    client.post(answer_url(page), posted(page, {1: [1] * 50}))
    assert Response.objects.get().answers == {asked_in(page)[0].key.hex: [1]}


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_is_stored_harmless_and_shown_as_text(client, town, office, words):
    page = make_questionnaire(town, [written()])
    assert client.post(answer_url(page), posted(page, {1: words})).status_code == 303
    stored = TextAnswer.objects.get().text
    assert "\x00" not in stored
    assert "\u202e" not in stored
    for screen in ("texts", "responses"):
        shown = text_of(office.get(f"/admin/questionnaires/{page.pk}/{screen}/"))
        assert "<script>alert" not in shown
        assert "DROP TABLE" not in shown or "&#x27;; DROP" in shown


def test_a_text_that_is_too_long_comes_back_whole(client, town):
    page = make_questionnaire(town, [written(max_length=10)])
    response = client.post(answer_url(page), posted(page, {1: "长" * 2000}))
    assert "最多 10 个字，现在有 2000 个字" in text_of(response)
    assert "长" * 2000 in text_of(response)


def test_thousands_of_fields_and_keys_of_other_questions_change_nothing(client, town):
    page, other = make_questionnaire(town), make_questionnaire(town)
    noise = {f"q_{number:032x}": "0" for number in range(4000)}
    response = client.post(answer_url(page), posted(page, {1: 0}) | posted(other, {1: 1}) | noise)
    assert response.status_code == 303
    assert Response.objects.get().answers == {asked_in(page)[0].key.hex: [0]}
    assert client.post(answer_url(page), noise | {f"x{n}": "" for n in range(2000)}).status_code == 400


def test_a_double_click_stores_and_counts_once(client, town):
    page = make_questionnaire(town)
    data = posted(page, {1: 0})
    first, second = client.post(answer_url(page), data), client.post(answer_url(page), data)
    assert first.url == second.url
    assert page.responses.count() == 1
    assert page.turnout.responses == 1
    # Also when the second one is no longer right: it has been received.
    assert client.post(answer_url(page), {"ticket": data["ticket"]}).status_code == 303


def test_a_forged_ticket_or_a_program_is_asked_a_question_and_keeps_its_answers(client, town):
    page = make_questionnaire(town)
    for changes in ({"ticket": "forged"}, {"ticket": ""}, {"website": "http://x"}, {"ticket": ticket(0)}):
        response = client.post(answer_url(page), posted(page, {1: 1}, **changes))
        assert response.status_code == 200
        assert "等于几？" in text_of(response)
    assert not Response.objects.exists()


def test_a_ticket_of_the_opinion_form_does_not_hold_here(client, town):
    page = make_questionnaire(town)
    other = botcheck.issue_ticket("opinion", timezone.now() - timedelta(minutes=1))
    client.post(answer_url(page), posted(page, {1: 1}, ticket=other))
    assert not Response.objects.exists()


def test_a_draft_an_unpublished_one_and_any_other_number_are_not_found(client, town):
    page = make_questionnaire(town, live=False)
    for address in ("answer/", "thanks/", "chart/1/", "csv/", "json/"):
        for number in (page.pk, page.pk + 1000, 10**30):
            assert client.get(f"/questionnaires/{number}/{address}").status_code == 404
    assert client.post(answer_url(page), posted(page, {1: 0})).status_code == 404


def test_questions_changed_before_the_first_answer_are_shown_anew(client, town, monkeypatch):
    page = make_questionnaire(town)
    data = posted(page, {1: 0})
    read = actions.structure_of

    def changed_meanwhile(questions):
        found = read(questions)
        return found if isinstance(questions, list) else [*found, {"key": "another"}]

    monkeypatch.setattr(actions, "structure_of", changed_meanwhile)
    assert "题目有改动" in text_of(client.post(answer_url(page), data))
    assert not Response.objects.exists()


def test_when_the_database_fails_everything_is_given_back(client, town, monkeypatch):
    page = everything(town)

    def fail(**_):
        raise OperationalError("disk full: secret words")

    monkeypatch.setattr(actions, "store_response", fail)
    response = client.post(answer_url(page), posted(page, {1: 2, 2: [0, 1], 5: "村口的桥"}))
    assert response.status_code == 503
    text = text_of(response)
    name = f"q_{asked_in(page)[1].key.hex}"
    assert text.count(f'name="{name}"') == 2
    assert "村口的桥" in text
    assert "secret words" not in text
