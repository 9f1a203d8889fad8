"""Every address of every register answers 404 for the other town, whatever the verb and whatever the role."""

import csv
import io
import itertools
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.roles import Role
from audit.models import Entry
from liaison.deputies.models import Deputy
from organizations.models import Office
from tests.liaison.world import TOWN_ROLES, World, sign_in

OBJECT_VIEWS = ("edit", "delete", "history", "history_results", "usage", "inspect", "copy")
REGISTERS = ("deputies", "receptions", "offices", "areas", "terms")
ROW = {"deputies": "deputy", "receptions": "reception", "offices": "office", "areas": "area", "terms": "term"}
EDITORS = {
    "deputies": {Role.CLERK}, "receptions": {Role.CLERK, Role.OFFICER}, "offices": {Role.CLERK},
    "areas": {Role.CLERK}, "terms": {Role.CLERK},
}  # fmt: skip
READERS = {"deputies": {Role.CLERK, Role.CHAIR}, "receptions": {Role.CLERK, Role.CHAIR, Role.OFFICER}}


def addresses(register: str, row: Any) -> list[str]:
    found = []
    for name in OBJECT_VIEWS:
        try:
            found.append(reverse(f"{register}:{name}", args=[row.pk]))
        except NoReverseMatch:
            assert name == "copy", name
    return found


def test_every_view_that_wagtail_registers_is_one_of_ours(world: World) -> None:
    for register in REGISTERS:
        assert len(addresses(register, getattr(world.liutang, ROW[register]))) == 6


@pytest.mark.parametrize("role", TOWN_ROLES)
def test_no_role_of_one_town_reaches_a_row_of_the_other(world: World, client: Client, role: Role) -> None:
    sign_in(client, world.liutang.users[role])
    for register in REGISTERS:
        row = getattr(world.baishui, ROW[register])
        for address in addresses(register, row):
            for method in (client.get, client.post):
                assert method(address).status_code == 404, (method, address)
        assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("role", TOWN_ROLES)
def test_a_role_reaches_exactly_what_it_has_to_do_with_in_its_own_town(
    world: World, client: Client, role: Role
) -> None:
    sign_in(client, world.liutang.users[role])
    for register in REGISTERS:
        check_reach(world, client, register, role)


def check_reach(world: World, client: Client, register: str, role: Role) -> None:
    row = getattr(world.liutang, ROW[register])
    edits = role in EDITORS[register]
    reads = role in READERS.get(register, EDITORS[register])
    assert (client.get(reverse(f"{register}:index")).status_code == 200) is reads
    assert (client.get(reverse(f"{register}:inspect", args=[row.pk])).status_code == 200) is reads
    for name in ("edit", "delete", "history", "usage"):
        status = client.get(reverse(f"{register}:{name}", args=[row.pk])).status_code
        assert status == (200 if edits else 404), (name, status)
    assert client.get(reverse(f"{register}:add")).status_code == (200 if edits else 404)


@pytest.mark.parametrize(
    "query", ["", "?q=白水", "?export=csv", "?export=xlsx", "?ordering=name&q=镇", "?p=9"]
)
def test_lists_searches_and_exports_hold_only_rows_of_ones_own_town(
    world: World, client: Client, query: str
) -> None:
    sign_in(client, world.liutang.users[Role.CLERK])
    for register, name in itertools.product(REGISTERS, ("index", "index_results")):
        response = client.get(reverse(f"{register}:{name}") + query)
        assert response.status_code == 200
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if "xlsx" in query:
            sheet = openpyxl.load_workbook(io.BytesIO(body)).active
            body = str([[cell.value for cell in line] for line in sheet]).encode()
        searched = body.replace("白水".encode(), b"", 1) if "q=白水" in query else body
        assert "白水镇".encode() not in searched
        assert (b"baishui" in body) is False


def test_a_filter_with_the_other_towns_number_is_refused_and_offers_no_such_choice(
    world: World, client: Client
) -> None:
    sign_in(client, world.liutang.users[Role.CLERK])
    for register in ("deputies", "offices", "areas", "terms"):
        response = client.get(reverse(f"{register}:index"), {"congress": world.baishui.congress.pk})
        assert response.status_code == 200
        assert "白水镇" not in response.content.decode()


ODD = ["?p=0", "?p=-1", "?p=x", "?p=99999999999999999999999", "?q=%00", "?q=" + "长" * 3000, "?ordering=password",
     "?ordering=congress__path", "?congress=x&status=%27", "?export=pdf", "?date_from=99999-99-99&date_to=x",
     "?station=99999999999999999999", "?congress=99999999999999999999", "?status=%00"]  # fmt: skip


def test_odd_parameters_never_break_a_list(world: World, client: Client) -> None:
    sign_in(client, world.liutang.users[Role.CLERK])
    for register, query in itertools.product(REGISTERS, ODD):
        assert client.get(reverse(f"{register}:index") + query).status_code == 200, (register, query)


def test_numbers_of_no_row_are_not_found(world: World, client: Client) -> None:
    sign_in(client, world.liutang.users[Role.CLERK])
    for register, number in itertools.product(REGISTERS, [0, 999999999, 99999999999999999999999]):
        for name in ("edit", "delete", "history", "usage", "inspect"):
            assert client.get(reverse(f"{register}:{name}", args=[number])).status_code == 404


def deputy_data(town: Any, **values: Any) -> dict[str, Any]:
    return {
        "congress": town.congress.pk, "term": town.term.pk, "name": "新代表", "constituency": "第三选区", "group": "",
        "occupation": "", "introduction": "", "photo": "", "station": town.station.pk, "status": "in_office",
        "user": "", "areas": [town.area.pk],
    } | values  # fmt: skip


def test_a_foreign_number_in_a_form_is_refused_beside_its_field(world: World, client: Client) -> None:
    sign_in(client, world.liutang.users[Role.CLERK])
    foreign = {
        "congress": world.baishui.congress.pk, "term": world.baishui.term.pk, "station": world.baishui.station.pk,
        "areas": [world.baishui.area.pk], "user": world.baishui.users[Role.DEPUTY].pk, "photo": 99999999999999999999,
    }  # fmt: skip
    for name, number in (
        *foreign.items(),
        ("station", 99999999999999999999),
        ("areas", [99999999999999999999]),
    ):
        response = client.post(reverse("deputies:add"), deputy_data(world.liutang, **{name: number}))
        assert response.status_code == 200
        assert "请从列表中选择" in str(response.context["form"].errors[name]), name
        assert "白水镇" not in response.content.decode()
    assert not Deputy.objects.filter(name="新代表").exists()


def test_a_clerk_adds_a_deputy_of_its_own_town_and_the_ledger_says_so(world: World, client: Client) -> None:
    clerk = world.liutang.users[Role.CLERK]
    sign_in(client, clerk)
    response = client.post(reverse("deputies:add"), deputy_data(world.liutang))
    assert response.status_code == 302, response.context["form"].errors
    deputy = Deputy.objects.get(name="新代表")
    assert deputy.pinyin == "xin dai biao"
    assert list(deputy.areas.all()) == [world.liutang.area]
    entry = ledger("deputies.deputy.create").get()
    assert (entry.actor, entry.congress, entry.object_id) == (clerk, world.liutang.congress, str(deputy.pk))


def test_a_row_cannot_be_moved_to_another_congress(world: World, client: Client) -> None:
    sign_in(client, world.users[Role.CLERK])
    office = world.liutang.office
    data = {"congress": world.baishui.congress.pk, "name": "水务所", "kind": "department", "is_active": "on"}
    assert client.post(reverse("offices:edit", args=[office.pk]), data).status_code == 302
    office.refresh_from_db()
    assert (office.name, office.congress) == ("水务所", world.liutang.congress)


def test_the_county_clerk_reaches_both_towns(world: World, client: Client) -> None:
    sign_in(client, world.users[Role.CLERK])
    for town in (world.liutang, world.baishui):
        for register in REGISTERS:
            row = getattr(town, ROW[register])
            assert client.get(reverse(f"{register}:edit", args=[row.pk])).status_code == 200, register


def test_the_county_office_keeps_offices_and_only_reads_deputies(world: World, client: Client) -> None:
    sign_in(client, world.users[Role.COUNTY_OFFICE])
    assert client.get(reverse("offices:edit", args=[world.baishui.office.pk])).status_code == 200
    assert client.get(reverse("deputies:inspect", args=[world.baishui.deputy.pk])).status_code == 200
    assert client.get(reverse("deputies:edit", args=[world.baishui.deputy.pk])).status_code == 404


def test_an_exported_list_is_readable_in_excel_and_runs_nothing(world: World, client: Client) -> None:
    Office.objects.create(congress=world.liutang.congress, name='=HYPERLINK("x")', phone="00123")
    Office.objects.create(congress=world.liutang.congress, name="＝1+1", phone="+86")
    sign_in(client, world.liutang.users[Role.CLERK])
    response = client.get(reverse("offices:index") + "?export=csv")
    body = b"".join(response.streaming_content)  # type: ignore[arg-type]
    assert body.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert lines[0][:2] == ["人大", "单位名称"]
    assert ["柳塘镇", '\'=HYPERLINK("x")', "部门", "'00123", "是"] in lines
    assert ["柳塘镇", "'＝1+1", "部门", "'+86", "是"] in lines


def test_an_exported_workbook_has_local_time_and_text_cells(world: World, client: Client) -> None:
    world.liutang.reception.topic = "=1+1\x0b"
    world.liutang.reception.save()
    sign_in(client, world.liutang.users[Role.CLERK])
    response = client.get(reverse("receptions:index") + "?export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active  # type: ignore[arg-type]
    cell = next(cell for line in sheet for cell in line if "1+1" in str(cell.value))
    assert (cell.value, cell.data_type) == ("'=1+1", "s")


def ledger(action: str) -> Any:
    return Entry.objects.filter(action=action)
