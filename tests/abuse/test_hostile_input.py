"""Hostile text and files: refused in plain words, or stored and shown without harm, wherever they come up."""

import json
import logging
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.roles import Role
from audit.models import Entry
from core.logs import OneLineFormatter
from core.spreadsheets import plain_text, starts_formula
from core.text import clean_text, one_line
from library.models import PrivateFile
from library.photos import safe_name
from organizations.models import Congress
from participation.submissions.models import Submission
from tests.abuse.hostile import FILE_NAMES, FILES, HOSTILE, polyglot
from tests.factories.accounts import make_member
from tests.factories.participation import make_published_copy
from tests.participation.citizen import NEW, filled, page, ticket, token_in
from tests.participation.citizen import let_in as query

pytestmark = pytest.mark.django_db
PATH = f"{NEW}?congress=liutang"
LIVE_MARKUP = ("<script>alert", "<img src=x", "<svg/onload", '" onmouseover="alert')
UNSEEN = (
    "\x00\x07\x08\x0b\x0c\x1b\x7f\x9b\u202e\u202c\u2066\u2067\u2069\u200b\u00ad\ufeff\u2028\u2029\U000e0041"
)
each_string = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


def is_harmless(shown: str) -> bool:
    return not any(markup in shown for markup in LIVE_MARKUP)


@each_string
def test_a_citizen_s_text_is_harmless_on_every_screen(client: Client, town: Congress, text: str) -> None:
    fields = filled(f"甲{text}乙", place=text[:60], name=text[:30], ticket=ticket())
    body = urlencode(fields, errors="surrogatepass")
    response = client.post(PATH, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 303, page(response)
    submission = Submission.objects.select_related("case").get()
    assert not set(UNSEEN) & set(
        submission.text + submission.place + submission.name + submission.case.summary
    )
    assert "\n" not in submission.case.summary + submission.place
    office = Client()
    office.force_login(make_member(Role.CLERK, town))
    citizen = query(client, token_in(fields["ticket"]), submission.case.number)
    for shown in (
        client.get(response.headers["Location"]), client.get(citizen.headers.get("Location", "/opinions/status/")),
        office.get("/admin/cases/"), office.get(f"/admin/cases/{submission.case.number}/", follow=True),
    ):  # fmt: skip
        assert shown.status_code < 500
        assert is_harmless(page(shown))
    ledger = json.dumps([list(map(str, row)) for row in Entry.objects.values_list("action", "data")])
    assert text not in ledger


@each_string
def test_a_published_text_is_harmless_for_everybody(client: Client, town: Congress, text: str) -> None:
    stored = text.replace("\x00", "").encode("utf-8", "ignore").decode()
    copy = make_published_copy(
        town, title=stored[:60] or "题", text=stored, reply=stored, body_name=stored[:40]
    )
    for path in ("/answers/", f"/answers/{copy.number}/", "/", f"/search/?q={copy.number}"):
        assert is_harmless(page(client.get(path)))
    asked = client.get("/answers/", {"q": text.encode("utf-8", "surrogatepass")})
    assert asked.status_code == 200
    assert is_harmless(page(asked))


@each_string
def test_a_log_line_stays_one_line_whatever_was_typed(text: str) -> None:
    record = logging.LogRecord("x", logging.WARNING, __file__, 1, "typed %s", (text,), None)
    line = OneLineFormatter("{levelname} {message}", style="{").format(record)
    assert len(line.splitlines()) == 1
    assert not set(UNSEEN) & set(line)


@each_string
def test_a_spreadsheet_never_runs_what_was_typed(text: str) -> None:
    shown = plain_text(text)
    assert not starts_formula(shown)
    assert "\x00" not in shown
    assert "\u202e" not in shown


@each_string
def test_cleaned_text_is_stable_and_shows_what_it_holds(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert not set(UNSEEN) & set(cleaned)
    assert len(one_line(text).splitlines()) <= 1


def test_a_text_of_a_megabyte_is_refused_in_words_and_given_back(client: Client, town: Congress) -> None:
    response = client.post(PATH, filled("路" * 350_000))
    shown = page(response)
    assert response.status_code == 200
    assert "最多 5000 个字，现在有 350000 个字" in shown
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [{f"x{number}": "1" for number in range(10_000)}, {"text": "路" * 1_500_000}],
    ids=["fields", "megabytes"],
)
def test_what_is_beyond_all_measure_is_refused_in_words(client: Client, town: Congress, fields: dict) -> None:
    response = client.post(PATH, filled(**fields))
    assert response.status_code == 400
    assert "提交的内容太大" in page(response)
    assert not Submission.objects.exists()


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_photo_is_refused_by_name_and_the_text_kept(
    client: Client, town: Congress, kind: str
) -> None:
    photo = SimpleUploadedFile("路灯.jpg", FILES[kind](), "image/jpeg")
    response = client.post(PATH, filled("路灯坏了", photos=[photo]))
    shown = page(response)
    assert response.status_code == 200
    assert "没有收下" in shown or "空" in shown
    assert "路灯坏了" in shown
    assert not PrivateFile.objects.exists()


def test_what_hides_behind_a_photo_is_cut_off(client: Client, town: Congress) -> None:
    photo = SimpleUploadedFile("路灯.jpg", polyglot(), "image/jpeg")
    assert client.post(PATH, filled(photos=[photo])).status_code == 303
    stored = PrivateFile.objects.get()
    assert b"<script" not in stored.file.read()
    assert stored.name == "照片1.jpg"


@pytest.mark.parametrize("name", FILE_NAMES)
def test_a_file_name_leads_nowhere_and_is_one_line(name: str) -> None:
    safe = safe_name(name)
    assert not set(safe) & set("/\\\r\n\x00" + UNSEEN)
    assert not safe.startswith(".")
    assert 0 < len(safe) <= 120


@each_string
def test_no_header_can_be_made_of_what_was_typed(client: Client, town: Congress, text: str) -> None:
    for path in ("/answers/", "/answers/statistics/", "/answers/statistics/csv/", NEW, "/search/"):
        params = {
            n: text.encode("utf-8", "surrogatepass")
            for n in ("q", "town", "congress", "year", "next", "station")
        }
        response = client.get(path, params, headers={"Referer": "http://testserver/x"})
        assert response.status_code in {200, 301, 302, 404}
        assert all("\n" not in value and "\r" not in value for value in response.headers.values())
        assert "Bcc" not in response.headers
