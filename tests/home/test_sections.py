"""The section of a congress, the frame of every page, find my town, and what search engines may read."""

from datetime import time, timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from accounts.roles import Role
from home.models import FooterSettings, StandardPage
from liaison.stations.models import Reception, ReceptionStatus
from search.registry import site_search
from tests.factories.accounts import make_member
from tests.factories.liaison import make_deputy, make_station
from tests.factories.organizations import make_area
from tests.factories.pages import make_notice, read
from tests.factories.participation import make_consultation, make_published_copy
from tests.home.signing import as_user


def test_a_town_section_shows_its_own_things_only(client, town, other_town):
    make_consultation(town, "柳塘的草案")
    make_consultation(other_town, "白水的草案")
    make_notice(town, "柳塘的公告")
    make_notice(other_town, "白水的公告")
    make_station(town, "柳塘中心站")
    make_deputy(town)
    text = read(client, town.section_page)
    assert "柳塘镇人民代表大会主席团" in text
    for words in ("柳塘的草案", "柳塘的公告", "柳塘中心站", "在任代表 1 名", "0000-1234567"):
        assert words in text
    assert f"/opinions/new/?congress={town.pk}" in text
    assert "白水的" not in text


def test_a_street_has_a_working_committee_and_neither_deputies_nor_elections(client, street):
    text = read(client, street.section_page)
    assert "青禾县人大常委会南埠街道工作委员会" in text
    for words in ("代表名录", "在任代表", "人民代表大会主席团", "选举", "会议"):
        assert words not in text.replace("常委会", "")


def test_the_county_section_lists_towns_and_streets(client, county, town, street):
    text = read(client, county.section_page)
    assert "青禾县人民代表大会常务委员会" in text
    assert town.section_page.url in text
    assert street.section_page.url in text


def test_section_queries_do_not_grow_with_rows(client, town, django_assert_max_num_queries):
    def fill(number: int) -> None:
        make_consultation(town)
        make_notice(town)
        station = make_station(town)
        reception = Reception.objects.create(
            station=station, date=timezone.localdate() + timedelta(days=1), starts=time(9), ends=time(11),
            status=ReceptionStatus.ANNOUNCED,
        )  # fmt: skip
        reception.deputies.add(make_deputy(town, f"代表{number}"))

    fill(0)
    read(client, town.section_page)
    with django_assert_max_num_queries(15):
        read(client, town.section_page)
    for number in range(1, 10):
        fill(number)
    with django_assert_max_num_queries(15):
        read(client, town.section_page)


def test_the_navigation_marks_where_the_reader_is(client, county, town):
    index = f"{county.section_page.url}notices/"
    text = read(client, index)
    assert f'href="{index}" aria-current="true"' in text
    assert 'href="/" aria-current' not in text
    section = f"{town.section_page.url}notices/"
    assert f'href="{section}" aria-current="true"' in read(client, section)


def test_pages_outside_a_section_have_no_section_navigation(client, town):
    assert "柳塘镇栏目" not in read(client, "/")
    assert 'aria-label="柳塘镇栏目"' in read(client, f"{town.section_page.url}notices/")


def test_the_foot_shows_who_runs_the_site(client, county):
    site = Site.objects.get(is_default_site=True)
    home = site.root_page
    privacy = home.add_child(
        instance=StandardPage(title="个人信息处理规则", slug="privacy", body="<p>规则</p>")
    )
    FooterSettings.objects.create(site=site, organizer="青禾县人大常委会办公室", privacy_page=privacy)
    text = read(client, "/")
    assert "青禾县人大常委会办公室" in text
    assert "/privacy/" in text
    assert "规则" in read(client, "/privacy/")


def test_the_frame_costs_the_admin_nothing_and_survives_a_dead_database(
    client, county, django_assert_num_queries
):
    parts = "{{ nav_items|length }}{{ footer|length }}{{ section_nav|length }}{{ site_name }}"
    template = engines["django"].from_string(parts)
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):
        engines["django"].from_string("ok").render({}, request)
    with patch.object(connection, "execute_wrappers", [_broken]):
        assert template.render({}, RequestFactory().get("/")) == "000数字人大"


def _broken(*args: object) -> None:
    raise DatabaseError("down")


def test_the_county_office_edits_foot_and_front_page_and_a_town_does_not(county, town):
    home = Site.objects.get(is_default_site=True).root_page
    office, clerk = as_user(make_member(Role.COUNTY_OFFICE, county)), as_user(make_member(Role.CLERK, town))
    front = reverse("wagtailadmin_pages:edit", args=[home.pk])
    foot = reverse("wagtailsettings:edit", args=["home", "footersettings"])
    for url in (front, foot):
        assert office.get(url, follow=True).status_code == 200
        assert clerk.get(url).status_code in {302, 403, 404}
    assert 'name="welcome"' in office.get(front).content.decode()


@pytest.fixture
def village(town):
    """A village with a station and a deputy of its own."""
    area = make_area(town, "东河村")
    station = make_station(town, "东河站", address="东河村委会一楼", phone="0000-2223333")
    station.areas.add(area)
    deputy = make_deputy(town, "联系代表甲")
    deputy.areas.add(area)
    return area


def test_choosing_a_village_shows_town_stations_deputies_and_the_way_to_write(client, village, town):
    text = read(client, "/find/", area=str(village.pk))
    for words in ("柳塘镇", "东河站", "东河村委会一楼", "0000-2223333", "联系代表甲"):
        assert words in text
    assert f"/opinions/new/?congress={town.pk}" in text


def test_a_village_without_a_station_of_its_own_gets_those_of_its_town(client, village, town, other_town):
    make_station(other_town, "邻镇站")
    text = read(client, "/find/", area=str(make_area(town, "西河村").pk))
    assert "东河站" in text
    assert "邻镇站" not in text


def test_a_village_is_found_by_its_name_or_part_of_it(client, village, town, other_town):
    make_area(other_town, "东河新村")
    assert "东河站" in read(client, "/find/", q="东河村")
    text = read(client, "/find/", q="东河")
    assert "柳塘镇 东河村" in text
    assert "白水镇 东河新村" in text
    assert "没有名称里有“北海”的村（社区）" in read(client, "/find/", q="北海")


@pytest.mark.parametrize("value", ["0", "-1", "abc", "9" * 40, "１", "\x00", "1;drop", "<script>"])
def test_an_unknown_village_gives_a_plain_message_and_the_list(client, village, value):
    text = read(client, "/find/", area=value)
    assert "没有找到这个村（社区）" in text
    assert "东河村" in text
    assert "<script>;" not in text


def test_find_costs_few_queries_however_many_villages(client, village, town, django_assert_max_num_queries):
    for number in range(60):
        make_area(town, f"第{number}村")
    with django_assert_max_num_queries(8):
        read(client, "/find/", area=str(village.pk))


def test_robots_keep_out_of_the_office_and_the_site_map_lists_what_is_public(client, town):
    shown, hidden = make_notice(town), make_notice(town, live=False)
    robots = read(client, "/robots.txt")
    assert "Disallow: /admin/" in robots
    assert "Disallow: /opinions/" in robots
    text = read(client, "/sitemap.xml")
    assert shown.url in text
    assert hidden.url not in text


def test_an_address_below_a_page_that_is_not_there_answers_404(client, town):
    for path in ("nothing/", "notices/nothing/", "notices/a/b/c/"):
        assert client.get(town.section_page.url + path).status_code == 404
    assert client.get(make_notice(town, live=False).url).status_code == 404


def test_search_offers_towns_and_our_kinds(county, town, street):
    offered = [choice.slug for choice in site_search.towns()]
    assert {"liutang", "nanbu"} <= set(offered)
    assert "qinghe" not in offered
    assert {"notice", "consultation", "page"} <= set(site_search.kinds)


def test_a_published_answer_on_the_front_page_carries_no_more_than_the_copy(client, town):
    copy = make_published_copy(town)
    text = read(client, "/")
    assert copy.title in text
    assert copy.prepared_by.username not in text
