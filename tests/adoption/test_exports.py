"""The office's own table: by article, as Word and Excel, at once or in the background; nobody's name in it."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from accounts.roles import Role
from audit.models import Entry
from exchange.models import ExportJob
from exchange.registry import exports
from participation.adoption import actions
from participation.adoption.exports import OPINIONS, TABLE, query_of
from participation.consultations.models import OpinionCount
from tests.factories.accounts import make_member
from tests.factories.adoption import Desk
from tests.factories.organizations import make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    desk = Desk(make_town())
    desk.opinion("我叫王小明，电话13800001234，写清谁来修。", name="王小明", contact="13800001234")
    desk.opinions(3)
    desk.opinion("再想想。", 1)
    group = desk.group(summary="=写清责任")
    desk.approve(group, "partly", wording="第一行。\n第二行。", reason="与第二条合并。")
    return desk


def fetch(client: Client, desk: Desk, what: str):
    client.force_login(desk.clerk)
    response = client.post(reverse("adoption:export", args=[desk.page.pk]), {"what": what})
    assert response.status_code == 200
    return io.BytesIO(b"".join(response.streaming_content))


def test_the_word_table_lies_on_its_side_and_has_the_offices_columns(client: Client, desk: Desk) -> None:
    document = Document(fetch(client, desk, "docx"))
    section = document.sections[0]
    assert section.page_width
    assert section.page_height
    assert section.page_width > section.page_height
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["条文", "意见内容（概括）", "条数/人数", "采纳情况", "理由", "修改后的条文"]
    assert rows[1] == ["第一条 目的", "=写清责任", "4/4", "部分采纳", "与第二条合并。", "第一行。\n第二行。"]
    assert rows[2][:3] == ["第二条 责任", "（未归类）", "1"]
    assert desk.page.title in document.paragraphs[1].text


def test_the_workbook_runs_nothing(client: Client, desk: Desk) -> None:
    sheet = load_workbook(fetch(client, desk, "xlsx")).active
    rows = list(sheet.values)
    assert rows[0][:5] == ("条文", "意见内容（概括）", "条数", "人数", "采纳情况")
    assert rows[1][1:5] == ("'=写清责任", 4, 4, "部分采纳")


def test_the_opinions_one_by_one_name_nobody(client: Client, desk: Desk) -> None:
    rows = list(load_workbook(fetch(client, desk, "opinions")).active.values)
    assert len(rows) == 6
    words = "\n".join(str(cell) for row in rows for cell in row)
    assert "13800001234" not in words
    assert "=写清责任" in words
    assert "写清谁来修" in words


def test_taking_it_away_is_in_the_ledger(client: Client, desk: Desk) -> None:
    fetch(client, desk, "docx")
    entry = Entry.objects.get(action="export.direct")
    assert entry.data["kind"] == TABLE
    assert entry.actor == desk.clerk


@pytest.mark.parametrize("what", ["docx", "xlsx", "opinions"])
def test_with_many_opinions_it_is_made_in_the_background(client: Client, desk: Desk, what: str) -> None:
    OpinionCount.objects.filter(consultation=desk.page, scope=desk.scope()).update(opinions=5000)
    client.force_login(desk.clerk)
    response = client.post(reverse("adoption:export", args=[desk.page.pk]), {"what": what})
    job = ExportJob.objects.get()
    assert response["Location"] == reverse("exchange:job", args=[job.pk])
    call_command("run_exports")
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    made = io.BytesIO(b"".join(client.get(reverse("exchange:file", args=[job.pk])).streaming_content))
    if what == "docx":
        assert Document(made).tables[0].rows[1].cells[1].text == "=写清责任"
    else:
        assert load_workbook(made).active.max_row > 2


def test_a_group_that_took_in_another_counts_each_person_once(desk: Desk) -> None:
    a = desk.opinion("修桥。", 1, contact="13900000001")
    b = desk.opinion("修桥吧。", 1, contact="13900000001")
    first = desk.group(1, "修桥", [a.parts.get().pk])
    second = desk.group(1, "修桥吧", [b.parts.get().pk])
    actions.merge_groups(group=first, into=second, by=desk.clerk)
    rows = [row for some in exports.by_name[TABLE].chunks(desk.clerk, query_of(desk.page)) for row in some]
    assert next(row for row in rows if row[1] == "修桥吧")[2:4] == (2, 1)


@pytest.mark.parametrize("name", [TABLE, OPINIONS])
def test_another_town_takes_nothing(desk: Desk, name: str) -> None:
    stranger = make_member(Role.CLERK, make_town("白水镇", "baishui", "BS"))
    kind = exports.by_name[name]
    with pytest.raises(PermissionDenied):
        list(kind.chunks(stranger, query_of(desk.page)))
    assert kind.describe(stranger, query_of(desk.page)) == ""
    for odd in ("", "consultation=x", "consultation=99999999999999999999"):
        with pytest.raises(PermissionDenied):
            kind.count(desk.clerk, odd)
