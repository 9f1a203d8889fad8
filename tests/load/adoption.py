"""Measure the coding table, a result and its exports: 300 articles with 100 and with 10,000 opinions.

    DATABASE_URL=sqlite:////tmp/adoption.sqlite3 .venv/bin/python manage.py migrate
    DATABASE_URL=sqlite:////tmp/adoption.sqlite3 .venv/bin/python -m tests.load.adoption

Makes a county of its own in that database. CPU time of this process, not time by the clock: the figures hold beside
other work. The bare view of the same run is the measure of the machine.
"""

import io
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.load.setup import start_django

start_django()

# ruff: noqa: E402 -- Django must be set up before anything of it is imported
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from casework.models import Case
from exchange.registry import exports
from exchange.spreadsheets import WRITERS
from organizations.models import Congress
from participation.adoption import actions
from participation.adoption.exports import OPINIONS, TABLE, query_of
from participation.adoption.models import OpinionGroup, ResultReport
from participation.adoption.queries.parts import waiting
from participation.adoption.queries.results import latest
from participation.adoption.queries.scopes import lines_of
from participation.consultations.models import ConsultationPage
from participation.submissions.actions.opinions import Opinion, Target
from participation.submissions.actions.writing import Incoming, write
from participation.submissions.models import AgeStatement
from participation.submissions.workflow import POOLED
from tests.factories.accounts import make_member
from tests.load.consultation_page import bare, cpu, draft, town

SIZES = ((300, 100), (300, 10_000))
ON_ONE, BATCH, ROUNDS = 10_000, 200, 20


def base() -> float:
    """Return what a view costs that does nothing."""
    middleware, settings.MIDDLEWARE = settings.MIDDLEWARE, []
    plain = WSGIHandler()
    settings.MIDDLEWARE = middleware
    plain.resolve_request = lambda request: (bare, (), {})  # type: ignore[assignment,method-assign,return-value]
    environ = RequestFactory().get("/").environ
    return cpu(lambda: plain(dict(environ), lambda *_: None), 300)


def person(role: Role, congress: Congress) -> User:
    """Return somebody with a role, the same at every run."""
    name = f"load-{role.value}"
    found = User.objects.filter(username=name).first()
    return found or make_member(role, congress, username=name)


def open_anew(page: ConsultationPage) -> ConsultationPage:
    """Let it take opinions once more, for a second run on the same database."""
    closes_at = timezone.now() + timedelta(days=1)
    ConsultationPage.objects.filter(pk=page.pk).update(closes_at=closes_at)
    return ConsultationPage.objects.get(pk=page.pk)


def closed(page: ConsultationPage) -> ConsultationPage:
    """Let the time be over."""
    now = timezone.now()
    values = {"opens_at": now - timedelta(days=30), "closes_at": now - timedelta(days=1)}
    ConsultationPage.objects.filter(pk=page.pk).update(**values)
    return ConsultationPage.objects.get(pk=page.pk)


def measured(name: str, deed: Callable[[], Any], rounds: int = 1) -> Any:
    """Do something and print what it took."""
    deed() if rounds > 1 else None
    number = 0
    if rounds > 1:
        with CaptureQueriesContext(connection) as found:
            deed()
            number = len(found)
    times = []
    for _round in range(rounds):
        started = time.process_time()
        result = deed()
        times.append((time.process_time() - started) * 1000)
    best = sorted(times)[len(times) // 2]
    queries = f"{number:4d} queries" if rounds > 1 else " " * 12
    print(f"  {name:<44} {best:9.1f} ms CPU {queries}")
    return result


def work_through(page: ConsultationPage, clerk: User, chair: User) -> None:
    """Group half of each article's opinions twice over, decide and approve all."""
    for line in lines_of(page):
        keys = list(waiting(page, line.scope).order_by("pk").values_list("pk", flat=True))
        for some in (keys[::2], keys[1::2]):
            if some:
                actions.create_group(
                    page=page, scope=line.scope, label=line.name, summary="写明由谁负责", parts=some, by=clerk
                )
    for group in OpinionGroup.objects.filter(consultation=page, submitted_at__isnull=True):
        values = {"summary": group.summary, "reason": "", "wording": "由村民委员会负责，七日内修好。"}
        actions.decide(group=group, decision="partly", by=clerk, submits=True, **values)
        actions.approve(group=group, by=chair)


def screens(page: ConsultationPage, clerk: User) -> None:
    """Ask for each screen of the office."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(clerk)
    line = next(one for one in lines_of(page) if one.numbers.countable)
    addresses = {
        "coding table": reverse("adoption:table", args=[page.pk]),
        "one article": reverse("adoption:article", args=[page.pk, line.scope]),
    }
    group = OpinionGroup.objects.filter(consultation=page).first()
    if group is not None:
        addresses["one group"] = reverse("adoption:group", args=[page.pk, group.pk])
    for name, address in addresses.items():
        measured(name, lambda address=address: fine(client.get(address)), ROUNDS)


def fine(response: Any) -> Any:
    """Return an answer that is one."""
    if response.status_code != 200:
        raise RuntimeError(f"{response.status_code} {response.headers}")
    return response


def written(name: str, form: str, page: ConsultationPage, by: User) -> None:
    """Make an export."""
    kind, out, query = exports.by_name[name], io.BytesIO(), query_of(page)
    rows = kind.chunks(by, query)
    if form in kind.writers:
        kind.writers[form](out, by, query, rows)
    else:
        WRITERS[form](out, kind.columns_of(by, query), rows)


def published(page: ConsultationPage, clerk: User, chair: User) -> None:
    """Draft, submit and publish; only the last step is measured."""
    report: ResultReport = actions.draft_result(
        page=page, intro="说明", next_steps="", correction_note="再测一次", by=clerk
    )
    actions.submit_result(report=report, by=clerk)
    measured("publishing the result", lambda: actions.publish_result(report=report, by=chair))


def public(page: ConsultationPage) -> None:
    """Ask for what everybody may read."""
    client = Client(SERVER_NAME="localhost")
    for name, label in (("result", "public result"), ("consultation_json", "open data, one consultation")):
        address = reverse(f"participation:{name}", args=[page.pk])
        measured(label, lambda address=address: fine(client.get(address)), ROUNDS)


def all_on_one(congress: Congress, clerk: User) -> None:
    """Put ten thousand opinions on one article, and make one group of them."""
    page = draft(congress, 10, 100)
    page = open_anew(page)
    article = next(row for row in page.articles.all() if not row.is_heading)
    for _start in range(0, ON_ONE, BATCH):
        target = Target(congress, consultation=page, article=article)
        words = "这一条建议写明由谁负责、多长时间修好。"
        opinion = Opinion(target, words, AgeStatement.ADULT_OR_14)
        with transaction.atomic():
            write([Incoming(opinion, uuid.uuid4().hex) for _n in range(BATCH)])
    print(f"one article with {ON_ONE} opinions")
    client = Client(SERVER_NAME="localhost")
    client.force_login(clerk)
    address = reverse("adoption:article", args=[page.pk, article.key.hex])
    measured("its opinions, none grouped", lambda: fine(client.get(address)), ROUNDS)
    measured("likeness of the first 500", lambda: fine(client.get(address, {"view": "near"})), 3)
    values = {"scope": article.key.hex, "label": "第一条", "summary": "写明责任", "by": clerk}
    group = measured("all of them into one group", lambda: actions.group_all(page=page, **values))
    measured("its opinions, all grouped", lambda: fine(client.get(address)), ROUNDS)
    measured(
        "the group", lambda: fine(client.get(reverse("adoption:group", args=[page.pk, group.pk]))), ROUNDS
    )


def main() -> None:
    """Measure."""
    settings.ALLOWED_HOSTS = ["*"]
    congress = town()
    clerk, chair = person(Role.CLERK, congress), person(Role.CHAIR, congress)
    print(f"{connection.vendor}; a bare Django view: {base():.2f} ms CPU")
    for articles, opinions in SIZES:
        page = draft(congress, articles, opinions)
        print(f"{articles} articles, {opinions} opinions")
        page = open_anew(page)
        if latest(page.pk) is None:
            screens(page, clerk)
            page = closed(page)
            work_through(page, clerk, chair)
        page = closed(page)
        screens(page, clerk)
        published(page, clerk, chair)
        public(page)
        measured("export: table as Word", lambda page=page: written(TABLE, "docx", page, clerk))
        measured("export: table as Excel", lambda page=page: written(TABLE, "xlsx", page, clerk))
        measured("export: opinions one by one", lambda page=page: written(OPINIONS, "xlsx", page, clerk))
        pool(page)
        measured(f"answering {BATCH} pooled", lambda: actions.answer_pooled(BATCH, 600))
    all_on_one(congress, clerk)


def pool(page: ConsultationPage) -> None:
    """Have some opinions wait for the result, by the rows alone."""
    rows = Case.objects.filter(submission__consultation=page).order_by("pk")[:BATCH]
    Case.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(status=POOLED)


if __name__ == "__main__":
    main()
