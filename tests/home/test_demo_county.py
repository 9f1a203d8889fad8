"""The demo county: complete, repeatable, fresh on any day, free of real data, and gone without a trace."""

import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone
from wagtail.models import WorkflowState

from accounts.models import User
from accounts.roles import Role
from casework.models import Case
from home.demo.build import demo_county
from home.demo.clock import clock_at
from home.demo.county import TENANTS
from home.demo.world import DATA
from home.notices.models import NoticeKind, NoticePage
from liaison.stations.models import Reception, ReceptionStatus, StationPage
from organizations.actions import create_congress, grant_role
from organizations.models import Congress
from participation.consultations.models import ConsultationPage, Phase
from participation.submissions.models import PublishedCopy
from participation.submissions.workflow import workflow

pytestmark = pytest.mark.django_db
TODAY = "2026-11-18 10:30+08:00"


def run(*options: str) -> str:
    """Run the command and return what it printed."""
    told = StringIO()
    call_command("demo_county", *options, stdout=told)
    return told.getvalue()


def rows() -> dict[str, int]:
    """Return how many rows each table has."""
    return {
        model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)
    }


@time_machine.travel(TODAY, tick=False)
def test_the_small_demo_shows_every_state_runs_again_without_change_and_goes_without_a_trace(
    client: Client,
) -> None:
    before = rows()
    run("--small")
    made = rows()
    town = Case.objects.filter(congress__slug="liutang")
    assert set(town.values_list("status", flat=True)) == set(workflow.statuses)
    assert town.overdue().exists()
    assert town.due_within(3).exists()
    assert set(NoticePage.objects.live().values_list("kind", flat=True)) == set(NoticeKind.values)
    assert {page.phase_at() for page in ConsultationPage.objects.live()} == set(Phase)
    assert set(Reception.objects.values_list("status", flat=True)) == set(ReceptionStatus.values)
    assert WorkflowState.objects.active().exists()
    for slug in ("qinghe", "liutang", "nanbu", "heqiao"):
        assert client.get(Congress.objects.get(slug=slug).section_page.get_url()).status_code == 200
    assert client.get("/").status_code == 200
    assert sign_ins_by_role() >= set(Role.values)

    assert "没有需要更新的" in run("--small")
    assert rows() == made

    told = run("--remove")
    assert f"{Case.objects.count()} 件" not in told
    assert demo_county() is None
    assert rows() == before


def sign_ins_by_role() -> set[str]:
    """Return the roles for which the demo has an account that its printed password opens."""
    printed = run("--accounts")
    password = re.search(r"密码都是 (\S+)）", printed)
    assert password is not None
    names = re.findall(r"^([a-z]+-[a-z]+) ", printed, re.M)
    users = User.objects.filter(username__in=names)
    return {
        membership.role
        for user in users
        if user.check_password(password[1])
        for membership in user.active_memberships
    }


def test_days_later_something_is_still_open_upcoming_and_closed_and_receptions_are_ahead() -> None:
    with time_machine.travel(TODAY, tick=False):
        run("--small")
    with time_machine.travel(TODAY, tick=False) as clock:
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


@time_machine.travel(TODAY, tick=False)
def test_nothing_is_published_that_looks_like_a_real_number_and_the_steps_stand_in_order() -> None:
    run("--small")
    for copy in PublishedCopy.objects.all():
        assert not real_number(f"{copy.text}{copy.reply}"), copy.number
    moments = list(Case.objects.order_by("pk").values_list("received_at", flat=True))
    assert moments == sorted(moments)
    for case in Case.objects.prefetch_related("events"):
        at = [event.at for event in case.events.all()]
        assert at == sorted(at), case.number
        assert at[-1] <= timezone.now()


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.*")), ids=lambda path: path.name)
def test_the_texts_hold_no_mobile_or_identity_number(path) -> None:
    assert not real_number(path.read_text(encoding="utf-8"))


def real_number(text: str) -> bool:
    """Tell whether a text holds a mobile or an identity number."""
    return bool(re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)", text))


def test_a_real_number_in_a_text_would_be_noticed() -> None:
    assert real_number("电话138" + "00001111")
    assert real_number("320102" + "199001011234")
    assert not real_number("0000-6120101")


def test_the_county_has_eleven_towns_and_three_streets_with_names_and_prefixes_of_their_own() -> None:
    kinds = [tenant.kind for tenant in TENANTS]
    assert (kinds.count("town"), kinds.count("street")) == (11, 3)
    assert len({t.slug for t in TENANTS}) == len({t.prefix for t in TENANTS}) == len(TENANTS)


def test_a_county_of_ones_own_is_left_alone() -> None:
    create_congress(name="云溪县", kind="county", slug="yunxi", number_prefix="YX")
    before = rows()
    assert "不建立演示县" in run("--small")
    assert "没有演示县" in run("--remove")
    assert rows() == before


@time_machine.travel(TODAY, tick=False)
def test_removal_refuses_when_somebody_elses_account_works_in_the_demo() -> None:
    run("--small")
    stranger = User.objects.create_user("real-person")
    grant_role(user=stranger, congress=Congress.objects.get(slug="liutang"), role=Role.CLERK)
    before = rows()
    with pytest.raises(CommandError, match="real-person"):
        run("--remove")
    assert rows() == before


def test_a_real_server_is_refused_unless_the_operator_insists(settings, monkeypatch) -> None:
    monkeypatch.setattr(settings, "SETTINGS_MODULE", "config.settings.production", raising=False)
    with pytest.raises(CommandError, match="i-know-this-is-a-demo"):
        run("--small")
    assert demo_county() is None


def test_the_demo_clock_reaches_the_defaults_of_models_too() -> None:
    moment = timezone.now() - timedelta(days=40)
    with clock_at(moment):
        assert timezone.now() == moment
        assert Case(number="x").received_at == moment
    assert timezone.now() - moment > timedelta(days=39)
