"""Where the front page and the sections get their content from.

The models of ``home`` know nothing of notices, consultations, stations or opinions. In ``HomeConfig.ready()``
the functions of ``home.queries`` are registered here, and the pages ask for them when they are shown.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from organizations.models import Congress

FrontContext = Callable[[HttpRequest], dict[str, Any]]
SectionContext = Callable[[HttpRequest, Congress], dict[str, Any]]


class PageContexts:
    """The registered functions."""

    front: FrontContext | None = None
    section: SectionContext | None = None

    def register(self, *, front: FrontContext, section: SectionContext) -> None:
        """Say what the front page and the section of a congress show."""
        self.front, self.section = front, section

    def of_front(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the front page shows."""
        return self.front(request) if self.front is not None else {}

    def of_section(self, request: HttpRequest, congress: Congress | None) -> dict[str, Any]:
        """Return what the section of ``congress`` shows."""
        return self.section(request, congress) if self.section is not None and congress is not None else {}


page_contexts = PageContexts()
