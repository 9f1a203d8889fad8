"""Getting at one's own opinion: number and code, wrong ones, too many tries, and leaving again."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from organizations.models import Congress
from participation.submissions import codes
from participation.submissions.views import query
from tests.factories.participation import (
    shown_code,
)
from tests.participation.citizen import QUERY, STATUS, let_in, mine, opened, page

WRONG = "编号或查询码不对"


def test_number_and_code_as_copied_by_hand_are_understood(client: Client, town: Congress) -> None:
    number = mine(town).case.number
    prefix, year, serial = number.split("-")
    code = shown_code("mine")
    for typed in (
        number.lower(),
        f"{prefix}{year}{serial}",
        f"{prefix} {year} {int(serial)}",
        f"{prefix}—{year}－{serial}",
    ):
        for written in (code.lower(), code.replace("-", " "), code.replace("-", "")):
            assert client.post(QUERY, {"number": typed, "code": written}).status_code == 303


def test_a_wrong_number_and_a_wrong_code_are_answered_alike(client: Client, town: Congress) -> None:
    number = mine(town).case.number
    other = number[:-1] + ("1" if number[-1] != "1" else "2")
    wrong_code = page(client.post(QUERY, {"number": number, "code": "AAAA-BBBB"}))
    wrong_number = page(client.post(QUERY, {"number": other, "code": "AAAA-BBBB"}))
    assert WRONG in wrong_code
    assert _plain(wrong_code).replace(number, "") == _plain(wrong_number).replace(other, "")


def _plain(html: str) -> str:
    """The page without the token that differs every time."""
    return "\n".join(line for line in html.splitlines() if "csrfmiddlewaretoken" not in line)


def test_the_same_work_is_done_for_an_unknown_number(
    client: Client, town: Congress, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
) -> None:
    number = mine(town).case.number
    done = []
    really = codes.matches
    monkeypatch.setattr(query.codes, "matches", lambda *given: done.append(given) or really(*given))
    for asked in (number, "ZZ-2026-999999", "no number"):
        with django_assert_num_queries(1):
            assert query._holder(asked, "AAAA-BBBB") is None
    assert [len(given[2]) for given in done] == [64, 64, 64]


def test_too_many_tries_for_one_number_must_wait_and_are_told_how_long(
    client: Client, town: Congress
) -> None:
    number = mine(town).case.number
    for _ in range(10):
        assert client.post(QUERY, {"number": number, "code": "AAAA-BBBB"}).status_code == 200
    refused = let_in(client, "mine", number)
    assert refused.status_code == 429
    assert "分钟后再试" in page(refused)
    assert int(refused["Retry-After"]) > 0
    unknown = "ZZ-2026-999999"
    for _ in range(10):
        assert client.post(QUERY, {"number": unknown, "code": "AAAA-BBBB"}).status_code == 200
    assert client.post(QUERY, {"number": unknown, "code": "AAAA-BBBB"}).status_code == 429


def test_too_many_tries_from_one_address_must_wait(client: Client, town: Congress) -> None:
    for serial in range(60):
        client.post(QUERY, {"number": f"LT-2026-{serial:06d}", "code": "AAAA-BBBB"})
    assert client.post(QUERY, {"number": "LT-2026-000099", "code": "A"}).status_code == 429


def test_the_right_code_sets_the_count_of_its_number_back(client: Client, town: Congress) -> None:
    submission = mine(town)
    for _ in range(15):
        assert let_in(client, "mine", submission.case.number).status_code == 303


def test_hostile_and_empty_queries_are_answered(client: Client, town: Congress) -> None:
    for value in ("", "\x00", "<script>", "x" * 5000, "' OR 1=1", "１２３"):
        response = client.post(QUERY, {"number": value, "code": value})
        assert response.status_code == 200
        assert "<script>" not in page(response).replace("<script src", "")
        assert "请改正" in page(response)


def test_the_cookie_is_signed_hidden_from_scripts_and_short_lived(client: Client, town: Congress) -> None:
    submission = mine(town)
    cookie = let_in(client, "mine", submission.case.number).cookies["opinion"]
    assert (cookie["httponly"], cookie["max-age"], cookie["samesite"]) == (True, 1800, "Lax")
    other = mine(town, "other")
    client.cookies["opinion"] = f"{other.pk}:x:{cookie.value.rsplit(':', 1)[1]}"
    assert client.get(STATUS).status_code == 303


def test_without_the_cookie_every_address_asks_for_number_and_code(client: Client, town: Congress) -> None:
    mine(town)
    for address in (STATUS, f"{STATUS}photo/1/", f"{STATUS}withdraw/", f"{STATUS}consent/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (303, QUERY)
        assert response["Cache-Control"] == "no-store, private"


def test_after_half_an_hour_what_was_being_written_is_given_back(client: Client, town: Congress) -> None:
    submission = mine(town)
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        let_in(client, "mine", submission.case.number)
        clock.shift(timedelta(minutes=31))
        response = client.post(f"{STATUS}note/", {"text": "<b>还是不亮"})
    assert response.status_code == 403
    assert "&lt;b&gt;还是不亮</textarea>" in page(response)
    assert submission.supplements.count() == 0


def test_leaving_ends_it(client: Client, town: Congress) -> None:
    opened(client, mine(town))
    assert client.post(f"{QUERY}leave/").status_code == 303
    assert client.get(STATUS).status_code == 303
