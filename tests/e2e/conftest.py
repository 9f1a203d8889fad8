"""A real browser for the tests in this folder, and a watch over what it does.

A window fails its test, at the end, when the page asked for anything outside the site, wrote an error to the
console (a broken script, a breach of the content security policy, a missing file) or met a server error.
"""

import os
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import (
    Browser,
    Page,
    Playwright,
    ViewportSize,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from tests.support.browser import DESKTOP, FLAGS, PHONE, Watch, watched_context
from tests.support.programs import find_chromium

HERE = Path(__file__).parent
SCREENSHOTS = HERE.parents[1] / "var" / "test-screenshots"
CONTENTS = "_test_serialized_contents"  # where Django keeps the rows that migrations made
# WCAG 2.2 at level AA, with the levels and versions it contains.
ACCESSIBILITY_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ACCESSIBILITY_RULES},
    "resultTypes": ["violations"],
    "preload": False,  # no rule of these reads the style sheets' source; fetching it takes longer than the rest
}
OpenWindow = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test, marked or not."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the windows know, when they close, whether the test failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@contextmanager
def database_beside_a_running_loop() -> Iterator[Playwright]:
    """Playwright keeps an event loop running in this thread, and Django then does two things.

    It refuses queries, unless told otherwise; and it opens other connections for "inside the loop", which
    must know the rows that migrations made, and must be closed before the test database is dropped.
    """
    rows = {connection.alias: getattr(connection, CONTENTS, "[]") for connection in connections.all()}
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        for alias, contents in rows.items():
            setattr(connections[alias], CONTENTS, contents)
        yield playwright
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """The Chromium of this machine, without a window."""
    with database_beside_a_running_loop() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), headless=True, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def expected_console() -> list[str]:
    """Append parts of console messages that the test brings about on purpose: ``"status of 404"``."""
    return []


@pytest.fixture
def open_window(
    browser: Browser, live_server: LiveServer, expected_console: list[str], request: pytest.FixtureRequest
) -> Iterator[OpenWindow]:
    """Open a window, with cookies of its own, for each person of the story: ``open_window(PHONE)``."""
    watch = Watch(live_server.url, expected_console)
    pages: list[Page] = []

    def open_one(viewport: ViewportSize = DESKTOP, *, javascript: bool = True) -> Page:
        context = watched_context(browser, watch, viewport, javascript=javascript)
        pages.append(context.new_page())
        return pages[-1]

    yield open_one
    if request.node.stash.get(FAILED, False):
        take_screenshots(request.node.name, pages)
    for page in pages:
        page.context.close()
    assert not watch.problems, "\n".join(watch.problems)


def take_screenshots(name: str, pages: list[Page]) -> None:
    """Keep what each window of a failed test showed."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    stem = re.sub(r"[^\w-]+", "-", name).strip("-")
    for number, page in enumerate(pages, start=1):
        page.screenshot(path=SCREENSHOTS / f"{stem}-{number}.png", full_page=True)


@pytest.fixture
def desktop(open_window: OpenWindow) -> Page:
    """A window of 1280 pixels, as in an office."""
    return open_window(DESKTOP)


@pytest.fixture
def phone(open_window: OpenWindow) -> Page:
    """A phone of 360 pixels."""
    return open_window(PHONE)


@pytest.fixture
def phone_without_javascript(open_window: OpenWindow) -> Page:
    """A phone of 360 pixels whose browser runs no scripts."""
    return open_window(PHONE, javascript=False)


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Check a page against WCAG 2.2 AA with axe, and that nothing sticks out at the side."""

    def check(page: Page) -> None:
        found = Axe().run(page, options=AXE_OPTIONS)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
        sticks_out = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert sticks_out <= 0, f"{page.url} is {sticks_out} px wider than the window"

    return check
