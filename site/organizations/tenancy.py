"""All tenants at hand for one request: whose page is this, which town is that, in a single query.

A page of a list is shown with its town's name; asking the tree for each would cost a query per row.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from organizations.models import Congress
from organizations.scope import congresses_by_path, owner_in


@dataclass(frozen=True)
class Tenants:
    """The congresses in tree order, and whose section lies where."""

    congresses: list[Congress]
    sections: dict[str, Congress]

    @property
    def county(self) -> Congress | None:
        """Return the county, None before it is set up."""
        return self.congresses[0] if self.congresses else None

    @property
    def towns(self) -> list[Congress]:
        """Return the towns and streets."""
        return [congress for congress in self.congresses if not congress.is_county]

    def owner(self, page: Page) -> Congress | None:
        """Return whose section ``page`` stands in; the county for the site's own pages."""
        return owner_in(self.sections, page) or self.county

    def by_slug(self, slug: Any) -> Congress | None:
        """Return the town of an address parameter, None for whatever is not one."""
        return next((congress for congress in self.congresses if congress.slug == slug), None)


def all_tenants() -> Tenants:
    """Read every congress with its section, parents before children."""
    congresses = list(Congress.objects.select_related("section_page").order_by("path"))
    return Tenants(congresses, congresses_by_path(congresses))


def tenants_of(request: HttpRequest) -> Tenants:
    """Return the tenants, read once for each request."""
    found: Tenants | None = getattr(request, "_tenants", None)
    if found is None:
        found = all_tenants()
        request._tenants = found  # type: ignore[attr-defined]
    return found
