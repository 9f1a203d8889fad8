"""Asking every open form, as a citizen's browser would, whether it still takes opinions.

Each form is fetched and then sent as a rehearsal (``core.rehearsal``): through the ordinary address, the form, the
bot check and the transaction, which is undone at its end. By default the requests run through this process's own
WSGI application with all its middleware; with an address they go over the network, proxy included.
"""

import http.client
import io
import logging
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse

from core import botcheck
from core.rehearsal import DONE_HEADER, HEADER, sign
from liaison.stations.models import StationPage, StationStatus
from participation.consultations.models import ArticleKind, ConsultationPage
from participation.submissions.actions.storing import Target
from participation.submissions.targets import congresses, parameters

WORDS = "表单巡检，不是群众意见。"
TIMEOUT = 20
MAX_CONSULTATIONS = 200
logger = logging.getLogger(__name__)
_HIDDEN = re.compile(r'<input type="hidden" name="(csrfmiddlewaretoken|ticket)" value="([^"]*)"')


@dataclass(frozen=True)
class OpenForm:
    """One form to ask; ``congress_id`` tells whose it is, None for the general form."""

    name: str
    path: str
    congress_id: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of asking one form; ``why`` is empty when it works."""

    form: OpenForm
    why: str
    ms: int

    @property
    def is_ok(self) -> bool:
        """Return whether the form works."""
        return not self.why


@dataclass(frozen=True)
class Reply:
    """An answer, as far as the probe reads it."""

    status: int
    headers: dict[str, str]
    body: str
    cookies: dict[str, str]


Caller = Callable[[str, str, dict[str, str], bytes], Reply]


class BrokenFormError(Exception):
    """A form does not work; the message says how that shows."""


def open_forms() -> Iterator[OpenForm]:
    """Return the forms that should take opinions now: the general one, each congress's, station's and draft's."""
    yield OpenForm("提意见", reverse("participation:opinion_new"))
    tenants = congresses()
    for congress in tenants:
        yield OpenForm(congress.short_office_name, _address(Target(congress)), congress.pk)
    own = [(one.section_page.path, one) for one in tenants if one.section_page is not None]

    def owner(path: str) -> Any:
        found = [(len(start), one) for start, one in own if path.startswith(start)]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    for station in StationPage.objects.live().public().exclude(status=StationStatus.CLOSED).order_by("path"):
        congress = owner(station.path)
        if congress is not None:
            yield OpenForm(station.title, _address(Target(congress, station=station)), congress.pk)
    drafts = ConsultationPage.objects.live().public().open_at().prefetch_related("articles").order_by("path")
    for draft in drafts[:MAX_CONSULTATIONS]:
        congress = owner(draft.path)
        article = next((one for one in draft.articles.all() if one.kind == ArticleKind.ARTICLE), None)
        if congress is not None:
            target = Target(congress, consultation=draft, article=article)
            yield OpenForm(draft.title, _address(target), congress.pk)


def probe(call: Caller, forms: list[OpenForm], pause: Callable[[float], None] = time.sleep) -> list[Outcome]:
    """Fetch all forms, wait as long as a person must, then send each of them."""
    fetched: list[tuple[OpenForm, dict[str, str] | str, float]] = []
    for form in forms:
        started = time.monotonic()
        try:
            got: dict[str, str] | str = _fetch(call, form)
        except Exception as error:
            got = _reason(error)
        fetched.append((form, got, time.monotonic() - started))
    pause(botcheck.TOO_QUICK.total_seconds() + 0.2)
    return [_send(call, form, got, spent) for form, got, spent in fetched]


def _fetch(call: Caller, form: OpenForm) -> dict[str, str]:
    reply = call("GET", form.path, {}, b"")
    if reply.status != 200:
        raise BrokenFormError(f"打开表单得到状态码{reply.status}")
    hidden = {name: unescape(value) for name, value in _HIDDEN.findall(reply.body)}
    if not hidden.get("ticket") or not hidden.get("csrfmiddlewaretoken"):
        raise BrokenFormError("页面上没有完整的表单")
    return {**hidden, "cookies": "; ".join(f"{name}={value}" for name, value in reply.cookies.items())}


def _send(call: Caller, form: OpenForm, got: dict[str, str] | str, spent: float) -> Outcome:
    if isinstance(got, str):
        return Outcome(form, got, round(spent * 1000))
    started = time.monotonic()
    fields = {
        "ticket": got["ticket"],
        "csrfmiddlewaretoken": got["csrfmiddlewaretoken"],
        "text": WORDS,
        "age_statement": "14plus",
    }
    headers = {
        HEADER: sign(form.path),
        "Cookie": got["cookies"],
        "Content-Type": "application/x-www-form-urlencoded",
    }
    why = ""
    try:
        reply = call("POST", form.path, headers, urlencode(fields).encode())
        if reply.status != 200 or DONE_HEADER.lower() not in reply.headers:
            told = " ".join(re.findall(r'class="form-field__error"[^>]*>([^<]*)<', reply.body)[:3]).strip()
            why = f"提交后没有收下（状态码{reply.status}）{told}"
    except Exception as error:
        why = _reason(error)
    return Outcome(form, why, round((spent + time.monotonic() - started) * 1000))


def _reason(error: Exception) -> str:
    """Return what went wrong; of an error that may quote data only its kind."""
    return str(error) if isinstance(error, BrokenFormError) else type(error).__name__


def in_process() -> Caller:
    """Return a caller that runs requests through this process's own application, middleware and all."""
    handler = WSGIHandler()
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)

    def call(method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        parts = urlsplit(path)
        told: list[tuple[int, list[tuple[str, str]]]] = []
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": base.hostname or "localhost",
            "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_HOST": base.netloc,
            "HTTP_REFERER": f"{base.scheme}://{base.netloc}/",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": base.scheme,
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        for name, value in headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value

        def start(status: str, lines: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], Any]:
            told.append((int(status[:3]), lines))
            return lambda chunk: None

        answer = handler(environ, start)
        try:
            content = b"".join(answer)
        finally:
            answer.close()
        return _reply(*told[-1], content)

    return call


def over_network(base_url: str) -> Caller:
    """Return a caller that asks a server, each time over a connection of its own."""
    base = urlsplit(base_url)
    if base.scheme not in {"http", "https"} or not base.hostname:
        raise ValueError(base_url)
    kind = http.client.HTTPSConnection if base.scheme == "https" else http.client.HTTPConnection

    def call(method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        connection = kind(base.hostname or "", base.port, timeout=TIMEOUT)
        try:
            connection.request(method, path, body or None, {**headers, "Referer": f"{base_url}/"})
            answer = connection.getresponse()
            return _reply(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    return call


def _reply(status: int, lines: list[tuple[str, str]], content: bytes) -> Reply:
    cookies = {}
    for name, value in lines:
        if name.lower() == "set-cookie":
            key, _equals, rest = value.partition("=")
            cookies[key.strip()] = rest.partition(";")[0].strip().strip('"')
    return Reply(
        status, {name.lower(): value for name, value in lines}, content.decode(errors="replace"), cookies
    )


def _address(target: Target) -> str:
    return f"{reverse('participation:opinion_new')}?{urlencode(parameters(target), doseq=True)}"
