"""The ledger's screen: for auditors, inside their congress, to read."""

import csv
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from audit import exports, heads
from audit.actions import record, seal
from audit.models import Entry
from tests.factories.accounts import make_member
from tests.factories.organizations import make_county, make_town
from tests.factories.participation import Staff, make_submission

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/ledger/"


def reader(role: Role, congress) -> Client:
    client = Client()
    client.force_login(make_member(role, congress))
    return client


def test_an_auditor_reads_the_trail_of_a_case_by_its_number() -> None:
    staff = Staff(make_town())
    case = staff.replied(make_submission(staff.congress))
    make_submission(staff.congress)
    response = reader(Role.AUDITOR, staff.congress).get(ADDRESS, {"q": case.number})
    assert [entry.action for entry in response.context["entries"]] == [
        f"submission.{name}"
        for name in ("sign_reply", "draft_reply", "assign", "accept", "register", "submit")
    ]


def test_an_auditor_sees_no_other_town_and_the_countys_sees_all() -> None:
    ours = make_submission(make_town()).case.number
    theirs = make_submission(make_town("白水镇", "baishui", "BS")).case.number
    shown = reader(Role.AUDITOR, make_town()).get(ADDRESS).content.decode()
    assert ours in shown
    assert theirs not in shown
    shown = reader(Role.AUDITOR, make_county()).get(ADDRESS).content.decode()
    assert ours in shown
    assert theirs in shown


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.AUDITOR, Role.HANDLER}])
def test_nobody_else_reads_it(role: Role) -> None:
    assert reader(role, make_town()).get(ADDRESS).status_code in {302, 403}


def test_it_cannot_be_written_to() -> None:
    client = reader(Role.AUDITOR, make_town())
    before = Entry.objects.count()
    assert client.post(ADDRESS, {"q": "x"}).status_code == 405
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "params",
    [
        {"cursor": "x"},
        {"q": "\x00"},
        {"q": "x" * 9999},
        {"cursor": "eyJ4IjoxfQ=="},
        {"since": "0001-01-01", "until": "9999-12-31"},
        {"since": "x", "action": "x", "actor": "\x00", "personal": "x"},
    ],
)
def test_whatever_stands_in_the_address_it_answers(params: dict[str, str]) -> None:
    assert reader(Role.AUDITOR, make_town()).get(ADDRESS, params).status_code == 200


def test_queries_do_not_grow_with_entries(django_assert_max_num_queries) -> None:
    client = reader(Role.AUDITOR, make_town())
    for _ in range(2):
        make_submission(make_town())
    with django_assert_max_num_queries(40) as few:
        client.get(ADDRESS)
    for _ in range(30):
        make_submission(make_town())
    with django_assert_max_num_queries(len(few)):
        client.get(ADDRESS)


def entries(client: Client, **params: str) -> list[Entry]:
    """What the screen shows."""
    return list(client.get(ADDRESS, params).context["entries"])


def test_one_can_look_for_action_person_day_and_reading_of_personal_data() -> None:
    town = make_town()
    clerk = make_member(Role.CLERK, town)
    with time_machine.travel("2026-11-17 23:59+08:00", tick=False):
        case = make_submission(town).case
    with time_machine.travel("2026-11-18 00:01+08:00", tick=False):
        record(
            action="case.read_contact", object_type="case", object_id=case.number, congress=town, by=clerk,
            data={"reason": "电话回访"},
        )  # fmt: skip
    client = reader(Role.AUDITOR, town)
    [read] = entries(client, personal="on")
    assert (read.action, read.actor) == ("case.read_contact", clerk)
    assert entries(client, actor=clerk.username) == entries(client, action="case.read_contact") == [read]
    assert entries(client, since="2026-11-18", until="2026-11-18") == [read]
    assert [e.action for e in entries(client, until="2026-11-17", q=case.number)] == ["submission.submit"]
    assert entries(client, actor="nobody") == []
    assert "提交意见" in client.get(ADDRESS, {"q": case.number}).content.decode()
    shown = client.get(ADDRESS, {"personal": "on"}).content.decode()
    assert "查看提交人信息" in shown
    assert "理由：电话回访" in shown


def test_a_filter_that_makes_no_sense_is_explained_beside_the_field() -> None:
    shown = reader(Role.AUDITOR, make_town()).get(ADDRESS, {"since": "2026-11-18", "until": "2026-11-01"})
    assert "结束日期早于开始日期" in shown.content.decode()


def test_the_screen_says_what_waits_for_the_seal_and_raises_the_alarm() -> None:
    client = reader(Role.AUDITOR, make_town())
    make_submission(make_town())
    shown = client.get(ADDRESS).content.decode()
    assert "还没有封存的有" in shown
    assert "待封存" in shown
    assert "超过 5 分钟" not in shown
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        client.force_login(make_member(Role.AUDITOR, make_town()))
        assert "超过 5 分钟" in client.get(ADDRESS).content.decode()
    seal()
    assert "全部记录都已封存" in client.get(ADDRESS).content.decode()


def test_the_export_holds_what_was_found_and_is_an_entry_itself() -> None:
    town = make_town()
    with time_machine.travel("2026-11-18 08:30+08:00", tick=False):
        record(
            action="test.step", object_type="test", object_id="=1+1", congress=town, by=None,
            data={"note": "@SUM(1)"},
        )  # fmt: skip
    make_submission(make_town("白水镇", "baishui", "BS"))
    client = reader(Role.AUDITOR, town)
    response = client.post(f"{ADDRESS}export/", {"action": "test.step"})
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    head, line = csv.reader(content.decode("utf-8-sig").splitlines())
    row = dict(zip(head, line, strict=True))
    assert (row["时间"], row["对象编号"], row["人大"]) == ("2026-11-18 08:30:00", "'=1+1", "柳塘镇")
    export = Entry.objects.get(action="ledger.export")
    assert export.data == {"filters": {"action": "test.step"}}
    assert export.congress == town


def test_an_export_of_everything_stays_inside_the_town_and_reads_page_by_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exports, "PAGE", 4)
    theirs = make_submission(make_town("白水镇", "baishui", "BS")).case.number
    ours = [make_submission(make_town()).case.number for _ in range(9)]
    response = reader(Role.AUDITOR, make_town()).post(f"{ADDRESS}export/")
    content = b"".join(response.streaming_content).decode()
    assert all(number in content for number in ours)
    assert theirs not in content


def test_entries_of_no_congress_are_the_countys_auditors_business() -> None:
    record(action="test.step", object_type="test", object_id=1, congress=None, by=None)
    assert len(entries(reader(Role.AUDITOR, make_county()), action="test.step")) == 1
    assert entries(reader(Role.AUDITOR, make_town()), action="test.step") == []


def test_auditors_take_the_head_of_the_chain_home() -> None:
    make_submission(make_town())
    seal()
    response = reader(Role.AUDITOR, make_town()).get(f"{ADDRESS}head/")
    assert response["Content-Disposition"].startswith('attachment; filename="ledger-head-')
    assert heads.parse(response.json()) == heads.current()


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.AUDITOR, Role.HANDLER}])
@pytest.mark.parametrize(("method", "address"), [("post", "export/"), ("get", "head/")])
def test_nobody_else_takes_anything_away(role: Role, method: str, address: str) -> None:
    response = getattr(reader(role, make_town()), method)(ADDRESS + address)
    assert response.status_code in {302, 403}
    assert not Entry.objects.filter(action="ledger.export").exists()
