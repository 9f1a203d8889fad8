"""签发: a page appears by the hands of two people, through whichever address one tries."""

from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from accounts.roles import Role
from home.notices.models import NoticeIndexPage, NoticePage
from tests.factories.accounts import make_member
from tests.factories.liaison import list_page
from tests.home.signing import as_user, create, edit, is_live, sign


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
