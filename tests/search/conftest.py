"""Pages to search in, and the shortest way to ask."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from wagtail.models import Page, Site

from home.models import StandardPage

Write = Callable[..., StandardPage]


@pytest.fixture
def home(db: None) -> Page:
    """The front page of a site of these tests' own: whatever else there is stands outside it."""
    page: Page = Page.get_first_root_node().add_child(instance=Page(title="首页", slug="search-tests"))
    site = Site.objects.get(is_default_site=True)
    site.root_page = page
    site.save()
    return page


@pytest.fixture
def write(home: Page) -> Write:
    """Publish a page; the body is plain text and becomes one paragraph."""
    numbers = count(1)

    def publish(
        body: str, title: str | None = None, parent: Page | None = None, **fields: Any
    ) -> StandardPage:
        number = next(numbers)
        page = StandardPage(
            title=title or f"页{number}", slug=f"page-{number}", body=f"<p>{body}</p>", **fields
        )
        (parent or home).add_child(instance=page)
        return page

    return publish


@pytest.fixture
def ask(home: Page) -> Callable[..., set[str]]:
    """The titles a search finds."""

    def titles(query: Any, **options: Any) -> set[str]:
        return {page.title for page in StandardPage.objects.descendant_of(home).search(query, **options)}

    return titles
