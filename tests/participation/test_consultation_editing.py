"""Editing a consultation in the admin: pasting a draft, and articles that keep their identity."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from accounts.models import User
from accounts.roles import Role
from organizations.models import Congress
from participation.consultations.models import ConsultationIndexPage, ConsultationPage
from tests.factories.accounts import make_member
from tests.factories.liaison import list_page
from tests.factories.organizations import make_town

NOON = datetime(2026, 11, 10, 12, 0, tzinfo=timezone.get_default_timezone())
DRAFT = "第一章 总则\n第一条 为了养护，制定本办法。\n第二条〔责任〕 村道由村里养护。"


@pytest.fixture
def town(db: None) -> Congress:
    return make_town()


@pytest.fixture
def clerk(town: Congress) -> User:
    return make_member(Role.CLERK, town)


@pytest.fixture
def client(clerk: User) -> Client:
    client = Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form_data(
    articles: list[dict[str, Any]] | None = None, initial: int = 0, **fields: Any
) -> dict[str, Any]:
    values = {
        "title": "乡村道路养护办法（草案）",
        "slug": "",
        "kind": "decision",
        "stage": "draft",
        "issuer": "",
        "opens_at": "2026-12-01 08:00",
        "closes_at": "2026-12-31 17:00",
        "short_period_reason": "",
        "why": "养护责任不清",
        "plain_summary": "说明谁来管路",
        "key_questions": "",
        "explanation": "",
        "explanation_document": "",
        "contact": "办公室 0000-1234567",
        "other_ways": "",
        "pasted_text": "",
        "search_description": "",
        "go_live_at": "",
        "articles": inline_formset(articles or [], initial=initial),
        "comments": inline_formset([]),
    }
    return nested_form_data(values | fields)


def create(client: Client, town: Congress, **fields: Any) -> Any:
    index = list_page(town, ConsultationIndexPage)
    url = reverse("wagtailadmin_pages:add", args=["consultations", "consultationpage", index.pk])
    return client.post(url, form_data(**fields), follow=True)


def edit(client: Client, page: Page, **fields: Any) -> Any:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_data(**fields), follow=True)


def the_page() -> ConsultationPage:
    return ConsultationPage.objects.get()


def rows(page: ConsultationPage) -> list[dict[str, Any]]:
    """Return the rows as the edit form would send them back."""
    articles = page.get_latest_revision_as_object().articles.all()
    return [
        {
            "id": article.pk or "", "key": str(article.key), "kind": article.kind, "label": article.label,
            "heading": article.heading, "text": article.text, "plain_note": article.plain_note,
        }
        for article in articles
    ]  # fmt: skip


def keys(page: ConsultationPage) -> dict[str, Any]:
    return {article.label: article.key for article in page.get_latest_revision_as_object().articles.all()}


def publish(page: ConsultationPage) -> None:
    page.get_latest_revision().publish()


def test_a_new_consultation_starts_with_issuer_period_and_contact(client, town):
    index = list_page(town, ConsultationIndexPage)
    url = reverse("wagtailadmin_pages:add", args=["consultations", "consultationpage", index.pk])
    with time_machine.travel(NOON, tick=False):
        text = client.get(url).content.decode()
    assert "柳塘镇人民代表大会主席团" in text
    assert "0000-1234567" in text
    assert "2026-11-11 08:00" in text
    assert "2026-12-11 17:00" in text


def test_pasting_splits_the_draft_and_says_what_was_recognized(client, town):
    response = create(client, town, pasted_text=f"某办法（草案）\n{DRAFT}")
    page = the_page()
    assert [(a.kind, a.label, a.heading) for a in page.articles.all()] == [
        ("heading", "第一章", "总则"), ("article", "第一条", ""), ("article", "第二条", "责任"),
    ]  # fmt: skip
    text = response.content.decode()
    assert "认出 2 条条文（第一条至第二条）、1 个章节标题" in text
    assert "前面的 1 行文字没有收入条文" in text


def test_a_text_without_articles_is_refused_and_stays_in_the_box(client, town):
    response = create(client, town, pasted_text="这里没有条文，只有一段话。")
    text = response.content.decode()
    assert "没有认出条文" in text
    assert "这里没有条文，只有一段话。" in text
    assert not ConsultationPage.objects.exists()


def test_pasting_anew_keeps_the_keys_of_articles_with_the_same_label(client, town):
    create(client, town, pasted_text=DRAFT)
    before = keys(the_page())
    edit(
        client,
        the_page(),
        articles=rows(the_page()),
        initial=3,
        pasted_text="第一条 改过的目的。\n第三条 新的。",
    )
    after = keys(the_page())
    assert after["第一条"] == before["第一条"]
    assert set(after) == {"第一条", "第三条"}
    assert after["第三条"] not in before.values()


def test_saving_without_pasting_leaves_the_articles_alone(client, town):
    create(client, town, pasted_text=DRAFT)
    before = keys(the_page())
    edit(client, the_page(), articles=rows(the_page()), initial=3, why="换了理由")
    assert keys(the_page()) == before


def test_keys_survive_draft_publication_and_further_editing(client, town):
    create(client, town, pasted_text=DRAFT)
    publish(the_page())
    known = keys(the_page())
    added = {
        "id": "",
        "key": "",
        "kind": "article",
        "label": "第三条",
        "heading": "",
        "text": "新",
        "plain_note": "",
    }
    edit(client, the_page(), articles=[*rows(the_page()), added], initial=3)
    third = keys(the_page())["第三条"]
    publish(the_page())
    published = {article.label: article.key for article in the_page().articles.all()}
    assert published == known | {"第三条": third}
    edit(client, the_page(), articles=rows(the_page()), initial=4, why="公开后再改")
    publish(the_page())
    assert {article.label: article.key for article in the_page().articles.all()} == published


def test_a_row_added_to_the_draft_of_a_published_page_keeps_its_key_until_it_appears(client, town):
    create(client, town, pasted_text=DRAFT)
    publish(the_page())
    added = {
        "id": "",
        "key": "",
        "kind": "article",
        "label": "第三条",
        "heading": "",
        "text": "新",
        "plain_note": "",
    }
    edit(client, the_page(), articles=[*rows(the_page()), added], initial=3)
    third = keys(the_page())["第三条"]
    waiting = rows(the_page())
    assert waiting[3]["id"] == ""
    waiting[3]["label"] = "第三条之一"
    edit(client, the_page(), articles=waiting, initial=4)
    publish(the_page())
    assert the_page().articles.get(label="第三条之一").key == third


def test_an_article_renumbered_in_the_form_is_still_the_same_article(client, town):
    create(client, town, pasted_text=DRAFT)
    publish(the_page())
    before = keys(the_page())
    changed = rows(the_page())
    changed[2]["label"] = "第三条"
    edit(client, the_page(), articles=changed, initial=3)
    assert keys(the_page())["第三条"] == before["第二条"]


def test_two_rows_with_one_key_become_two_articles(client, town):
    create(client, town, pasted_text=DRAFT)
    twice = rows(the_page())
    twice.append(twice[2] | {"id": "", "label": "第三条"})
    edit(client, the_page(), articles=twice, initial=3)
    found = keys(the_page())
    assert len(set(found.values())) == 4


def test_a_key_that_is_none_is_replaced(client, town):
    create(client, town, pasted_text=DRAFT)
    strange = rows(the_page())
    strange[1]["key"] = "<script>"
    assert edit(client, the_page(), articles=strange, initial=3).status_code == 200
    assert len(keys(the_page())) == 3


def test_a_save_by_the_browser_itself_does_not_cut_up_the_box(client, town):
    create(client, town, pasted_text=DRAFT)
    url = reverse("wagtailadmin_pages:edit", args=[the_page().pk])
    data = form_data(articles=rows(the_page()), initial=3, pasted_text="第一条 还没贴完")
    assert client.post(url, data, headers={"Accept": "application/json"}).json()["success"]
    assert set(keys(the_page())) == {"第一章", "第一条", "第二条"}


def test_a_short_relayed_draft_is_refused_without_a_reason_and_taken_with_one(client, town):
    fields = {"kind": "relayed_draft", "closes_at": "2026-12-30 17:00"}
    text = create(client, town, **fields).content.decode()
    assert "法规草案征求意见最短时间" in text
    assert not ConsultationPage.objects.exists()
    create(client, town, **fields, short_period_reason="经主任会议决定")
    assert ConsultationPage.objects.exists()


def test_a_relayed_draft_of_thirty_days_is_long_enough(client, town):
    create(client, town, kind="relayed_draft", closes_at="2026-12-31 08:00")
    assert ConsultationPage.objects.exists()


def test_other_short_periods_are_saved_with_a_warning(client, town):
    text = create(client, town, closes_at="2026-12-03 17:00").content.decode()
    assert "征求意见的时间偏短" in text
    assert ConsultationPage.objects.exists()


def test_closing_before_opening_is_refused_in_words(client, town):
    text = create(client, town, closes_at="2026-11-30 17:00").content.decode()
    assert "截止时间应晚于开始时间" in text
    assert not ConsultationPage.objects.exists()


def test_an_article_needs_its_number(client, town):
    nameless = {
        "id": "",
        "key": "",
        "kind": "article",
        "label": "",
        "heading": "无号",
        "text": "甲",
        "plain_note": "",
    }
    text = create(client, town, articles=[nameless]).content.decode()
    assert "请填写条文的序号" in text


def test_the_draft_can_be_previewed_before_it_was_ever_published(client, town):
    create(client, town, pasted_text=DRAFT)
    url = reverse("wagtailadmin_pages:view_draft", args=[the_page().pk])
    assert "村道由村里养护" in client.get(url).content.decode()


def test_a_page_not_saved_yet_can_be_previewed(client, town):
    index = list_page(town, ConsultationIndexPage)
    url = reverse("wagtailadmin_pages:preview_on_add", args=["consultations", "consultationpage", index.pk])
    client.post(url, form_data(pasted_text=DRAFT))
    text = client.get(url).content.decode()
    assert "乡村道路养护办法（草案）" in text
    assert "村道由村里养护" in text
