"""The watch of the browser tests sees what it is there for."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.support.browser import DESKTOP, Watch, watched_context

PAGE = "/static/css/main.css"  # any answer of the site: what happens on it is made up by the test


def problems_after(
    browser: Browser, origin: str, script: str, expected: list[str] | None = None
) -> list[str]:
    """Open a page of the site, run a script on it, and return what the watch noted."""
    watch = Watch(origin, expected or [])
    context = watched_context(browser, watch, DESKTOP)
    page = context.new_page()
    page.goto(PAGE)
    page.evaluate(script)
    page.wait_for_timeout(200)
    context.close()
    return watch.problems


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("fetch('http://192.0.2.1/').catch(() => 0)", "asked for something outside: http://192.0.2.1/"),
        ("console.error('broken')", "console: broken"),
        ("setTimeout(() => { throw new Error('torn') })", "torn"),
        ("fetch('/static/css/no-such-file.css').then(() => 0)", "status of 404"),
    ],
)
def test_the_watch_notes(script: str, told: str, browser: Browser, live_server: LiveServer) -> None:
    assert any(told in problem for problem in problems_after(browser, live_server.url, script))


def test_the_watch_lets_pass_what_is_right_or_expected(browser: Browser, live_server: LiveServer) -> None:
    assert problems_after(browser, live_server.url, f"fetch('{PAGE}').then(() => 0)") == []
    script = "fetch('/static/css/no-such-file.css').then(() => 0)"
    assert problems_after(browser, live_server.url, script, ["status of 404"]) == []
