"""签发: a page appears by the hands of two people, through whichever address one tries."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from accounts.models import User
from accounts.roles import Role
from home.management.commands import scheduler
from home.notices.models import NoticeIndexPage, NoticeKind, NoticePage
from organizations.models import Congress
from tests.factories.accounts import make_member
from tests.factories.liaison import list_page
from tests.factories.pages import make_notice

NOON = datetime(2026, 11, 10, 12, 0, tzinfo=timezone.get_default_timezone())


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def clerk(town: Congress) -> User:
    return make_member(Role.CLERK, town, username="clerk")


@pytest.fixture
def chair(town: Congress) -> User:
    return make_member(Role.CHAIR, town, username="chair")


@pytest.fixture
def foreign_chair(other_town: Congress) -> User:
    return make_member(Role.CHAIR, other_town, username="foreign")


@pytest.fixture
def index(town: Congress) -> Page:
    return list_page(town, NoticeIndexPage)


def form_data(title: str = "接待日公告", **fields: object) -> dict[str, object]:
    values = {
        "title": title,
        "slug": "",
        "kind": NoticeKind.RECEPTION,
        "issuer": "",
        "number_prefix": "柳人主",
        "number_year": 2026,
        "number_serial": "",
        "issued_on": "2026-11-10",
        "body": rich_text("<p>请到站里来。</p>"),
        "about": "",
        "search_description": "",
        "go_live_at": "",
        "attachments": inline_formset([]),
        "comments": inline_formset([]),
    }
    return nested_form_data(values | fields)


def create(user: User, index: Page, title: str = "接待日公告", **extra: object) -> NoticePage:
    url = reverse("wagtailadmin_pages:add", args=["notices", "noticepage", index.pk])
    response = as_user(user).post(url, form_data(title) | extra)
    assert response.status_code == 302, response.context["form"].errors
    return NoticePage.objects.get(draft_title=title)


def edit(user: User, page: Page, **extra: object):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return as_user(user).post(url, form_data(str(extra.pop("title", "改过的标题"))) | extra)


@pytest.fixture
def submitted(clerk: User, index: Page) -> NoticePage:
    return create(clerk, index, **{"action-submit": "1"})


def sign(user: User, page: Page, decision: str = "approve", comment: str = ""):
    data = {"decision": decision, "comment": comment}
    return as_user(user).post(reverse("home_sign_off", args=[page.pk]), data)


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_a_clerk_saves_a_draft_and_is_offered_sign_off_but_no_publish_button(clerk, index):
    page = create(clerk, index)
    text = as_user(clerk).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert not page.live
    assert 'name="action-submit"' in text
    assert 'name="action-publish"' not in text


def test_posting_publish_directly_does_not_publish_on_create_or_edit(clerk, chair, index):
    for user in (clerk, chair):
        page = create(user, index, f"抢先公开{user}", **{"action-publish": "1"})
        assert not page.live
        edit(user, page, **{"action-publish": "1"})
        assert not is_live(page)


def test_submission_starts_the_sign_off_of_the_site(submitted):
    state = submitted.current_workflow_state
    assert state.workflow.name == "签发"
    assert state.status == WorkflowState.STATUS_IN_PROGRESS


def test_the_author_cannot_sign(clerk, submitted):
    assert sign(clerk, submitted).status_code in {302, 403}
    assert not is_live(submitted)


def test_a_chair_of_another_town_can_neither_open_nor_sign(foreign_chair, submitted):
    state = submitted.current_workflow_task_state
    client = as_user(foreign_chair)
    for url in (
        reverse("home_sign_off", args=[submitted.pk]),
        reverse("wagtailadmin_pages:edit", args=[submitted.pk]),
        reverse("wagtailadmin_pages:workflow_preview", args=[submitted.pk, state.task_id]),
        reverse("wagtailadmin_pages:workflow_action", args=[submitted.pk, "approve", state.pk]),
    ):
        for response in (client.get(url), client.post(url, {"decision": "approve", "comment": ""})):
            assert response.status_code in {302, 403, 404}
            assert "接待日公告" not in response.content.decode()
    assert not is_live(submitted)


def test_a_step_of_another_towns_page_cannot_be_signed_through_ones_own_page(
    foreign_chair, other_town, submitted
):
    author, index = make_member(Role.CLERK, other_town), list_page(other_town, NoticeIndexPage)
    own = create(author, index, "自己的公告", **{"action-submit": "1"})
    foreign_step = submitted.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[own.pk, "approve", foreign_step.pk])
    as_user(foreign_chair).post(url, {"comment": ""})
    foreign_step.refresh_from_db()
    assert foreign_step.status == TaskState.STATUS_IN_PROGRESS
    assert not is_live(submitted)


def test_the_chair_of_the_town_signs_and_the_page_appears(chair, submitted, client):
    screen = as_user(chair).get(reverse("home_sign_off", args=[submitted.pk]))
    assert screen.status_code == 200
    assert sign(chair, submitted).status_code == 302
    page = NoticePage.objects.get(pk=submitted.pk)
    assert page.live
    assert page.current_workflow_state is None
    assert "请到站里来" in client.get(page.url).content.decode()


def test_the_county_signs_for_a_town(county, submitted):
    sign(make_member(Role.COUNTY_OFFICE, county), submitted)
    assert is_live(submitted)


def test_wagtails_own_address_of_the_step_keeps_to_the_same_rule(clerk, chair, submitted):
    step = submitted.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[submitted.pk, "approve", step.pk])
    as_user(clerk).post(url, {"comment": ""})
    assert not is_live(submitted)
    as_user(chair).post(url, {"comment": ""})
    assert is_live(submitted)


def test_the_locked_edit_screen_offers_sign_off_to_the_signer_only(clerk, chair, submitted):
    url, link = (
        reverse("wagtailadmin_pages:edit", args=[submitted.pk]),
        reverse("home_sign_off", args=[submitted.pk]),
    )
    text = as_user(chair).get(url).content.decode()
    assert link in text
    assert "任何人都不能修改" in text
    assert link not in as_user(clerk).get(url).content.decode()


def test_what_waits_stands_on_the_signers_home_page_of_the_admin(clerk, chair, foreign_chair, submitted):
    home = reverse("wagtailadmin_home")
    for user, sees in ((chair, True), (foreign_chair, False)):
        assert (str(submitted.title) in as_user(user).get(home).content.decode()) is sees
    waiting = submitted.current_workflow_task.get_task_states_user_can_moderate(clerk)
    assert not waiting.exists()


def test_nobody_changes_a_page_that_waits_for_a_signature(clerk, chair, submitted):
    before = submitted.latest_revision_id
    for user in (clerk, chair):
        edit(user, submitted)
    page = NoticePage.objects.get(pk=submitted.pk)
    assert (page.latest_revision_id, page.draft_title) == (before, "接待日公告")


def test_a_waiting_draft_is_not_deleted_or_moved(clerk, submitted):
    as_user(clerk).post(reverse("wagtailadmin_pages:delete", args=[submitted.pk]))
    assert NoticePage.objects.filter(pk=submitted.pk).exists()
    assert not submitted.permissions_for_user(clerk).can_move()


def test_a_chair_who_edited_the_draft_cannot_sign_it(clerk, chair, index):
    page = create(clerk, index)
    assert edit(chair, page).status_code == 302
    edit(clerk, page, **{"action-submit": "1"})
    sign(chair, page)
    assert not is_live(page)


def test_a_chair_who_submitted_a_clerks_draft_cannot_sign_it(clerk, chair, index):
    page = create(clerk, index)
    edit(chair, page, **{"action-submit": "1"})
    sign(chair, page)
    assert not is_live(page)


def test_overwriting_the_published_version_in_place_counts_as_editing(town, clerk, chair, index):
    other_chair = make_member(Role.CHAIR, town)
    page = create(chair, index, **{"action-submit": "1"})
    sign(other_chair, page)
    live = NoticePage.objects.get(pk=page.pk)
    edit(chair, live, title="悄悄改写", overwrite_revision_id=str(live.live_revision_id))
    assert NoticePage.objects.get(pk=page.pk).latest_revision_id == live.live_revision_id
    NoticePage.objects.get(pk=page.pk).get_workflow().start(live, clerk)
    sign(chair, page)
    assert NoticePage.objects.get(pk=page.pk).title == "接待日公告"


def test_a_later_change_goes_through_sign_off_again(clerk, chair, submitted):
    sign(chair, submitted)
    edit(clerk, submitted)
    assert NoticePage.objects.get(pk=submitted.pk).title == "接待日公告"
    edit(clerk, submitted, **{"action-submit": "1"})
    sign(chair, submitted)
    assert NoticePage.objects.get(pk=submitted.pk).title == "改过的标题"


def test_sending_back_needs_a_reason_and_unlocks_the_page(clerk, chair, submitted):
    assert sign(chair, submitted, "reject").status_code == 200
    assert submitted.current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS
    sign(chair, submitted, "reject", "时间写错了")
    page = NoticePage.objects.get(pk=submitted.pk)
    assert page.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert TaskState.objects.get(workflow_state=page.current_workflow_state).comment == "时间写错了"
    edit(clerk, page, **{"action-submit": "1"})
    sign(chair, page)
    assert NoticePage.objects.get(pk=page.pk).title == "改过的标题"


def test_the_author_takes_a_submission_back(clerk, submitted):
    edit(clerk, submitted, **{"action-cancel-workflow": "1"})
    assert NoticePage.objects.get(pk=submitted.pk).current_workflow_state is None
    edit(clerk, submitted, title="撤回后再改")
    assert NoticePage.objects.get(pk=submitted.pk).draft_title == "撤回后再改"


def turn_of_the_clock() -> None:
    """Let the scheduler do what it does for pages; its other jobs have tests of their own."""
    with patch.object(scheduler, "JOBS", ("publish_scheduled",)):
        call_command("scheduler", once=True)


def test_what_is_signed_for_a_later_hour_appears_at_that_hour(clerk, chair, index):
    with time_machine.travel(NOON, tick=False) as clock:
        page = create(clerk, index, go_live_at="2026-11-11 09:00", **{"action-submit": "1"})
        sign(chair, page)
        assert not is_live(page)
        turn_of_the_clock()
        assert not is_live(page)
        clock.shift(timedelta(hours=22))
        turn_of_the_clock()
        assert is_live(page)


def test_a_signer_takes_back_what_was_signed_for_a_later_hour_and_a_clerk_does_not(clerk, chair, index):
    with time_machine.travel(NOON, tick=False) as clock:
        page = create(clerk, index, go_live_at="2026-11-11 09:00", **{"action-submit": "1"})
        sign(chair, page)
        revision = NoticePage.objects.get(pk=page.pk).scheduled_revision
        url = reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk])
        as_user(clerk).post(url)
        assert NoticePage.objects.get(pk=page.pk).scheduled_revision is not None
        as_user(chair).post(url)
        clock.shift(timedelta(days=2))
        turn_of_the_clock()
        assert not is_live(page)


def test_bulk_publishing_does_not_publish(clerk, chair, index):
    page = create(clerk, index)
    for user in (clerk, chair):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        as_user(user).post(f"{url}?id={page.pk}", {"include_descendants": "on"})
        assert not is_live(page)


def test_copying_a_published_page_never_publishes_the_copy(chair, town, index):
    notice = make_notice(town, "原件")
    data = {
        "new_title": "副本",
        "new_slug": "copy",
        "new_parent_page": index.pk,
        "publish_copies": "on",
        "alias": "on",
    }
    as_user(chair).post(reverse("wagtailadmin_pages:copy", args=[notice.pk]), data)
    assert not Page.objects.filter(slug="copy", live=True).exists()


def test_a_clerk_cannot_take_a_page_off_the_site_and_the_chair_can(clerk, chair, submitted):
    sign(chair, submitted)
    url = reverse("wagtailadmin_pages:unpublish", args=[submitted.pk])
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    as_user(clerk).post(url)
    as_user(clerk).post(f"{bulk}?id={submitted.pk}")
    assert is_live(submitted)
    as_user(chair).post(url)
    assert not is_live(submitted)


def test_what_once_was_public_is_never_deleted_or_moved(clerk, chair, submitted):
    sign(chair, submitted)
    as_user(chair).post(reverse("wagtailadmin_pages:unpublish", args=[submitted.pk]))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    for user in (clerk, chair):
        as_user(user).post(reverse("wagtailadmin_pages:delete", args=[submitted.pk]))
        as_user(user).post(f"{bulk}?id={submitted.pk}")
        assert not NoticePage.objects.get(pk=submitted.pk).permissions_for_user(user).can_move()
    assert NoticePage.objects.filter(pk=submitted.pk).exists()


def test_a_draft_that_was_never_public_can_be_deleted(clerk, index):
    page = create(clerk, index)
    as_user(clerk).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not NoticePage.objects.filter(pk=page.pk).exists()


def test_going_back_to_an_old_version_does_not_publish_it(clerk, chair, submitted):
    sign(chair, submitted)
    edit(clerk, submitted)
    old = submitted.revisions.order_by("pk").first()
    url = reverse("wagtailadmin_pages:revisions_revert", args=[submitted.pk, old.pk])
    as_user(clerk).get(url)
    edit(clerk, submitted, title="又改一次", **{"action-publish": "1", "revision": str(old.pk)})
    assert NoticePage.objects.get(pk=submitted.pk).title == "接待日公告"


def test_not_even_a_technical_account_publishes_alone(submitted):
    root = User.objects.create_superuser("root", password="correct-horse-1")
    edit(root, submitted, **{"action-publish": "1"})
    sign(root, submitted)
    assert not is_live(submitted)


def test_every_page_of_the_site_is_covered(county, town, street):
    for page in Page.objects.filter(depth__gte=2):
        assert page.get_workflow().name == "签发"


def test_the_history_of_a_page_reads_in_chinese(clerk, chair, submitted):
    sign(chair, submitted)
    text = as_user(chair).get(reverse("wagtailadmin_pages:history", args=[submitted.pk])).content.decode()
    assert "签发" in text
    for english in ("Approved at", "Page created", "Draft saved", "Published"):
        assert english not in text
