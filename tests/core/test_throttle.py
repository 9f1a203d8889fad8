"""The sliding-window counter, and the address it counts."""

import datetime
import ipaddress

import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from core.client import client_key, known_address
from core.throttle import Refused, Throttle

START = datetime.datetime(2026, 3, 2, 1, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


class BrokenCache:
    def __getattr__(self, name):
        raise ConnectionError("the cache is gone")


def test_the_try_beyond_the_limit_is_refused_until_the_time_it_names():
    throttle = Throttle("query", limit=3, seconds=60)
    with time_machine.travel(START, tick=False) as clock:
        assert [throttle.hit("a").allowed for _ in range(4)] == [True, True, True, False]
        assert throttle.hit("b").allowed
        assert Throttle("other", 3, 60).hit("a").allowed
        refused = throttle.hit("a")
        assert isinstance(refused, Refused)
        clock.shift(refused.retry_after)
        assert throttle.hit("a").allowed


def test_a_success_clears_the_count():
    throttle = Throttle("query", limit=1, seconds=60)
    with time_machine.travel(START, tick=False):
        assert throttle.hit("a").allowed
        throttle.clear("a")
        assert throttle.hit("a").allowed


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.lists(st.integers(0, 90), min_size=1, max_size=40))
def test_waiting_as_told_is_always_enough_and_no_window_doubles_the_limit(limit, pauses):
    cache.clear()
    throttle = Throttle("property", limit, 60)
    allowed_at = []
    with time_machine.travel(START, tick=False) as clock:
        now = 0
        for pause in pauses:
            clock.shift(pause)
            now += pause
            answer = throttle.hit("a")
            if isinstance(answer, Refused):
                clock.shift(answer.retry_after)
                now += answer.retry_after
                assert throttle.hit("a").allowed
            allowed_at.append(now)
    for start in allowed_at:
        assert sum(start <= moment < start + 60 for moment in allowed_at) <= 2 * limit


def test_a_broken_cache_lets_people_through_and_says_so(monkeypatch, caplog):
    monkeypatch.setattr("core.throttle.cache", BrokenCache())
    throttle = Throttle("query", limit=1, seconds=60)
    assert [throttle.hit("a").allowed for _ in range(3)] == [True, True, True]
    throttle.clear("a")
    assert "the cache failed" in caplog.text


def test_no_address_stands_in_the_cache(monkeypatch):
    names = []

    def note(name, value, timeout):
        names.append(name)
        cache.set(name, value, timeout)

    monkeypatch.setattr("core.throttle.cache.add", note)
    Throttle("query", 5, 60).hit("203.0.113.7")
    assert len(names) == 1
    assert "203.0.113.7" not in names[0]


def seen_from(settings, remote, forwarded=None, proxies=("10.0.0.0/8", "fd00::1")):
    settings.TRUSTED_PROXIES = list(proxies)
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return RequestFactory().get("/", REMOTE_ADDR=remote, **headers)


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
        ("fd00::1", "198.51.100.1:5555", "198.51.100.1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "rubbish\x00, <script>", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "," * 5000, "10.0.0.1"),
        ("", "198.51.100.1", None),
        ("not an address", None, None),
    ],
)
def test_forwarded_addresses_are_believed_only_from_our_proxies(settings, remote, forwarded, address):
    assert known_address(seen_from(settings, remote, forwarded)) == address


@given(st.text(max_size=200))
def test_no_header_breaks_the_reading_of_the_address(value):
    request = RequestFactory().get("/", REMOTE_ADDR=value)
    request.META["HTTP_X_FORWARDED_FOR"] = value
    address = known_address(request)
    assert address is None or ipaddress.ip_address(address)
    assert client_key(request)


def test_a_household_with_ipv6_is_counted_as_one(settings):
    one, two = (client_key(seen_from(settings, f"2001:db8:0:1::{i}")) for i in (1, 2))
    assert one == two == "2001:db8:0:1::/64"


def test_a_wrong_proxy_setting_is_left_aside_with_a_word_in_the_log(settings, caplog):
    request = seen_from(settings, "10.0.0.1", "198.51.100.1", proxies=("nonsense", "10.0.0.1"))
    assert known_address(request) == "198.51.100.1"
    assert "nonsense" in caplog.text
