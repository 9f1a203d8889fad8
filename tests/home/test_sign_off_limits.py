"""What sign-off keeps out: publishing by other ways, early, in bulk, by copying; and taking off the site."""

from datetime import timedelta
from unittest.mock import patch

import time_machine
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from home.management.commands import scheduler
from home.notices.models import NoticePage
from participation.consultations.models import ConsultationPage, Invitation
from tests.factories.liaison import make_deputy
from tests.factories.pages import make_notice
from tests.factories.participation import make_consultation
from tests.home.signing import NOON, as_user, create, edit, is_live, sign


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


def test_a_draft_on_which_records_stand_is_not_deleted_by_one_or_in_bulk(town, clerk):
    page = make_consultation(town, live=False)
    Invitation.objects.create(consultation=page, deputy=make_deputy(town), invited_by=clerk)
    ConsultationPage.objects.filter(pk=page.pk).update(first_published_at=None)
    response = as_user(clerk).post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
    assert "已经有记录" in response.content.decode()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    as_user(clerk).post(f"{bulk}?id={page.pk}&next=/admin/")
    assert ConsultationPage.objects.filter(pk=page.pk).exists()
