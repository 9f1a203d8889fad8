"""Extending, withdrawing, taking up again: sent to be signed, effective only then, and told to the reader."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit.models import Entry
from organizations.models import Congress
from participation.consultations.models import ConsultationChange, ConsultationPage, Phase
from tests.factories.accounts import make_member
from tests.factories.participation import make_consultation, make_version
from tests.home.signing import sign
from tests.participation.editing import as_user, row_data, rows, screen, shown

LOCAL = "%Y-%m-%d %H:%M"


@pytest.fixture
def clerk(town: Congress) -> User:
    return make_member(Role.CLERK, town)


@pytest.fixture
def chair(town: Congress) -> User:
    return make_member(Role.CHAIR, town)


@pytest.fixture
def client(clerk: User) -> Client:
    return as_user(clerk)


@pytest.fixture
def page(town: Congress) -> ConsultationPage:
    page = make_consultation(town)
    make_version(page)
    return ConsultationPage.objects.get(pk=page.pk)


def fresh(page: ConsultationPage) -> ConsultationPage:
    return ConsultationPage.objects.get(pk=page.pk)


def after_close(page: ConsultationPage, days: int) -> str:
    return timezone.localtime(page.closes_at + timedelta(days=days)).strftime(LOCAL)


def extend(client: Client, page: ConsultationPage, days: int = 7, **fields: str) -> str:
    data = {"closes_at": after_close(page, days), "reason": "春耕农忙，应村民要求延长。"} | fields
    return client.post(screen(page, "extend"), data, follow=True).content.decode()


def test_an_extension_counts_from_the_signature_on_and_is_told_to_the_reader(client, chair, page):
    before = page.closes_at
    assert "已送审" in extend(client, page)
    assert fresh(page).closes_at == before
    assert not ConsultationChange.objects.exists()
    assert fresh(page).current_workflow_state is not None
    sign(chair, fresh(page))
    assert fresh(page).closes_at > before + timedelta(days=6)
    change = ConsultationChange.objects.get()
    assert (change.kind, change.reason) == ("extended", "春耕农忙，应村民要求延长。")
    assert change.closes_before == before
    assert page.versions.count() == 1
    entry = Entry.objects.get(action="consultation.extend")
    assert entry.data["from"] == before.isoformat()


def test_who_asked_for_the_extension_does_not_sign_it(page, town):
    asking = make_member(Role.CHAIR, town)
    extend(as_user(asking), page)
    before = fresh(page).closes_at
    sign(asking, fresh(page))
    assert fresh(page).closes_at == before


def test_an_extension_to_an_earlier_or_past_hour_or_without_reason_is_refused(client, page, town):
    assert "要晚于现在的截止时间" in extend(client, page, days=-1)
    assert "请填写这一项" in extend(client, page, reason=" ")
    assert "请按“2026-12-31 17:00”的样子填写" in extend(client, page, closes_at="下周五")
    now = timezone.now()
    over = make_consultation(town, opens_at=now - timedelta(days=30), closes_at=now - timedelta(days=9))
    assert "已经过去" in extend(client, over, days=2)
    for one in (page, over):
        assert fresh(one).current_workflow_state is None
        assert fresh(one).latest_revision_id == one.latest_revision_id


def test_a_closed_consultation_can_be_extended_and_opens_again(client, chair, town):
    now = timezone.now()
    over = make_consultation(town, opens_at=now - timedelta(days=30), closes_at=now - timedelta(days=2))
    extend(client, over, days=5)
    sign(chair, fresh(over))
    assert fresh(over).phase_at() is Phase.OPEN


def test_a_withdrawn_consultation_stays_readable_says_why_and_takes_no_opinions(client, chair, page):
    reason = "草案要重新起草。"
    client.post(screen(page, "withdraw"), {"reason": reason})
    assert fresh(page).phase_at() is Phase.OPEN
    sign(chair, fresh(page))
    assert fresh(page).phase_at() is Phase.WITHDRAWN
    assert not fresh(page).takes_opinions()
    response = Client().get(fresh(page).url)
    assert response.status_code == 200
    assert "村道由村民委员会负责日常养护" in response.content.decode()
    assert [(one.kind, one.reason) for one in page.changes.all()] == [("withdrawn", reason)]
    assert "已经撤回的征求意见不能延长" in extend(client, page)
    assert "已经撤回" in client.post(screen(page, "withdraw"), {"reason": "再撤一次"}).content.decode()


def test_a_withdrawn_consultation_is_taken_up_again(client, chair, page):
    client.post(screen(page, "withdraw"), {"reason": "草案要重新起草。"})
    sign(chair, fresh(page))
    client.post(screen(page, "resume"), {"reason": "起草完成。"})
    sign(chair, fresh(page))
    assert fresh(page).phase_at() is Phase.OPEN
    assert [one.kind for one in page.changes.all()] == ["withdrawn", "resumed"]


def test_what_was_not_withdrawn_is_not_taken_up_again(client, page):
    text = client.post(screen(page, "resume"), {"reason": "没有撤回过。"}).content.decode()
    assert "没有撤回，不用恢复" in text


def test_a_page_sent_back_is_sent_again(client, chair, page):
    extend(client, page)
    sign(chair, fresh(page), "reject", "理由写清楚些")
    assert "已送审" in extend(client, page, reason="春耕农忙，村民代表会议要求延长。", with_draft="no")
    sign(chair, fresh(page))
    assert ConsultationChange.objects.get().reason == "春耕农忙，村民代表会议要求延长。"


def test_a_waiting_page_takes_no_second_change(client, page):
    extend(client, page)
    text = client.post(screen(page, "withdraw"), {"reason": "改主意了。"}).content.decode()
    assert "正在等待签发" in text
    assert not fresh(page).get_latest_revision_as_object().is_withdrawn


def test_a_page_that_is_not_public_is_simply_edited(client, town):
    page = make_consultation(town, live=False)
    assert "还没有公开，直接修改就可以" in extend(client, page)


def change_second(client: Client, page: ConsultationPage) -> None:
    second = rows(page)[1]
    url = screen(page, "row", second.key)
    client.post(url, row_data(second, text="草稿里的新文字。", shown=shown(client, url)))


def test_unfinished_changes_of_the_draft_do_not_come_along_unasked(client, chair, page):
    change_second(client, page)
    assert "with_draft" in extend(client, page)
    assert fresh(page).current_workflow_state is None
    extend(client, page, with_draft="no")
    sign(chair, fresh(page))
    assert page.articles.get(label="第二条").text == "村道由村民委员会负责日常养护。"
    assert [one.kind for one in page.changes.all()] == ["extended"]


def test_changes_of_the_draft_come_along_when_asked_for_and_all_guards_hold(client, chair, page):
    change_second(client, page)
    assert "草案和说明要一起公布" in extend(client, page, with_draft="yes")
    draft = fresh(page).get_latest_revision_as_object()
    draft.explanation = "说明"
    draft.save_revision(clean=False)
    extend(client, page, with_draft="yes")
    sign(chair, fresh(page))
    assert page.articles.get(label="第二条").text == "草稿里的新文字。"
    assert [one.kind for one in page.changes.all()] == ["corrected", "extended"]


def test_the_editor_offers_what_fits_the_state(client, chair, page):
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.post(screen(page, "withdraw"), {"reason": "草案要重新起草。"})
    sign(chair, fresh(page))
    text = client.get(edit).content.decode()
    assert screen(page, "resume") in text
    assert screen(page, "extend") not in text
