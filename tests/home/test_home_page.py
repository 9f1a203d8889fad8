"""The county's front page."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from liaison.stations.models import Reception, ReceptionStatus
from organizations.models import Congress
from tests.factories.liaison import make_deputy, make_station
from tests.factories.organizations import make_area
from tests.factories.pages import make_notice, read
from tests.factories.participation import make_consultation, make_published_copy

NOON = datetime(2026, 11, 10, 12, 0, tzinfo=timezone.get_default_timezone())


def make_reception(station, day: date, **fields):
    values = {"starts": time(9), "ends": time(11), "status": ReceptionStatus.ANNOUNCED}
    return Reception.objects.create(station=station, date=day, **(values | fields))


@pytest.fixture
def full_county(county: Congress, town: Congress) -> Congress:
    """A county in which every list of the front page has rows."""
    make_consultation(town)
    make_notice(town)
    make_published_copy(town)
    make_reception(make_station(town), timezone.localdate() + timedelta(days=2)).deputies.add(
        make_deputy(town)
    )
    make_area(town)
    return county


@time_machine.travel(NOON, tick=False)
def test_open_consultations_of_the_whole_county_show_town_closing_hour_and_time_left(client, county, town):
    make_consultation(town, "村道养护办法", closes_at=NOON + timedelta(days=4, hours=5))
    make_consultation(county, "水库决定", closes_at=NOON + timedelta(hours=3))
    text = read(client, "/")
    assert "2026年11月14日 17:00" in text
    assert "还剩 4 天" in text
    assert "还剩 3 小时" in text
    assert "柳塘镇" in text
    assert text.index("水库决定") < text.index("村道养护办法")


@time_machine.travel(NOON, tick=False)
def test_closed_upcoming_and_unpublished_consultations_are_not_open_now(client, town):
    make_consultation(town, "已截止的草案", closes_at=NOON)
    make_consultation(town, "明天开始的草案", opens_at=NOON + timedelta(days=1))
    make_consultation(town, "没有签发的草案", live=False)
    text = read(client, "/")
    assert "现在没有正在征求意见的草案" in text
    for title in ("已截止的草案", "明天开始的草案", "没有签发的草案"):
        assert title not in text


@time_machine.travel(NOON, tick=False)
def test_next_receptions_leave_out_plans_and_what_is_over_and_say_what_is_cancelled(client, town, other_town):
    station, other = make_station(town, "柳塘中心站"), make_station(other_town, "白水站")
    make_reception(station, NOON.date(), topic="上午已经结束")
    make_reception(station, NOON.date(), starts=time(14), ends=time(16), topic="下午还来得及")
    make_reception(other, NOON.date() + timedelta(days=3), topic="还在计划", status=ReceptionStatus.PLANNED)
    make_reception(
        other,
        NOON.date() + timedelta(days=4),
        topic="雨天取消",
        status=ReceptionStatus.CANCELLED,
        change_reason="暴雨",
    )
    text = read(client, "/")
    assert "下午还来得及" in text
    assert "暴雨" in text
    assert "取消" in text
    assert "上午已经结束" not in text
    assert "还在计划" not in text


def test_latest_answers_and_notices_link_to_their_pages(client, town):
    copy = make_published_copy(town, title="东河村路灯修好了")
    make_notice(town, "接待日公告一则")
    text = read(client, "/")
    assert "东河村路灯修好了" in text
    assert f"/answers/{copy.number}/" in text
    assert "接待日公告一则" in text


def test_withdrawn_answers_are_not_shown(client, town):
    make_published_copy(town, title="已经撤下的答复", withdrawn_at=timezone.now())
    assert "已经撤下的答复" not in read(client, "/")


def test_a_station_taken_off_the_site_announces_no_reception(client, town):
    make_reception(make_station(town, live=False), timezone.localdate() + timedelta(days=1), topic="站点已撤")
    assert "站点已撤" not in read(client, "/")


def test_an_empty_county_says_so_and_still_leads_on(client, county):
    text = read(client, "/")
    assert "现在没有正在征求意见的草案" in text
    assert "近期没有公布接待日" in text
    assert "还没有公开的答复" in text
    assert "/opinions/new/" in text


def test_what_clerks_wrote_is_never_run(client, town):
    make_notice(town, "<script>alert(1)</script>")
    make_consultation(town, "<img src=x onerror=alert(1)>")
    text = read(client, "/")
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_queries_do_not_grow_with_rows(client, full_county, town, django_assert_max_num_queries):
    client.get("/")
    with django_assert_max_num_queries(14) as few:
        read(client, "/")
    for number in range(12):
        make_consultation(town)
        make_notice(town)
        make_published_copy(town)
        make_area(town, f"第{number}村")
        day = timezone.localdate() + timedelta(days=1)
        make_reception(make_station(town), day).deputies.add(make_deputy(town, f"代表{number}"))
    with django_assert_max_num_queries(len(few.captured_queries)):
        read(client, "/")


def test_works_without_javascript(client: Client, full_county):
    text = read(client, "/")
    assert "<script>" not in text
    assert "onclick" not in text
    assert 'action="/find/"' in text
