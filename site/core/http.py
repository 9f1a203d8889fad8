"""Small helpers around requests and answers: page numbers, safe ways back, answers no cache may keep."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

MAX_PAGE = 10_000
Response = TypeVar("Response", bound=HttpResponseBase)


def parse_page(value: str | None, maximum: int = MAX_PAGE) -> int:
    """Return the page number of a query parameter; whatever is not one means the first page."""
    text = (value or "").strip()
    if not text.isdecimal() or len(text) > 9:
        return 1
    return min(max(int(text), 1), maximum)


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """Return the path to go back to: the ``next`` field or parameter, else the page the visitor came from.

    Only ever a path on this host, so that nobody is led elsewhere by a link prepared for them.
    """
    candidates = (request.POST.get("next"), request.GET.get("next"), request.headers.get("Referer"))
    for candidate in candidates:
        path = _own_path(request, candidate or "")
        if path is not None and urlsplit(path).path != request.path:
            return path
    return default


def no_store(response: Response) -> Response:
    """Mark a private answer: kept by no cache, found by no search engine, its address told to no other site.

    ``same-origin`` and not ``no-referrer``: under the latter browsers send ``Origin: null`` with the page's
    own forms, and the protection against forged requests would turn the citizen away.
    """
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def private_page(view: Callable[..., Response]) -> Callable[..., Response]:
    """Decorate a view whose every answer is private."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        return no_store(view(request, *args, **kwargs))

    return wrapped


def _own_path(request: HttpRequest, url: str) -> str | None:
    if not url or not url_has_allowed_host_and_scheme(
        url, {request.get_host()}, require_https=request.is_secure()
    ):
        return None
    parts = urlsplit(url)
    if not parts.path.startswith("/") or parts.path.startswith("//"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
