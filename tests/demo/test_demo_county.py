"""The demo county: complete, repeatable, fresh on any day, and gone without a trace."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone
from wagtail.models import WorkflowState

from accounts.models import User
from accounts.roles import Role
from casework.models import Case
from home.demo.build import demo_county
from home.notices.models import NoticeKind, NoticePage
from liaison.stations.models import Reception, ReceptionStatus, StationPage
from organizations.actions import grant_role
from organizations.models import Congress
from participation.consultations.models import ConsultationPage, Phase
from participation.submissions.models import OFFICE_CHANNELS, PublishedCopy
from participation.submissions.workflow import workflow
from tests.demo.conftest import TODAY, rows, run
from tests.demo.test_demo_parts import real_number

on_that_day = time_machine.travel(TODAY, tick=False)


@on_that_day
def test_every_state_and_kind_is_there(small_demo: None) -> None:
    town = Case.objects.filter(congress__slug="liutang")
    assert set(town.values_list("status", flat=True)) == set(workflow.statuses)
    assert town.overdue().exists()
    assert town.due_within(3).exists()
    assert set(NoticePage.objects.live().values_list("kind", flat=True)) == set(NoticeKind.values)
    assert {page.phase_at() for page in ConsultationPage.objects.live()} == set(Phase)
    assert set(Reception.objects.values_list("status", flat=True)) == set(ReceptionStatus.values)
    assert WorkflowState.objects.active().exists()


@on_that_day
def test_the_front_page_and_the_sections_answer(small_demo: None, client: Client) -> None:
    assert client.get("/").status_code == 200
    for congress in Congress.objects.all():
        assert client.get(congress.section_page.get_url()).status_code == 200, congress


def test_the_printed_password_opens_an_account_of_every_role(small_demo: None) -> None:
    printed = run("--accounts")
    password = re.search(r"密码都是 (\S+)）", printed)
    assert password is not None
    users = User.objects.filter(username__in=re.findall(r"^([a-z]+-[a-z]+) ", printed, re.M))
    opened = [user for user in users if user.check_password(password[1])]
    assert {membership.role for user in opened for membership in user.active_memberships} == set(Role.values)


@on_that_day
def test_a_second_run_on_the_same_day_changes_nothing(small_demo: None) -> None:
    made = rows()
    assert "没有需要更新的" in run("--small")
    assert rows() == made


@on_that_day
def test_removal_leaves_the_database_as_it_was(
    small_demo: None, rows_before_the_demo: dict[str, int]
) -> None:
    opinions = Case.objects.count()
    assert f"连同 {opinions} 件意见" in run("--remove")
    assert demo_county() is None
    assert rows() == rows_before_the_demo


def test_days_later_something_is_still_open_upcoming_and_closed_and_receptions_are_ahead(
    small_demo: None,
) -> None:
    with on_that_day as clock:
        clock.shift(timedelta(days=50))
        assert "处日期" in run("--small")
        assert {page.phase_at() for page in ConsultationPage.objects.live()} == set(Phase)
        today = timezone.localdate()
        for station in StationPage.objects.filter(status="open"):
            ahead = station.receptions.filter(date__gte=today, status=ReceptionStatus.ANNOUNCED)
            assert ahead.count() >= 2, station
        passed = Reception.objects.filter(date__lt=today)
        assert not passed.filter(status__in=(ReceptionStatus.PLANNED, ReceptionStatus.ANNOUNCED)).exists()
        assert "没有需要更新的" in run("--small")


@on_that_day
def test_the_steps_of_every_opinion_stand_in_order_and_none_in_the_future(small_demo: None) -> None:
    # What the office and the campaign sent in comes after the stories, with days of its own.
    told = Case.objects.exclude(submission__channel__in=OFFICE_CHANNELS).exclude(
        summary__contains="老街的公交站"
    )
    moments = list(told.order_by("pk").values_list("received_at", flat=True))
    assert moments == sorted(moments)
    for case in Case.objects.prefetch_related("events"):
        at = [event.at for event in case.events.all()]
        assert at == sorted(at), case.number
        assert at[-1] <= timezone.now()


def test_no_published_copy_holds_a_real_number(small_demo: None) -> None:
    copies = PublishedCopy.objects.public()
    assert copies.exists()
    assert [copy.number for copy in copies if real_number(f"{copy.text}{copy.reply}")] == []


@on_that_day
def test_removal_refuses_when_somebody_elses_account_works_in_the_demo(small_demo: None) -> None:
    stranger = User.objects.create_user("real-person")
    grant_role(user=stranger, congress=Congress.objects.get(slug="liutang"), role=Role.CLERK)
    before = rows()
    with pytest.raises(CommandError, match="real-person"):
        run("--remove")
    assert rows() == before
