"""What citizens see of stations and deputies: all of it, nothing else, at a constant cost."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from accounts.roles import Role
from liaison.deputies.models import Deputy, DeputyIndexPage
from liaison.links import opinion_qr
from liaison.stations.models import StationIndexPage, StationPage
from library.models import CustomImage
from tests.liaison.world import NOON, TODAY, World, make_reception, make_station, sign_in

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def add_deputy(world: World, name: str, **values: Any) -> Deputy:
    town = world.liutang
    given = {
        "congress": town.congress,
        "term": town.term,
        "constituency": "第九选区",
        "station": town.station,
    }
    deputy = Deputy(name=name, **(given | values))
    deputy.full_clean()
    deputy.save()
    return deputy


def photo(world: World) -> CustomImage:
    collection = world.liutang.congress.collection
    return CustomImage.objects.create(title="照片", file=get_test_image_file(), collection=collection)


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_a_station_shows_what_a_visitor_needs(world: World, client: Client) -> None:
    station = world.liutang.station
    page = client.get(station.url).content.decode()
    for text in ("柳塘镇人民路8号一楼", "工作日上午8:30", "0000-1234567", "方站长", "季联络", "当场登记", "入口有坡道",
                 "柳塘镇代表", "镇人大代表", "柳塘镇第一选区", "运行", "联络站"):  # fmt: skip
        assert text in page, text
    assert f"/opinions/new/?station={station.pk}" in page
    assert reverse("liaison:station_poster", args=[station.pk]) in page
    assert "style=" not in re.sub(r"<style.*", "", page)


def test_the_next_three_receptions_are_shown_with_those_moved_or_cancelled_between(
    world: World, client: Client
) -> None:
    station = world.liutang.station
    make_reception(station, TODAY)  # over since 11:00
    make_reception(station, TODAY + DAY, "cancelled", change_reason="台风", topic="甲主题")
    moved = {"change_reason": "大会", "moved_to": TODAY + 4 * DAY, "topic": "乙主题"}
    make_reception(station, TODAY + 2 * DAY, "moved", **moved)
    for number, name in enumerate(("丙主题", "丁主题", "戊主题", "己主题")):
        make_reception(station, TODAY + (3 + number) * DAY, topic=name, place="文化站")
    make_reception(station, TODAY + DAY, "planned", topic="未公告主题")
    page = client.get(station.url).content.decode()
    order = [page.find(name) for name in ("甲主题", "乙主题", "丙主题", "丁主题", "戊主题")]
    assert -1 not in order
    assert order == sorted(order)
    assert "己主题" not in page
    assert "未公告主题" not in page
    assert "取消。原因：台风" in page
    assert "改到2026年3月6日（星期五）。原因：大会" in page
    assert "2026年3月5日（星期四）" in page
    assert "09:00—11:00" in page
    assert "2026年3月2日（星期一）" not in page


@pytest.mark.parametrize(("status", "text"), [("paused", "本站暂停接待"), ("closed", "本站已撤销")])
def test_a_station_that_does_not_receive_says_so(
    world: World, client: Client, status: str, text: str
) -> None:
    station = world.liutang.station
    StationPage.objects.filter(pk=station.pk).update(status=status)
    page = client.get(station.url).content.decode()
    assert text in page
    assert ("给本站留言" in page) is (status == "paused")
    poster = client.get(reverse("liaison:station_poster", args=[station.pk]))
    assert poster.status_code == (200 if status == "paused" else 404)
    listed = client.get(station.get_parent().url).content.decode()
    assert (station.title in listed) is (status == "paused")


def test_the_qr_code_leads_to_the_form_on_the_public_address(
    world: World, client: Client, settings: Any
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://rd.qinghe.example/"
    pk = world.liutang.station.pk
    code = opinion_qr(station=pk)
    assert code.address == f"https://rd.qinghe.example/opinions/new/?station={pk}&via=qr"
    assert code.svg.startswith("<svg")
    assert "style" not in code.svg
    assert "http" not in code.svg.replace("http://www.w3.org/2000/svg", "")
    poster = client.get(reverse("liaison:station_poster", args=[pk])).content.decode()
    assert code.svg in poster
    assert code.address.replace("&", "&amp;") in poster
    assert code.svg in client.get(world.liutang.station.url).content.decode()
    assert client.get(code.address.removeprefix("https://rd.qinghe.example")).status_code == 200


def test_a_poster_fits_one_sheet_of_words_and_shows_only_days_to_come(world: World, client: Client) -> None:
    station = world.liutang.station
    make_reception(station, TODAY + DAY, "cancelled", change_reason="台风")
    make_reception(station, TODAY + 2 * DAY)
    page = client.get(reverse("liaison:station_poster", args=[station.pk])).content.decode()
    assert "2026年3月4日（星期三） 09:00—11:00" in page
    assert "2026年3月3日" not in page
    assert 'class="site-header"' not in page


def test_unpublished_stations_are_nowhere(world: World, client: Client) -> None:
    station = world.liutang.station
    make_reception(station, TODAY + DAY)
    StationPage.objects.filter(pk=station.pk).update(live=False)
    assert client.get(station.url).status_code == 404
    assert client.get(reverse("liaison:station_poster", args=[station.pk])).status_code == 404
    assert station.title not in client.get(station.get_parent().url).content.decode()
    deputy = client.get(world.liutang.deputy.get_absolute_url()).content.decode()
    assert station.title not in deputy


def test_a_deputy_shows_public_fields_and_a_way_to_leave_an_opinion(world: World, client: Client) -> None:
    deputy = add_deputy(world, "柳小溪", occupation="柳塘小学教师", introduction="关注教育", group="第一小组")
    deputy.user = world.liutang.users[Role.DEPUTY]
    deputy.save()
    make_reception(world.liutang.station, TODAY + DAY).deputies.add(deputy)
    page = client.get(deputy.get_absolute_url()).content.decode()
    for text in ("柳小溪", "镇人大代表", "第九选区", "柳塘小学教师", "关注教育", "第一小组", "柳塘镇联络站",
                 "2026年3月3日"):  # fmt: skip
        assert text in page, text
    assert f"/opinions/new/?deputy={deputy.pk}" in page
    assert "liutang.deputy" not in page


@pytest.mark.parametrize("status", ["suspended", "ended"])
def test_a_deputy_not_in_office_is_shown_nowhere(world: World, client: Client, status: str) -> None:
    deputy = add_deputy(world, "柳小溪", status=status)
    make_reception(world.liutang.station, TODAY + DAY).deputies.add(deputy)
    assert client.get(deputy.get_absolute_url()).status_code == 404
    index = DeputyIndexPage.objects.child_of(world.liutang.congress.section_page).get()
    for address in (index.url, world.liutang.station.url, reverse("search:search") + "?q=柳小溪"):
        assert deputy.get_absolute_url() not in client.get(address).content.decode()
        assert "柳小溪</a>" not in client.get(address).content.decode()


def test_the_county_list_shows_all_levels_and_filters_by_one(world: World, client: Client) -> None:
    index = DeputyIndexPage.objects.child_of(world.county.section_page).get()
    every = client.get(index.url).content.decode()
    assert ("柳塘镇代表" in every, "白水镇代表" in every) == (True, True)
    one = client.get(index.url, {"level": "liutang"}).content.decode()
    assert ("柳塘镇代表</a>" in one, "白水镇代表</a>" in one) == (True, False)
    town = DeputyIndexPage.objects.child_of(world.liutang.congress.section_page).get()
    assert "白水镇代表" not in client.get(town.url, {"level": "baishui"}).content.decode()
    assert "白水镇代表</a>" in client.get(index.url, {"q": "白水镇第一"}).content.decode()


def test_lists_and_pages_cost_the_same_for_few_and_for_many(world: World, client: Client) -> None:
    town = world.liutang
    deputies = DeputyIndexPage.objects.child_of(town.congress.section_page).get().url
    stations = StationIndexPage.objects.child_of(town.congress.section_page).get().url
    town.deputy.photo = photo(world)
    town.deputy.save()
    StationPage.objects.filter(pk=town.station.pk).update(photo=photo(world))
    make_reception(town.station, TODAY + DAY).deputies.add(town.deputy)
    addresses = (deputies, stations, town.station.url, reverse("liaison:station_poster", args=[town.station.pk]),
                 town.deputy.get_absolute_url())  # fmt: skip
    before = {address: cost(client, address) for address in addresses}
    for number in range(8):
        extra = make_station(town.congress, f"柳塘第{number}站", photo=photo(world))
        make_reception(extra, TODAY + 2 * DAY)
        deputy = add_deputy(world, f"代表{number}", photo=photo(world))
        make_reception(town.station, TODAY + (5 + number) * DAY).deputies.add(deputy, town.deputy)
    for address in addresses:
        client.get(address)
        assert cost(client, address) == before[address], address


def test_staff_lists_cost_the_same_for_few_and_for_many(world: World, client: Client) -> None:
    sign_in(client, world.liutang.users[Role.CLERK])
    addresses = [reverse(f"{name}:index") for name in ("deputies", "receptions", "offices")]
    before = {address: cost(client, address) for address in addresses}
    for number in range(8):
        deputy = add_deputy(world, f"代表{number}")
        make_reception(world.liutang.station, TODAY + (5 + number) * DAY, "planned").deputies.add(deputy)
        world.liutang.congress.offices.create(name=f"第{number}所")
    for address in addresses:
        assert cost(client, address) == before[address], address


@pytest.mark.parametrize(
    "query",
    ["?page=0", "?page=x", "?page=9999999999999", "?q=%00%27", "?level=%00", "?town=x&page=-1", "?q=" + "长" * 999],
)  # fmt: skip
def test_odd_parameters_never_break_a_public_list(world: World, client: Client, query: str) -> None:
    for congress in (world.county, world.liutang.congress):
        for model in (DeputyIndexPage, StationIndexPage):
            page = model.objects.child_of(congress.section_page).get()
            assert client.get(page.url + query).status_code == 200


@pytest.mark.parametrize("number", [0, 99999999999999999999999])
def test_numbers_of_nothing_are_not_found(world: World, client: Client, number: int) -> None:
    for name in ("deputy", "station_poster"):
        assert client.get(reverse(f"liaison:{name}", args=[number])).status_code == 404


def test_what_staff_typed_is_shown_as_text_only(world: World, client: Client) -> None:
    nasty = "<script>alert(1)</script>"
    station = world.liutang.station
    StationPage.objects.filter(pk=station.pk).update(rules=nasty, address=nasty, introduction=nasty)
    make_reception(station, TODAY + DAY, "cancelled", change_reason=nasty, topic=nasty)
    for address in (
        station.url,
        reverse("liaison:station_poster", args=[station.pk]),
        station.get_parent().url,
    ):
        assert "<script>alert" not in client.get(address).content.decode()


def test_an_officer_edits_the_own_station_only_and_never_who_the_officers_are(
    world: World, client: Client
) -> None:
    town = world.liutang
    other = make_station(town.congress, "柳塘镇南片联络点")
    officer = sign_in(client, town.users[Role.OFFICER])
    own = officer.get(reverse("wagtailadmin_pages:edit", args=[town.station.pk]))
    assert own.status_code == 200
    assert "officers" not in own.context["form"].fields
    assert "白水镇东村" not in own.content.decode()
    for page in (other, other.get_parent()):
        for name in ("edit", "delete", "move", "copy", "history"):
            for method in (officer.get, officer.post):
                response = method(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
                assert response.status_code in {302, 404}, (name, page)
    tester = StationPage.objects.get(pk=town.station.pk).permissions_for_user(town.users[Role.OFFICER])
    assert (tester.can_edit(), tester.can_delete(), tester.can_publish()) == (True, False, False)
    town.station.officers.clear()
    again = officer.get(reverse("wagtailadmin_pages:edit", args=[town.station.pk]))
    assert again.status_code == 302
    clerk = sign_in(Client(), town.users[Role.CLERK])
    for page in (other, town.station):
        assert clerk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_villages_of_a_published_station_change_only_when_the_page_is_signed(
    world: World, client: Client
) -> None:
    town = world.liutang
    second = town.congress.areas.create(name="柳塘镇西村")
    station = StationPage.objects.get(pk=town.station.pk)
    station.areas = [town.area]
    station.save()
    station.areas = [second]
    revision = station.save_revision(user=town.users[Role.CLERK])
    assert list(StationPage.objects.get(pk=station.pk).areas.all()) == [town.area]
    revision.publish()
    assert list(StationPage.objects.get(pk=station.pk).areas.all()) == [second]
    assert "柳塘镇西村" in client.get(station.url).content.decode()


def test_a_deputy_named_in_records_is_kept_with_a_plain_word(world: World, client: Client) -> None:
    clerk = sign_in(client, world.liutang.users[Role.CLERK])
    deputy = world.liutang.deputy
    make_reception(world.liutang.station, TODAY, "held").deputies.add(deputy)
    address = reverse("deputies:delete", args=[deputy.pk])
    assert "不能删除" in clerk.get(address).content.decode()
    assert clerk.post(address).status_code == 409
    assert Deputy.objects.filter(pk=deputy.pk).exists()
    free = add_deputy(world, "无记录代表")
    assert clerk.post(reverse("deputies:delete", args=[free.pk])).status_code == 302
    assert not Deputy.objects.filter(pk=free.pk).exists()
