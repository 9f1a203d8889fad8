"""Every public page: for everyone (WCAG 2.2 AA), on every window, without scripts, and light."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Error, Page, Response
from pytest_django.live_server_helper import LiveServer

from home.demo.build import build
from tests.demo.conftest import empty_the_site
from tests.e2e.conftest import OpenWindow
from tests.e2e.public_pages import Way, ways
from tests.support.browser import DESKTOP, PHONE

MOST_BYTES = 100_000
FILES = {"stylesheet", "script"}
SHORTEST_CONTENT = 20
AssertAccessible = Callable[[Page], None]


@pytest.fixture
def public_pages(live_server: LiveServer, expected_console: list[str]) -> Iterator[dict[str, Way]]:
    """The small demo county, in place of the one that the other tests share, and the ways to its pages."""
    empty_the_site()
    build(small=True)
    cache.clear()
    expected_console.append("status of 404")
    yield ways()
    cache.clear()


def follow(page: Page, way: Way) -> None:
    """Go there, until everything on the page has come."""
    if isinstance(way, str):
        page.goto(way)
    else:
        way(page)
    page.wait_for_load_state("load")


def faults(pages: dict[str, Way], check: Callable[[Way], None]) -> str:
    """Check every page, and return all that was found, so that one fault does not hide the next."""
    found = []
    for name, way in pages.items():
        try:
            check(way)
        except (AssertionError, Error) as fault:
            found.append(f"--- {name}\n{fault}")
    return "\n".join(found)


def weight_of(page: Page, responses: list[Response], files: dict[str, int]) -> int:
    """Return the bytes, not compressed, of the page now open with all style sheets and scripts met so far.

    The browser asks for a file once and keeps it: so every file counts for every page after it.
    """
    document = [one for one in responses if is_document(one, page)][-1]
    for one in responses:
        if one.request.resource_type in FILES and one.url not in files:
            files[one.url] = len(one.body())
    return len(document.body()) + sum(files.values())


def is_document(response: Response, page: Page) -> bool:
    """Tell whether this is the page itself, not a redirect and not one on the way to it."""
    return (
        response.request.resource_type == "document"
        and response.url == page.url.split("#")[0]
        and not 300 <= response.status < 400
    )


def test_every_public_page_is_light_and_accessible_and_needs_no_scripts(
    public_pages: dict[str, Way], open_window: OpenWindow, assert_accessible: AssertAccessible
) -> None:
    window, phone = open_window(DESKTOP), open_window(PHONE, javascript=False)
    responses: list[Response] = []
    files: dict[str, int] = {}
    window.on("response", lambda response: responses.append(response))

    def check(way: Way) -> None:
        responses.clear()
        window.set_viewport_size(DESKTOP)
        follow(window, way)
        weight = weight_of(window, responses, files)
        assert files
        assert weight <= MOST_BYTES, f"{window.url} weighs {weight} bytes"
        assert_accessible(window)
        window.set_viewport_size(PHONE)
        assert_accessible(window)
        follow(phone, way)
        assert_shows_content(phone)

    assert not faults(public_pages, check)


def assert_shows_content(page: Page) -> None:
    """Check that there is a heading and something to read under it, and that nothing sticks out."""
    heading = page.locator("h1")
    assert heading.count() == 1
    assert heading.is_visible()
    beside = page.locator("main").inner_text().replace(heading.inner_text(), "")
    assert len(beside) > SHORTEST_CONTENT, beside
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"], f"{page.url} is {width} px wide"
