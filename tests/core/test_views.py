"""Error pages, health check, large type, private answers, content security policy and log lines."""

import logging
import sys

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from core import checks, recaptcha, views
from core.http import no_store, parse_page, private_page, safe_next
from core.logs import OneLineFormatter
from core.middleware import ContentSecurityPolicyMiddleware, allow_sources

rf = RequestFactory()


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (views.bad_request, 400, "请求无法识别"),
        (views.permission_denied, 403, "没有权限查看"),
        (views.not_found, 404, "没有找到这个页面"),
    ],
)
def test_an_error_is_explained_in_plain_chinese_without_the_database(view, status, words):
    response = view(rf.get("/missing/"), Exception("<script>"))
    assert response.status_code == status
    assert words in response.content.decode()
    assert "<script" not in response.content.decode()


def test_the_page_of_a_failure_needs_neither_database_nor_templates(monkeypatch):
    assert "网站暂时出错" in views.server_error(rf.get("/")).content.decode()
    monkeypatch.setattr("django.template.loader.render_to_string", lambda *args: 1 / 0)
    response = views.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "网站暂时出错" in response.content.decode()


def test_a_form_turned_away_gives_the_text_back_unharmed_and_harmless():
    typed = "路灯坏了\n</textarea><script>alert(1)</script>"
    response = views.csrf_failure(rf.post("/", {"text": typed}))
    html = response.content.decode()
    assert response.status_code == 403
    assert "路灯坏了\n&lt;/textarea&gt;&lt;script&gt;" in html
    assert "<script" not in html
    assert response["Cache-Control"] == "no-store, private"


def test_a_form_turned_away_whose_body_cannot_be_read_still_gets_an_answer(monkeypatch):
    request = rf.post("/", {"text": "甲"})

    def too_big():
        raise RequestDataTooBig

    monkeypatch.setattr(request, "_load_post_and_files", too_big)
    response = views.csrf_failure(request)
    assert response.status_code == 403
    assert "<textarea" not in response.content.decode()


@pytest.mark.django_db
def test_the_health_check_answers_while_the_database_can_be_read():
    response = views.healthz(rf.get("/healthz"))
    assert (response.status_code, response.content) == (200, b"ok")
    assert views.healthz(rf.post("/healthz")).status_code == 405


def test_the_health_check_fails_without_details_when_the_database_is_gone(monkeypatch):
    def gone():
        raise DatabaseError("secret host")

    monkeypatch.setattr("core.views.connection.cursor", gone)
    response = views.healthz(rf.get("/healthz"))
    assert (response.status_code, response.content) == (503, b"unavailable")


def test_large_type_is_switched_on_and_off_and_leads_back():
    on = views.large_type(rf.post("/large-type/", {"next": "/stations/?page=2"}))
    assert on.status_code == 302
    assert on["Location"] == "/stations/?page=2"
    assert on.cookies["large_type"].value == "1"
    again = rf.post("/large-type/", {"next": "/"})
    again.COOKIES["large_type"] = "1"
    assert views.large_type(again).cookies["large_type"].value == ""
    assert views.large_type(rf.get("/large-type/")).status_code == 405
    strict = CsrfViewMiddleware(lambda request: HttpResponse())
    assert strict.process_view(rf.post("/large-type/"), views.large_type, (), {}) is None


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "http://testserver//evil.example",
        "http://testserver@evil.example/",
        "/large-type/",
        "\x00/x",
        "relative",
        "",
    ],
)
def test_nobody_is_led_to_another_site(target):
    assert safe_next(rf.post("/large-type/", {"next": target})) == "/"


def test_without_a_field_the_way_back_is_the_page_the_visitor_came_from():
    request = rf.post("/large-type/", headers={"Referer": "http://testserver/notices/?q=灯#top"})
    assert safe_next(request) == "/notices/?q=灯"
    assert (
        safe_next(rf.post("/large-type/", headers={"Referer": "http://evil.example/a"}), default="/x/")
        == "/x/"
    )


@pytest.mark.parametrize(
    ("value", "page"),
    [
        ("3", 3),
        (None, 1),
        ("", 1),
        ("0", 1),
        ("-2", 1),
        ("abc", 1),
        ("1e9", 1),
        ("999999999", 10_000),
        ("９", 9),
        ("²", 1),
    ],
)
def test_a_page_number_is_always_one_the_site_has_room_for(value, page):
    assert parse_page(value) == page


@given(st.text(max_size=30))
def test_no_text_breaks_the_page_number(value):
    assert 1 <= parse_page(value, 50) <= 50


def test_a_private_page_is_kept_nowhere():
    response = private_page(lambda request: HttpResponse("receipt"))(rf.get("/"))
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response["X-Robots-Tag"]
    assert no_store(HttpResponse())["Cache-Control"] == "no-store, private"


def policy_of(path, before=lambda request: None):
    def answer(request):
        before(request)
        return HttpResponse()

    response = ContentSecurityPolicyMiddleware(answer)(rf.get(path))
    assert isinstance(response, HttpResponse)
    header = response["Content-Security-Policy"]
    return {part.split()[0]: part.split()[1:] for part in header.split("; ")}


def test_public_pages_allow_nothing_inline_and_the_admin_what_wagtail_needs():
    public = policy_of("/notices/")
    assert public["default-src"] == ["'self'"]
    assert "unsafe" not in str(public)
    admin = policy_of("/admin/pages/")
    assert "'unsafe-inline'" in admin["script-src"]
    assert "blob:" in admin["img-src"]
    assert "unsafe" not in str(policy_of("/administration/"))


@override_settings(
    BOT_CHECK="recaptcha",
    RECAPTCHA_PUBLIC_KEY="a",
    RECAPTCHA_PRIVATE_KEY="b",
    RECAPTCHA_DOMAIN="captcha.example",
)
def test_the_captcha_is_allowed_on_the_page_with_the_form_and_nowhere_else():
    with_form = policy_of("/opinions/new/", recaptcha.allow_on_page)
    assert {"'self'", "https://captcha.example"} <= set(with_form["script-src"])
    assert {"'self'", "https://captcha.example"} <= set(with_form["frame-src"])
    assert {"'self'", "data:"} <= set(with_form["img-src"])
    assert "captcha.example" not in str(policy_of("/notices/"))


def test_sources_asked_for_twice_add_up():
    def twice(request):
        allow_sources(request, {"img-src": ["https://a.example"]})
        allow_sources(request, {"img-src": ["https://b.example"]})

    assert {"'self'", "https://a.example", "https://b.example"} <= set(policy_of("/", twice)["img-src"])


def line_for(message, *args, exc_info=None):
    record = logging.LogRecord("site", logging.WARNING, __file__, 1, message, args, exc_info)
    return OneLineFormatter("{levelname} {name} {message}", style="{").format(record)


def test_a_visitor_cannot_forge_a_log_line():
    line = line_for("not found: %s", "/x\r\nERROR site all data deleted\u2028\u202eabc\x1b[2J\x85\x00")
    assert (
        line
        == "WARNING site not found: /x\\r\\nERROR site all data deleted\\u{2028}\\u{202e}abc\\x1b[2J\\x85\\x00"
    )
    assert len(line.splitlines()) == 1


def test_a_traceback_is_one_line_too():
    try:
        raise ValueError("甲\nERROR forged")
    except ValueError:
        line = line_for("failed", exc_info=sys.exc_info())
    assert "ValueError: 甲\\nERROR forged" in line
    assert len(line.splitlines()) == 1


def test_long_numbers_are_masked_in_logs_and_short_ones_stay():
    assert line_for("tel %s, code 123456, １３８００００１２３４", "13800001234") == (
        "WARNING site tel 138****, code 123456, １３８****"
    )


@given(st.text())
def test_any_message_is_one_printable_line(message):
    assert len((line_for("%s", message) + "x").splitlines()) == 1


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"TRUSTED_PROXIES": ["10.0.0.0/8", "proxy.local"]}, "core.E001"),
        ({"BOT_CHECK": "magic"}, "core.E002"),
        ({"BOT_CHECK": "recaptcha", "RECAPTCHA_PUBLIC_KEY": ""}, "core.E003"),
    ],
)
def test_a_slip_in_the_settings_is_found_at_start(changed, error):
    with override_settings(**changed):
        assert [found.id for found in checks.check_settings()] == [error]
    with override_settings(BOT_CHECK="builtin", TRUSTED_PROXIES=["10.0.0.0/8", "::1"]):
        assert checks.check_settings() == []
