"""Serving pages of the site in few queries: the page of an address is found without the front page's own fields.

Whatever is found here goes through Wagtail's own view all the same: view restrictions, hooks, previews. What is not
found here is left to Wagtail.
"""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from organizations.pages import route_below


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the page at ``path``."""
    found = _find(request, path)
    if found is not None:
        request._wagtail_route_for_request = found  # type: ignore[attr-defined]
    response: HttpResponse = wagtail_serve(request, path)
    return response


def _find(request: HttpRequest, path: str) -> RouteResult | None:
    """Return the page of an address and what is left of it; None for the front page and for what is not there."""
    site = Site.find_for_request(request)
    components = [component for component in path.split("/") if component]
    if site is None or not components:
        return None
    try:
        return route_below(site.root_page, request, components)
    except Http404:
        return None
