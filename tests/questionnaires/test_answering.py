"""Answering: what is asked of whom, until when, what is stored and counted, and that nothing is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core import botcheck
from participation.consultations.period import GRACE
from participation.questionnaires.models import QuestionnairePage, Response
from tests.factories.questionnaires import (
    after,
    answer,
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
from tests.questionnaires.conftest import counted, counted_anew, everything, text_of


def test_one_of_each_kind_is_stored_and_counted(client, town):
    page = everything(town)
    given = {1: 2, 2: [0, 2], 3: 4, 4: {0: 1, 1: 2}, 5: "路灯不亮。\n请修。"}
    response = client.post(answer_url(page), posted(page, given))
    assert (response.status_code, response.url) == (303, f"/questionnaires/{page.pk}/thanks/")
    assert "问卷已收到" in text_of(client.get(response.url))
    keys = [question.key.hex for question in asked_in(page)]
    [stored] = Response.objects.all()
    assert stored.answers == {keys[0]: [2], keys[1]: [0, 2], keys[2]: [4], keys[3]: {"0": 1, "1": 2}}
    assert [text.text for text in stored.texts.all()] == ["路灯不亮。\n请修。"]
    assert counted(page) == counted_anew(page)
    assert page.turnout.responses == 1


def test_nothing_is_kept_that_leads_to_a_person(client, town):
    page = make_questionnaire(town)
    data = posted(page, {1: 0})
    client.post(answer_url(page), data, REMOTE_ADDR="203.0.113.7", headers={"user-agent": "MyPhone"})
    stored = Response.objects.values().get()
    assert set(stored) == {"id", "page_id", "token", "received_on", "answers"}
    assert botcheck.read_ticket(data["ticket"], "questionnaire").token not in str(stored)
    assert "203.0.113.7" not in str(stored)
    assert "MyPhone" not in str(stored)


def test_ids_do_not_tell_who_answered_first(town):
    page = make_questionnaire(town)
    answer(page, {1: 0}, times=12)
    ids = list(Response.objects.order_by("pk").values_list("pk", flat=True))
    assert max(ids) > 2**50
    assert max(ids) < 2**61


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, {1}),
        ({1: 1}, set()),
        ({1: 0}, {2}),  # the second is asked and left out
        ({1: 0, 2: 1}, set()),
        ({1: 0, 2: 0}, {3}),  # and leads on to the third
        ({1: 0, 2: 0, 3: 5}, set()),
        ({1: 1, 2: 0}, set()),  # the second was not asked: neither counts
        ({1: 1, 2: 9, 3: 77}, set()),  # what is wrong there does not matter either
    ],
)
def test_a_condition_decides_what_is_asked(client, town, given, errors):
    page = make_questionnaire(
        town,
        [
            single("您用过公交吗？", "用过\n没用过"),
            after(1, "用过", single("方便吗？", "不方便\n方便")),
            after(2, "不方便", scale("有多不方便？")),
        ],
    )
    response = client.post(answer_url(page), posted(page, given))
    if errors:
        assert response.status_code == 200
        assert [
            f'href="#id_q_{asked_in(page)[n - 1].key.hex}_group"' in text_of(response) for n in errors
        ] == [True]
        assert not Response.objects.exists()
    else:
        assert response.status_code == 303
        kept = {key for n, key in enumerate([q.key.hex for q in asked_in(page)], 1) if n in given}
        if given[1] == 1:
            kept = {asked_in(page)[0].key.hex}
        assert set(Response.objects.get().answers) == kept
        assert counted(page) == counted_anew(page)


@pytest.mark.parametrize(
    ("first", "given", "wanted", "is_asked"),
    [
        (multiple(options="甲\n乙\n丙"), [0, 2], "丙", True),
        (multiple(options="甲\n乙\n丙"), [0, 1], "丙", False),
        (scale(), 2, "1\n2", True),
        (scale(), 3, "1\n2", False),
        (single(options="是\n否\n不清楚"), 2, "否\n不清楚", True),
    ],
)
def test_conditions_on_every_kind_of_choice(client, town, first, given, wanted, is_asked):
    page = make_questionnaire(town, [first, after(1, wanted, written(is_required=True))])
    response = client.post(answer_url(page), posted(page, {1: given}))
    assert (response.status_code == 200) is is_asked
    assert ("请写下您的回答" in text_of(response)) is is_asked


def test_the_form_says_when_a_question_is_to_be_answered(client, town):
    page = make_questionnaire(
        town, [single(options="是\n否"), after(1, "是", scale()), after(2, "1\n2", written())]
    )
    text = text_of(client.get(answer_url(page)))
    assert "仅当第1题选“是”时回答" in text
    assert "仅当第2题打 1、2 分时回答" in text
    assert f'data-asked-after="q_{asked_in(page)[0].key.hex}" data-asked-for="0"' in text


@pytest.mark.parametrize(
    ("chosen", "is_right"), [([], False), ([0], False), ([0, 1], True), ([0, 1, 2], False)]
)
def test_as_many_must_be_chosen_as_the_question_says(client, town, chosen, is_right):
    page = make_questionnaire(town, [multiple(min_choices=2, max_choices=2), single(is_required=False)])
    response = client.post(answer_url(page), posted(page, {1: chosen, 2: 0}))
    assert (response.status_code == 303) is is_right


def test_what_was_chosen_and_written_comes_back_with_an_error(client, town):
    page = everything(town)
    given = {2: [1], 3: 2, 4: {1: 0}, 5: "村口的桥很窄"}
    response = client.post(answer_url(page), posted(page, given))
    text = text_of(response)
    assert "还没有提交成功" in text
    assert "村口的桥很窄" in text
    name = [f"q_{question.key.hex}" for question in asked_in(page)]
    for field, value in ((name[1], 1), (name[2], 2), (f"{name[3]}_1", 0)):
        [tag] = [
            tag for tag in text.split("<input") if f'name="{field}"' in tag and f'value="{value}"' in tag
        ]
        assert "checked" in tag.split(">")[0]


def test_an_empty_sheet_is_not_stored(client, town):
    page = make_questionnaire(town, [single(is_required=False), written()])
    assert "一道题也没有回答" in text_of(client.post(answer_url(page), posted(page, {})))
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("opened", "sent", "is_in_time"),
    [
        (timedelta(minutes=-5), timedelta(minutes=-1), True),
        (timedelta(minutes=-5), timedelta(minutes=29), True),
        (timedelta(minutes=-5), GRACE, False),
        (timedelta(minutes=1), timedelta(minutes=5), False),
    ],
)
def test_a_form_opened_before_the_close_may_be_sent_for_half_an_hour_after(
    client, town, opened, sent, is_in_time
):
    page = make_questionnaire(town)
    with time_machine.travel(page.closes_at + opened, tick=False):
        data = posted(page, {1: 1}, ticket=ticket(0))
    with time_machine.travel(page.closes_at + sent, tick=False):
        response = client.post(answer_url(page), data)
    assert (response.status_code == 303) is is_in_time
    assert page.responses.exists() is is_in_time
    if not is_in_time:
        assert "已经截止，没有提交" in text_of(response)
        assert 'value="1" id' in text_of(response)


def test_before_the_opening_and_after_the_close_the_form_leads_to_the_page(client, town):
    now = timezone.now()
    upcoming = make_questionnaire(town, opens_at=now + timedelta(hours=1))
    closed = make_questionnaire(town, closes_at=now - timedelta(hours=1))
    for page in (upcoming, closed):
        assert client.get(answer_url(page)).url == page.get_url()
        client.post(answer_url(page), posted(page, {1: 0}))
    assert not Response.objects.exists()


def test_queries_of_a_submission_do_not_grow_with_questions(client, town, django_assert_max_num_queries):
    few = make_questionnaire(town, [single(), written()])
    many = make_questionnaire(town, [single() for _ in range(30)] + [written() for _ in range(10)])
    for page in (few, many):
        answer(page, {1: 0})
    given = dict.fromkeys(range(1, 31), 0) | dict.fromkeys(range(31, 41), "好")
    data = posted(few, {1: 0, 2: "好"}), posted(many, given)
    with django_assert_max_num_queries(20) as first:
        assert client.post(answer_url(few), data[0]).status_code == 303
    with django_assert_max_num_queries(len(first)):
        assert Client().post(answer_url(many), data[1]).status_code == 303


def test_the_form_works_without_inline_scripts_or_styles(client, town):
    page = everything(town)
    response = client.get(answer_url(page))
    text = text_of(response)
    assert "style=" not in text
    assert "onclick" not in text
    assert all("src=" in tag.split(">")[0] for tag in text.split("<script")[1:])
    assert "no-store" in response.headers["Cache-Control"]
    assert QuestionnairePage.objects.get(pk=page.pk).title in text
