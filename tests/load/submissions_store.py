"""The site's side of ``tests.load.submissions``: forms as a browser would send them, and what was stored of them."""

import sys
import warnings
from datetime import timedelta
from urllib.parse import urlencode

import django
from django.apps import apps
from django.conf import settings
from django.core import signing
from django.core.management import call_command
from django.db import connection, models
from django.db.models import Count
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone

from tests.load.setup import ROOT

RECEIPT = "/opinions/receipt/"
ADDRESS = "/opinions/new/?congress=liutang"
WORDS = "村口的路灯坏了三盏，晚上老人出门看不见路，希望尽快派人来修。这是第%d条。"


def start() -> None:
    """Set Django up, make the tables, the county and a town."""
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    warnings.filterwarnings("ignore", message="No directory at")
    django.setup()
    from tests.factories.organizations import make_town  # noqa: PLC0415 -- needs the models

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    make_town()


def forms(port: int, count: int) -> list[tuple[str, bytes]]:
    """Return so many forms with their one-time tokens, opened half a minute ago, each from its own address."""
    from core import botcheck  # noqa: PLC0415 -- needs the settings

    opened = timezone.now() - timedelta(seconds=30)
    made = []
    for number in range(count):
        request = HttpRequest()
        csrf = get_token(request)
        ticket = botcheck.issue_ticket("opinion", opened)
        fields = {
            "csrfmiddlewaretoken": csrf, "ticket": ticket, "website": "", "text": WORDS % number,
            "place": "东河村", "category": "", "name": "", "contact": "", "age_statement": "14plus", "pending": "",
        }  # fmt: skip
        body = urlencode(fields).encode()
        head = (
            f"POST {ADDRESS} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            f"X-Forwarded-For: 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}\r\n"
            f"Cookie: csrftoken={request.META['CSRF_COOKIE']}\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        made.append((botcheck.read_ticket(ticket, "opinion").token, head.encode() + body))
    return made


def raw_address() -> tuple[str, str]:
    """Return the kind of the database and how its own driver reaches it, for the bare INSERT."""
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        return "sqlite", f"{database['NAME']}.bare"
    parts = {"host": database["HOST"], "user": database["USER"], "dbname": database["NAME"]}
    return "postgres", " ".join(f"{name}={value}" for name, value in parts.items() if value)


def trouble(acknowledged: list[tuple[str, str]]) -> list[str]:
    """Return what is wrong: an acknowledged form that is not stored, or anything not exactly once."""
    from participation.submissions import codes  # noqa: PLC0415 -- needs the models

    connection.close()  # what was open before the servers ran
    rows = dict(_model("submissions.Submission").objects.values_list("token_hash", "case_id"))
    found = []
    wrong = [token for token, place in acknowledged if _token_in(place) != token]
    if wrong:
        found.append(f"{len(wrong)} receipts are not those of their form")
    lost = [token for token, _place in acknowledged if codes.token_hash(token) not in rows]
    if lost:
        found.append(f"{len(lost)} acknowledged opinions are not stored")
    cases = _model("casework.Case").objects
    if cases.count() != len(rows):
        found.append(f"{cases.count()} cases for {len(rows)} opinions")
    for name in ("clocks", "events"):
        uneven = cases.annotate(n=Count(name)).exclude(n=1).count()
        if uneven:
            found.append(f"{uneven} cases have not exactly one of {name}")
    entries = _model("audit.Entry").objects.filter(action="submission.submit")
    twice = entries.values("object_id").annotate(n=Count("id")).filter(n__gt=1).count()
    numbers = set(cases.values_list("number", flat=True))
    if twice or set(entries.values_list("object_id", flat=True)) != numbers:
        found.append("the audit rows are not one for each case")
    print(f"{len(acknowledged)} acknowledged, {len(rows)} stored")
    return found


def _token_in(place: str) -> str:
    """Return the token that the address of a receipt is signed for."""
    try:
        return str(signing.loads(place.removeprefix(RECEIPT).rstrip("/"), salt="submissions.receipt"))
    except signing.BadSignature:
        return ""


def _model(name: str) -> type[models.Model]:
    return apps.get_model(name)
