"""Versions: what was public is frozen; what changes a public page says why; a second round begins with the first."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from organizations.models import Congress
from participation.consultations.models import ConsultationChange, ConsultationPage
from tests.factories.accounts import make_member
from tests.factories.organizations import make_town
from tests.factories.participation import make_consultation, make_version
from tests.home.signing import sign
from tests.participation.editing import as_user, edit, keys, row_data, rows, screen, shown

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
    """A consultation that stands on the site, with its first version."""
    now = timezone.now().replace(second=0, microsecond=0)
    page = make_consultation(town, opens_at=now - timedelta(days=3), closes_at=now + timedelta(days=20))
    make_version(page, explanation="为什么这样定。")
    return ConsultationPage.objects.get(pk=page.pk)


def as_form(page: ConsultationPage, **fields: object) -> dict[str, object]:
    """Return what the page editor would send for the page as it is."""
    draft = page.get_latest_revision_as_object()
    names = ("title", "kind", "stage", "audience", "issuer", "why", "plain_summary", "key_questions",
             "explanation", "contact", "other_ways", "short_period_reason", "change_note")  # fmt: skip
    values = {name: getattr(draft, name) for name in names}
    times = {
        name: timezone.localtime(getattr(draft, name)).strftime(LOCAL) for name in ("opens_at", "closes_at")
    }
    return values | times | {"follows": draft.follows_id or ""} | fields


def change_second(client: Client, page: ConsultationPage, text: str) -> None:
    second = rows(page)[1]
    url = screen(page, "row", second.key)
    client.post(url, row_data(second, text=text, shown=shown(client, url)))


def fresh(page: ConsultationPage) -> ConsultationPage:
    return ConsultationPage.objects.get(pk=page.pk)


def test_a_changed_text_goes_to_be_signed_only_with_a_note(client, chair, page):
    change_second(client, page, "村道由村里和镇里一起养护。")
    submit = {"action-submit": "1"}
    text = edit(client, page, **as_form(page), **submit).content.decode()
    assert "条文有改动，请写明改了什么" in text
    assert fresh(page).current_workflow_state is None
    edit(client, page, **as_form(page, change_note="第二条补写镇的责任。"), **submit)
    assert fresh(page).current_workflow_state is not None
    sign(chair, fresh(page))
    assert [version.number for version in page.versions.all()] == [1, 2]
    change = ConsultationChange.objects.get()
    assert (change.kind, change.reason) == ("corrected", "第二条补写镇的责任。")


def test_the_note_of_an_earlier_change_will_not_do_for_the_next(client, page):
    change_second(client, page, "第一次改。")
    make_version(page, change_note="改了第二条。")
    change_second(client, page, "第二次改。")
    submit = {"action-submit": "1"}
    text = edit(client, page, **as_form(page, change_note="改了第二条。"), **submit).content.decode()
    assert "这里还是上一次的说明" in text
    assert fresh(page).current_workflow_state is None


def test_the_editor_begins_a_new_change_without_the_old_note(client, page):
    change_second(client, page, "改。")
    make_version(page, change_note="改了第二条。")
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    assert form.initial["change_note"] == ""


def test_a_changed_hour_needs_a_note_and_a_changed_telephone_none(client, page):
    submit = {"action-submit": "1"}
    later = timezone.localtime(page.closes_at + timedelta(days=5)).strftime(LOCAL)
    text = edit(client, page, **as_form(page, closes_at=later), **submit).content.decode()
    assert "截止时间有改动，请写明" in text
    edit(client, page, **as_form(page, contact="办公室 0000-7654321"), **submit)
    assert fresh(page).current_workflow_state is not None


def test_a_draft_is_saved_without_a_note(client, page):
    change_second(client, page, "还没写完。")
    assert edit(client, page, **as_form(page, why="换了理由")).status_code == 200
    assert page.get_latest_revision_as_object().why != ""
    assert fresh(page).get_latest_revision_as_object().why == "换了理由"


def test_a_page_that_never_stood_on_the_site_needs_no_note(client, town):
    page = make_consultation(town, live=False, explanation="说明")
    page.save_revision()
    edit(client, page, **as_form(page), **{"action-submit": "1"})
    assert fresh(page).current_workflow_state is not None


def test_a_second_round_begins_with_the_articles_of_the_first(client, page, town):
    second = make_consultation(town, live=False, follows=page)
    second.articles = []
    second.save_revision()
    text = client.get(screen(second, "tree")).content.decode()
    assert "以上一次的条文开始" in text
    client.post(screen(second, "begin"))
    assert keys(second) == keys(page)
    assert "已经有条文了" in client.post(screen(second, "begin"), follow=True).content.decode()


def test_a_new_text_of_the_second_round_is_compared_with_the_first(client, page, town):
    second = make_consultation(town, live=False, follows=page)
    second.articles = []
    second.save_revision()
    before = keys(page)
    edit(client, second, **as_form(second, pasted_text=(
        "第一条 为了加强乡村道路养护，制定本办法。\n第二条 村道由村民委员会负责日常养护。"
    )))  # fmt: skip
    assert keys(second) == before


def test_a_consultation_follows_only_what_is_public_and_does_not_follow_it(client, page, town):
    hidden = make_consultation(town, live=False)
    follower = make_consultation(town, follows=page)
    other = make_consultation(make_town("白水镇", "baishui", "BS"))
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    offered = set(form.fields["follows"].queryset.values_list("pk", flat=True))
    assert other.pk in offered
    assert not {hidden.pk, page.pk, follower.pk} & offered
    response = edit(client, page, **as_form(page, follows=follower.pk))
    assert "follows" in response.context["form"].errors


def test_the_office_sees_all_versions_of_the_chain_with_ways_to_compare(client, page, town):
    change_second(client, page, "改。")
    make_version(page, change_note="改了第二条。")
    second = make_consultation(town, follows=page)
    last = make_version(second, stage="second")
    text = client.get(screen(second, "versions")).content.decode()
    first, corrected = page.versions.order_by("number")
    assert f"?from={first.pk}&amp;to={corrected.pk}" in text
    assert f"?from={corrected.pk}&amp;to={last.pk}" in text
    assert "二次审议稿" in text
    assert "改了第二条。" in text


def test_the_reader_gets_versions_and_changes(page, client):
    change_second(client, page, "改。")
    make_version(page, change_note="改了第二条。")
    context = Client().get(page.url).context
    assert [version.number for version, _before in context["versions"]] == [1, 2]
    assert [change.reason for change in context["changes"]] == ["改了第二条。"]


def test_versions_do_not_change_with_the_draft(client, page):
    first = page.versions.get()
    frozen = [(row.key, row.label, row.text) for row in first.rows.all()]
    change_second(client, page, "改。")
    make_version(page, change_note="改了第二条。")
    client.post(screen(page, "delete", rows(page)[0].key), {"shown": ""})
    assert [(row.key, row.label, row.text) for row in first.rows.all()] == frozen


def test_the_signer_sees_what_would_change_in_the_text(client, chair, page):
    change_second(client, page, "村道由村民委员会和镇里一起负责养护。")
    edit(client, page, **as_form(page, change_note="第二条补写镇的责任。"), **{"action-submit": "1"})
    revision = fresh(page).latest_revision
    url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", revision.pk])
    text = as_user(chair).get(url).content.decode()
    assert "条文" in text
    assert "和镇里一起" in text
    assert text.count("<ins>") >= 1
    assert "为了加强乡村道路养护" not in text


def test_the_signer_sees_that_a_page_would_be_withdrawn(client, chair, page):
    client.post(screen(page, "withdraw"), {"reason": "草案要重新起草。"})
    revision = fresh(page).latest_revision
    url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", revision.pk])
    assert "签发以后撤回" in as_user(chair).get(url).content.decode()
