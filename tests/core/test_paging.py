"""Paging by key gives what paging by offset gives, and any cursor gives a page."""

import base64
import datetime
import json

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db.models import F
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.paging import bounded_count, keyset_page, with_cursor

START = datetime.datetime(2026, 3, 2, 1, 0, tzinfo=datetime.UTC)
ORDERS = [
    ("-expire_date", "-session_key"),
    ("expire_date", "session_key"),
    ("expire_date", "-session_key"),
    ("session_data", "-expire_date", "session_key"),
]


def fill(days):
    Session.objects.all().delete()
    Session.objects.bulk_create(
        Session(
            session_key=f"k{(i * 37) % 1009:05}",
            session_data="甲乙丙"[i % 3],
            expire_date=START + datetime.timedelta(days=day, microseconds=day),
        )
        for i, day in enumerate(days)
    )


def walk(order, size):
    cursor, pages, backwards = None, [], []
    while True:
        page = keyset_page(Session.objects.all(), order, cursor, size)
        pages.append([row.pk for row in page.items])
        if page.next_cursor is None:
            break
        cursor = page.next_cursor
    while True:
        backwards.append([row.pk for row in page.items])
        if page.previous_cursor is None:
            break
        page = keyset_page(Session.objects.all(), order, page.previous_cursor, size)
    return pages, backwards[::-1]


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 4), max_size=30), st.integers(1, 7), st.sampled_from(ORDERS))
def test_pages_by_key_are_the_pages_by_offset_in_both_directions(days, size, order):
    fill(days)
    keys = list(Session.objects.order_by(*order).values_list("pk", flat=True))
    by_offset = [keys[i : i + size] for i in range(0, len(keys), size)] or [[]]
    forward, backward = walk(order, size)
    assert forward == by_offset
    assert backward == by_offset


def encoded(data):
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


WRONG = [
    "",
    "x",
    "中文",
    "====",
    "A" * 5000,
    encoded({}),
    encoded([]),
    encoded("f"),
    encoded(["f"]),
    encoded(["z", START.isoformat(), "k"]),
    encoded(["f", START.isoformat()]),
    encoded(["f", "2026-03-02T00:00:00", "k"]),
    encoded(["f", "0001-01-01T00:00:00+08:00", "k"]),
    encoded(["f", 5, "k"]),
    encoded(["f", None, "k"]),
    encoded(["f", START.isoformat(), 5]),
    encoded(["f", START.isoformat(), "k\x00"]),
    encoded(["f", START.isoformat(), ["k"]]),
    encoded(["f", START.isoformat(), True]),
    encoded([["f"], START.isoformat(), "k"]),
]


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", WRONG)
def test_a_malformed_cursor_means_the_first_page(cursor):
    fill([1, 2, 3])
    order = ("-expire_date", "-session_key")
    first = keyset_page(Session.objects.all(), order, None, 2)
    assert keyset_page(Session.objects.all(), order, cursor, 2) == first


@pytest.mark.django_db
@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.one_of(st.sampled_from("fb"), st.integers(), st.text(max_size=5), st.floats(), st.none())
        ).map(encoded),
    )
)
def test_no_cursor_breaks_the_list(cursor):
    assert keyset_page(Group.objects.all(), ("name", "-id"), cursor, 2).items is not None


@pytest.mark.django_db
def test_integers_annotations_and_mixed_directions_page_too():
    Group.objects.all().delete()
    Group.objects.bulk_create(Group(name=f"组{i:02}") for i in range(7))
    groups = Group.objects.annotate(twice=F("id") * 2)
    first = keyset_page(groups, ("-twice", "name"), None, 4)
    second = keyset_page(groups, ("-twice", "name"), first.next_cursor, 4)
    assert [g.name for g in first.items + second.items] == [f"组{i:02}" for i in range(6, -1, -1)]
    assert second.next_cursor is None
    too_large = encoded(["f", "组", 2**70])
    assert len(keyset_page(Group.objects.all(), ("name", "id"), too_large, 50).items) == 7


@pytest.mark.django_db
def test_a_page_whose_rows_have_gone_is_the_first_page():
    fill([1, 2, 3, 4])
    order = ("expire_date", "session_key")
    first = keyset_page(Session.objects.all(), order, None, 2)
    Session.objects.filter(expire_date__gt=START + datetime.timedelta(days=3)).delete()
    assert keyset_page(Session.objects.all(), order, first.next_cursor, 2).items == first.items


@pytest.mark.django_db
def test_a_page_costs_one_query_and_reads_one_row_more_than_it_shows(django_assert_num_queries):
    fill(range(20))
    order = ("-expire_date", "-session_key")
    first = keyset_page(Session.objects.all(), order, None, 5)
    with django_assert_num_queries(1) as queries:
        keyset_page(Session.objects.all(), order, first.next_cursor, 5)
    assert "LIMIT 6" in queries[0]["sql"]
    assert "OFFSET" not in queries[0]["sql"]


@pytest.mark.django_db
def test_a_count_stops_at_its_limit(django_assert_num_queries):
    fill(range(12))
    with django_assert_num_queries(1) as queries:
        count = bounded_count(Session.objects.order_by("expire_date"), limit=10)
    assert (count.value, count.is_more, str(count)) == (10, True, "10+")
    assert "LIMIT 11" in queries[0]["sql"]
    assert str(bounded_count(Session.objects.all(), limit=12)) == "12"


def test_links_keep_the_filters_and_exchange_the_cursor():
    params = QueryDict("state=open&q=灯&cursor=old")
    assert QueryDict(with_cursor(params, "new")[1:]).dict() == {"state": "open", "q": "灯", "cursor": "new"}
    assert "cursor" not in with_cursor(params, None)
