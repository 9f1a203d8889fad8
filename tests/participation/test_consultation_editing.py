"""Editing a consultation in the page editor: pasting a draft, articles that keep their identity, periods."""

from datetime import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from organizations.models import Congress
from participation.consultations.models import ConsultationIndexPage, ConsultationPage, DraftImport
from tests.factories.accounts import make_member
from tests.factories.liaison import list_page
from tests.participation.editing import (
    DRAFT,
    as_user,
    create,
    edit,
    form_data,
    keys,
    labels,
    publish,
    rows,
    screen,
    the_page,
)

NOON = datetime(2026, 11, 10, 12, 0, tzinfo=timezone.get_default_timezone())
LONGER = "第一条 为了加强乡村道路的养护，保障群众出行，制定本办法。\n第二条〔责任〕 村道由村里养护。\n"


@pytest.fixture
def clerk(town: Congress) -> User:
    return make_member(Role.CLERK, town)


@pytest.fixture
def client(clerk: User) -> Client:
    return as_user(clerk)


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
    assert [(a.kind, a.level, a.label, a.heading) for a in page.articles.all()] == [
        ("heading", 3, "第一章", "总则"), ("article", 5, "第一条", ""), ("article", 5, "第二条", "责任"),
    ]  # fmt: skip
    text = response.content.decode()
    assert "认出 2 条条文（第一条至第二条）、1 个章节标题" in text


def test_a_text_without_articles_is_refused_and_stays_in_the_box(client, town):
    response = create(client, town, pasted_text="这里没有条文，只有一段话。")
    text = response.content.decode()
    assert "没有认出条文" in text
    assert "这里没有条文，只有一段话。" in text
    assert not ConsultationPage.objects.exists()


def test_pasting_anew_keeps_the_keys_of_articles_that_are_the_same_still(client, town):
    create(client, town, pasted_text=LONGER)
    before = keys(the_page())
    inserted = (
        "第一条 为了加强乡村道路的养护，保障群众出行，制定本办法。\n第二条 县道由县里养护，乡道由乡镇养护。\n"
    )
    edit(client, the_page(), pasted_text=f"{inserted}第三条〔责任〕 村道由村里养护。")
    after = keys(the_page())
    assert after["第一条"] == before["第一条"]
    assert after["第三条"] == before["第二条"]
    assert after["第二条"] not in before.values()


def test_what_is_unsure_waits_for_a_person_and_the_rest_of_the_page_is_saved(client, town):
    create(client, town, pasted_text=LONGER)
    before = keys(the_page())
    response = edit(client, the_page(), why="换了理由", pasted_text="第一条 为了养护桥梁，制定本办法。")
    imported = DraftImport.objects.get()
    assert response.redirect_chain[-1][0] == screen(the_page(), "check", imported.pk)
    assert "拿不准" in response.content.decode()
    assert keys(the_page()) == before
    assert the_page().get_latest_revision_as_object().why == "换了理由"


def test_an_unsure_text_is_not_sent_to_be_signed(client, town):
    create(client, town, pasted_text=LONGER)
    unsure = {"pasted_text": "第一条 为了养护桥梁，制定本办法。", "explanation": "说明"}
    text = edit(client, the_page(), **unsure, **{"action-submit": "1"}).content.decode()
    assert "请先保存草稿，核对以后再送审" in text
    assert the_page().current_workflow_state is None


def test_saving_without_pasting_leaves_the_articles_alone(client, town):
    create(client, town, pasted_text=DRAFT)
    before = keys(the_page())
    edit(client, the_page(), why="换了理由")
    assert keys(the_page()) == before
    assert the_page().why == "换了理由"


def test_keys_survive_draft_publication_and_further_editing(client, town):
    create(client, town, pasted_text=DRAFT)
    publish(the_page())
    known = keys(the_page())
    assert {article.label: article.key for article in the_page().articles.all()} == known
    edit(client, the_page(), why="公开后再改")
    publish(the_page())
    assert {article.label: article.key for article in the_page().articles.all()} == known
    assert the_page().why == "公开后再改"


def test_a_save_by_the_browser_itself_does_not_cut_up_the_box(client, town):
    create(client, town, pasted_text=DRAFT)
    url = reverse("wagtailadmin_pages:edit", args=[the_page().pk])
    data = form_data(pasted_text="第一条 还没贴完")
    assert client.post(url, data, headers={"Accept": "application/json"}).json()["success"]
    assert set(keys(the_page())) == {"第一章", "第一条", "第二条"}


def test_a_new_page_saved_by_the_browser_itself_waits_with_the_box(client, town):
    index = list_page(town, ConsultationIndexPage)
    url = reverse("wagtailadmin_pages:add", args=["consultations", "consultationpage", index.pk])
    data = form_data(pasted_text="第一条 还没贴完")
    assert client.post(url, data, headers={"Accept": "application/json"}).json()["success"]
    assert labels(the_page()) == []


def test_the_page_editor_has_no_form_for_each_row_and_leads_to_the_screens(client, town):
    create(client, town, pasted_text=DRAFT)
    text = client.get(reverse("wagtailadmin_pages:edit", args=[the_page().pk])).content.decode()
    assert "articles-TOTAL_FORMS" not in text
    assert "条文 2 条" in text
    for name in ("tree", "import", "versions"):
        assert screen(the_page(), name) in text


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


def test_the_history_of_the_page_names_what_was_changed(client, town):
    create(client, town, pasted_text=DRAFT)
    client.post(screen(the_page(), "tree"), {"down": rows(the_page())[1].key.hex})
    text = client.get(reverse("wagtailadmin_pages:history", args=[the_page().pk])).content.decode()
    assert "下移第一条" in text
