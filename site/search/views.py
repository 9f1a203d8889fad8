"""The search screen of the public site. What people search for is not kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from search import criteria as asked
from search.forms import SearchForm
from search.queries import Answer, answer
from search.registry import Registry, site_search


class SearchView(View):
    """`/search/?q=…&town=…&kind=…&sort=…&page=…`: any address answers."""

    http_method_names = ["get", "head", "options"]
    registry: Registry = site_search

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, and what was found when something was asked."""
        criteria = asked.read(request.GET, self.registry)
        found = answer(criteria, self.registry, request)
        response = render(request, "search/search.html", self.context(criteria, found))
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def context(self, criteria: asked.Criteria, found: Answer) -> dict[str, Any]:
        """What the template shows."""
        return {
            "criteria": criteria,
            "search_query": criteria.text,
            "form": SearchForm(criteria, [*self.registry.kinds.values(), *self.registry.sources.values()]),
            "hits": found.hits,
            "groups": found.groups,
            "pager": Pager(found.hits.page, found.hits.pages),
        }


class Pager:
    """What the pagination component asks of a page."""

    def __init__(self, number: int, pages: int) -> None:
        self.number = number
        self.has_previous = number > 1
        self.has_next = number < pages
        self.previous_page_number = number - 1
        self.next_page_number = number + 1
