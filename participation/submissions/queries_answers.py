"""Reading published answers for everybody: the list, one page, the feeds. Nothing here reads a case.

Every way of narrowing the list has an index in the list's own order (``published.py``), so a page costs the same
at ten answers and at a million; words go through the site's search, which joins its index once.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from modelsearch.backends import get_search_backend

from core.paging import KeysetPage, keyset_page
from liaison.deputies.models import Deputy
from liaison.stations.models import StationPage
from organizations.models import Congress
from participation.consultations.models import ConsultationPage
from participation.submissions.models import PublishedCopy, PublishedCopyQuerySet
from search.query import parse

ORDER = ("-answered_on", "-id")
PAGE_SIZE = 10
ON_PAGES = 5
"""So many stand on the page of a station or deputy, with a link to all."""
IN_FEED = 30
FEED_DAYS = 365
Addressed = StationPage | Deputy | ConsultationPage


@dataclass(frozen=True)
class AnswerFilter:
    """What a reader asks for; nothing set means everything."""

    town: Congress | None = None
    category: str = ""
    year: int | None = None
    addressed: Addressed | None = None
    words: str = ""

    @property
    def is_any(self) -> bool:
        """Return whether something is set."""
        return bool(self.town or self.category or self.year or self.addressed or self.words)


def answer_page(wanted: AnswerFilter, cursor: str | None) -> KeysetPage[PublishedCopy]:
    """Return one page of the list, the latest answer first."""
    rows: Any = answers(wanted).select_related("congress")
    if wanted.words:
        rows = _Searched(rows, parse(wanted.words))
    return keyset_page(rows, ORDER, cursor, PAGE_SIZE)


def answers(wanted: AnswerFilter) -> PublishedCopyQuerySet:
    """Return what stands on the site and fits, but for the words."""
    copies: PublishedCopyQuerySet = PublishedCopy.objects.public()
    if wanted.town is not None:
        copies = copies.filter(congress=wanted.town)
    if wanted.category:
        copies = copies.filter(category=wanted.category)
    if wanted.year is not None:
        copies = copies.filter(
            answered_on__gte=date(wanted.year, 1, 1), answered_on__lte=date(wanted.year, 12, 31)
        )
    if wanted.addressed is not None:
        copies = copies.filter(addressed_to(wanted.addressed))
    return copies


def addressed_to(target: Addressed) -> Q:
    """Return the condition "was addressed to this station, deputy or consultation"."""
    if isinstance(target, StationPage):
        return Q(station=target.pk)
    return Q(deputy=target.pk) if isinstance(target, Deputy) else Q(consultation=target.pk)


def latest_for(target: Addressed) -> list[PublishedCopy]:
    """Return the last few answers for the page of a station or deputy, in one query."""
    return list(PublishedCopy.objects.public().filter(addressed_to(target)).order_by(*ORDER)[:ON_PAGES])


def feed_entries(town: Congress | None, category: str) -> list[PublishedCopy]:
    """Return what was published last; the span of time bounds what a rare topic makes the database read."""
    copies = answers(AnswerFilter(town=town, category=category)).select_related("congress")
    since = timezone.now() - timedelta(days=FEED_DAYS)
    return list(copies.filter(published_at__gte=since).newest()[:IN_FEED])


def published_answer(number: str) -> PublishedCopy | None:
    """Return one published answer by its number, with all its page names and links to."""
    copies = PublishedCopy.objects.public()
    related = ("congress__section_page", "station", "deputy__congress", "consultation")
    return copies.select_related(*related).filter(number=number).first()


def years_with_answers() -> list[int]:
    """Return the years to choose from, the latest first."""
    oldest = (
        PublishedCopy.objects.public().order_by("answered_on", "id").values_list("answered_on", flat=True)
    )
    first, this = oldest.first(), timezone.localdate().year
    return [] if first is None else list(range(this, min(first.year, this) - 1, -1))


class _Searched:
    """Rows that also hold the words: the site's search in the shape that paging by key asks for."""

    def __init__(self, rows: Any, words: Any) -> None:
        self.rows, self.words = rows, words
        self.model, self.query = rows.model, rows.query

    def filter(self, *args: Any, **kwargs: Any) -> "_Searched":
        """Narrow the rows."""
        return _Searched(self.rows.filter(*args, **kwargs), self.words)

    def order_by(self, *names: str) -> "_Searched":
        """Order the rows."""
        return _Searched(self.rows.order_by(*names), self.words)

    def __getitem__(self, part: slice) -> list[PublishedCopy]:
        """Ask the search, in the order of the rows and not of relevance."""
        return list(get_search_backend().search(self.words, self.rows, order_by_relevance=False)[part])
