"""One request, one calendar: everything a page shows is reckoned by the settings of the same moment."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from deadlines.memory import steady


class SteadyDeadlinesMiddleware:
    """Ask at most once a request whether calendar or rules have changed; nothing is asked for where none is used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer within one moment's settings."""
        with steady():
            return self.get_response(request)
