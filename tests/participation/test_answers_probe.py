"""The probe of the forms: the whole way of an opinion without a trace, and a broken form is noticed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, close_old_connections
from django.test import Client

from accounts.roles import Role
from casework.models import Case, CaseSerial
from core import rehearsal
from organizations.models import Congress
from participation.submissions import probing
from participation.submissions.models import ProbeRun, Submission
from tests.factories.accounts import make_member
from tests.factories.liaison import make_station
from tests.factories.organizations import make_county
from tests.factories.participation import make_consultation, make_submission
from tests.participation.citizen import NEW, filled, page

HOME = "/admin/"


@pytest.fixture(autouse=True)
def _in_a_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ask for no two seconds between opening and sending; keep the connection, which the test's transaction holds."""
    monkeypatch.setattr("core.botcheck.TOO_QUICK", timedelta(0))
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def rows() -> dict[str, int]:
    """How many rows each table of ours has."""
    ours = ("casework", "audit", "submissions", "notifications", "library")
    return {
        m._meta.label: m._base_manager.count()
        for name in ours
        for m in apps.get_app_config(name).get_models()
    }


def last_number() -> int:
    return int(make_submission(make_county()).case.number.rsplit("-", 1)[1])


def test_every_open_form_is_asked_and_nothing_stays(
    town: Congress, capsys: pytest.CaptureFixture[str]
) -> None:
    station, closed = make_station(town), make_station(town, status="closed")
    draft = make_consultation(town)
    before, number = rows(), last_number()
    before = rows()
    call_command("probe_forms")
    told = capsys.readouterr().out
    after = rows()
    assert after.pop("submissions.ProbeRun") == 1
    assert {name: after[name] for name in after} == {
        n: c for n, c in before.items() if n != "submissions.ProbeRun"
    }
    assert last_number() == number + 1
    run = ProbeRun.objects.get()
    assert run.failed_count == 0, run.failures
    assert run.ok_count >= Congress.objects.count() + 3
    for name in (station.title, draft.title, town.short_office_name):
        assert name in told
    assert closed.title not in told
    assert "异常 0 个" in told


def test_a_form_that_cannot_store_is_noticed(town: Congress, monkeypatch, caplog, capsys) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise DatabaseError("table is gone: 秘密的话")

    monkeypatch.setattr("participation.submissions.actions.writing.write_events", fail)
    with pytest.raises(CommandError):
        call_command("probe_forms")
    run = ProbeRun.objects.get()
    assert run.ok_count == 0
    assert run.failed_count == len(run.failures) >= Congress.objects.count()
    assert "状态码503" in run.failures[0]["why"]
    assert "does not take opinions" in caplog.text
    assert "秘密的话" not in caplog.text
    assert CaseSerial.objects.filter(pk=0).count() == 0


def test_a_form_that_does_not_open_is_noticed_and_the_others_are_still_asked(
    town: Congress, monkeypatch
) -> None:
    def call(method: str, path: str, headers: dict[str, str], body: bytes) -> probing.Reply:
        if "congress=liutang" in path:
            raise ConnectionRefusedError
        return ordinary(method, path, headers, body)

    ordinary = probing.in_process()
    outcomes = probing.probe(call, list(probing.open_forms()))
    failed = [one for one in outcomes if not one.is_ok]
    assert [one.form.congress_id for one in failed] == [town.pk]
    assert failed[0].why == "ConnectionRefusedError"
    assert len(outcomes) > 1


def test_a_stranger_cannot_rehearse_nor_be_taken_for_a_rehearsal(client: Client, town: Congress) -> None:
    path = f"{NEW}?congress=liutang"
    other = rehearsal.sign(f"{NEW}?congress=baishui")
    for value in ("", "1", "x" * 5000, other, rehearsal.sign(path) + "x"):
        response = client.post(path, filled(), headers={rehearsal.HEADER: value})
        assert response.status_code == 403
    assert not Submission.objects.exists()
    good = client.post(path, filled(), headers={rehearsal.HEADER: rehearsal.sign(path)})
    assert good.status_code == 200
    assert rehearsal.DONE_HEADER in good.headers
    assert not Case.objects.exists()
    assert client.post(path, filled()).status_code == 303


def test_a_header_is_good_for_a_short_time_only(client: Client, town: Congress, monkeypatch) -> None:
    value = rehearsal.sign(f"{NEW}?congress=liutang")
    monkeypatch.setattr("core.rehearsal.GOOD_FOR", -1)
    response = client.post(f"{NEW}?congress=liutang", filled(), headers={rehearsal.HEADER: value})
    assert response.status_code == 403


def test_the_clock_probes_once_an_hour(town: Congress) -> None:
    call_command("probe_forms", "--if-due")
    call_command("probe_forms", "--if-due")
    assert ProbeRun.objects.count() == 1


def test_the_county_office_sees_the_last_round_and_a_town_does_not(client: Client, town: Congress) -> None:
    client.force_login(make_member(Role.COUNTY_OFFICE, make_county()))
    assert "表单巡检：还没有做过" in page(client.get(HOME))
    ProbeRun.objects.create(
        ok_count=12,
        failed_count=1,
        slowest_ms=90,
        failures=[{"congress": 1, "form": "<b>站</b>", "why": "停了"}],
    )
    shown = page(client.get(HOME))
    assert "12 个正常" in shown
    assert "1 个异常" in shown
    assert "&lt;b&gt;站&lt;/b&gt;：停了" in shown
    client.force_login(make_member(Role.CLERK, town))
    assert "表单巡检" not in page(client.get(HOME))
