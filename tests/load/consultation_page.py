"""Measure the reading page of a consultation beside a bare Django view in the same run.

    DATABASE_URL=sqlite:////tmp/reading.sqlite3 .venv/bin/python manage.py migrate
    DATABASE_URL=sqlite:////tmp/reading.sqlite3 .venv/bin/python -m tests.load.consultation_page

Makes a county of its own in that database, drafts of 10 and 300 articles with 100 and 10,000 opinions, and asks
for each as a visitor whose page stands in no cache. CPU time of this process, not time by the clock: the
figures hold beside other work. The bare view answers "ok" through a handler without middleware and database.
"""

import argparse
import statistics
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
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, re_path
from django.urls.resolvers import RegexPattern
from django.utils import timezone

from organizations.models import Congress
from participation.consultations.models import Article, ArticleKind, ConsultationIndexPage, ConsultationPage
from participation.submissions.actions.opinions import Opinion, Target
from participation.submissions.actions.writing import Incoming, write
from participation.submissions.models import AgeStatement
from tests.factories.liaison import list_page
from tests.factories.organizations import make_county, make_town

SIZES = ((10, 100), (300, 100), (300, 10_000))
ROUNDS, BATCH = 60, 200


def bare(request: HttpRequest) -> HttpResponse:
    """Answer without doing anything."""
    return HttpResponse(b"ok")


def town() -> Congress:
    """Return a town to put the drafts in."""
    make_county()
    return Congress.objects.filter(slug="liutang").first() or make_town()


def draft(congress: Congress, articles: int, opinions: int) -> ConsultationPage:
    """Make a published draft with chapters and opinions spread over its articles; an earlier run's is taken again."""
    title = f"{articles}条{opinions}件意见的草案"
    standing = ConsultationPage.objects.filter(title=title).first()
    if standing is not None:
        return standing
    now = timezone.now()
    page = ConsultationPage(
        title=title,
        slug=f"load-{articles}-{opinions}",
        opens_at=now - timedelta(days=3),
        closes_at=now + timedelta(days=30),
        why="养护责任不清。",
        plain_summary="说明谁来管乡村道路。",
        contact="办公室 0000-1234567",
        key_questions="水管谁来修？\n多久修好？",
    )
    page.articles = rows(articles)
    list_page(congress, ConsultationIndexPage).add_child(instance=page)
    page.save_revision().publish()
    page = ConsultationPage.objects.get(pk=page.pk)
    found = [row for row in page.articles.all() if not row.is_heading]
    for start in range(0, opinions, BATCH):
        batch = [
            Incoming(
                Opinion(
                    Target(congress, consultation=page, article=found[n % len(found)]),
                    f"第{n}件：这一条建议写明由谁负责、多长时间修好。",
                    AgeStatement.ADULT_OR_14,
                ),
                uuid.uuid4().hex,
            )
            for n in range(start, min(start + BATCH, opinions))
        ]
        write(batch)
    return page


def rows(articles: int) -> list[Article]:
    """Return the rows of a draft: a chapter for every ten articles, each of two paragraphs and three points."""
    made = []
    for n in range(1, articles + 1):
        if n % 10 == 1:
            made.append(
                Article(
                    kind=ArticleKind.HEADING, level=3, label=f"第{n // 10 + 1}章", heading="供水设施", text=""
                )
            )
        made.append(Article(label=f"第{n}条", heading="管护责任", text=TEXT, plain_note="说明由谁来管。"))
    for position, row in enumerate(made):
        row.sort_order = position
    return made


TEXT = (
    "农村供水设施由产权人负责管护，产权不清的由所在地乡镇人民政府确定管护人。管护人应当履行下列职责：\n"
    "（一）定期检查水源、管网和水表；\n（二）发生故障后二十四小时内修复；\n（三）公开水价、水质和维修电话。\n"
    "管护人不履行职责的，由乡镇人民政府责令限期改正。"
)


def cpu(act: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Return the milliseconds of processor time of one call: the median of many."""
    act()
    found = []
    for _round in range(rounds):
        start = time.process_time()
        act()
        found.append((time.process_time() - start) * 1000)
    return statistics.median(found)


def main() -> None:
    """Print one line for each draft."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--only", type=int, default=len(SIZES), help="how many of the drafts")
    options = parser.parse_args()
    congress = town()
    factory = RequestFactory()
    handler = WSGIHandler()
    with_middleware = settings.MIDDLEWARE
    settings.MIDDLEWARE = []
    plain = WSGIHandler()
    settings.MIDDLEWARE = with_middleware
    urls = URLResolver(RegexPattern(r"^/"), [re_path("", bare)])
    plain.resolve_request = lambda request: urls.resolve(request.path_info)  # type: ignore[method-assign]
    environ = factory.get("/").environ
    base = cpu(lambda: plain(dict(environ), lambda *_: None), 300)
    print(f"{connection.vendor}; a bare Django view: {base:.2f} ms of CPU")
    print(f"{'page':30}{'queries':>9}{'KB':>7}{'CPU ms':>9}{'ratio':>8}")
    for articles, opinions in SIZES[: options.only]:
        page = draft(congress, articles, opinions)
        report(f"{articles} articles, {opinions} opinions", page, handler, factory, base, options)


def report(
    name: str,
    page: ConsultationPage,
    handler: WSGIHandler,
    factory: RequestFactory,
    base: float,
    options: Any,
) -> None:
    """Print the line of one draft."""
    address = page.get_url() or "/"
    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        body = client.get(address).content
    queries = [query["sql"] for query in captured]
    environ = factory.get(address).environ

    def ask() -> None:
        response = handler(dict(environ), lambda *_: None)
        b"".join(response)
        response.close()

    spent = cpu(ask, options.rounds if len(body) < 200_000 else max(options.rounds // 6, 5))
    print(f"{name:30}{len(queries):>9}{len(body) // 1024:>7}{spent:>9.1f}{spent / base:>8.0f}", flush=True)
    if options.profile:
        profile(ask, queries)


def profile(ask: Callable[[], None], queries: list[str]) -> None:
    """Print where the time goes."""
    import cProfile  # noqa: PLC0415 -- only when asked for
    import pstats  # noqa: PLC0415

    for query in queries:
        print("   ", query[:150])
    seen = cProfile.Profile()
    seen.enable()
    for _round in range(10):
        ask()
    seen.disable()
    pstats.Stats(seen).sort_stats("cumulative").print_stats(70)


if __name__ == "__main__":
    main()
