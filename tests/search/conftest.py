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
    """The page everything stands below."""
    return Site.objects.get(is_default_site=True).root_page


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
def ask(db: None) -> Callable[..., set[str]]:
    """The titles a search finds."""

    def titles(query: Any, **options: Any) -> set[str]:
        return {page.title for page in StandardPage.objects.search(query, **options)}

    return titles
