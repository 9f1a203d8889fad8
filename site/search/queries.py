"""What the search screen shows: pages and other public things that contain the words asked for.

The number of SQL queries does not depend on how many results there are: one for each page type among them, and
those of their prefetched relations.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.utils.safestring import SafeString
from modelsearch.backends import get_search_backend
from modelsearch.query import SearchQuery
from wagtail.models import Locale, Page, Site

from core.paging import Count
from search import documents
from search.criteria import MAX_RESULTS, PAGE_SIZE, Criteria
from search.highlight import mark, snippet
from search.query import parse, terms, widen
from search.registry import Kind, Registry, Source

GROUP_SIZE = 3
NO_RESULTS = Count(0, is_more=False)


@dataclass(frozen=True)
class Hit:
    """One result, ready to show."""

    title: SafeString
    url: str
    snippet: SafeString
    label: Any
    town: str
    date: datetime.date | None


@dataclass
class Hits:
    """One page of results. `widened` says that nothing had all the words, and these have some."""

    items: list[Hit] = field(default_factory=list)
    count: Count = NO_RESULTS
    page: int = 1
    pages: int = 1
    widened: bool = False


@dataclass
class Group:
    """The first results of something that is no page."""

    key: str
    label: Any
    items: list[Hit]
    count: Count


@dataclass
class Answer:
    """Everything the screen shows for one search."""

    hits: Hits = field(default_factory=Hits)
    groups: list[Group] = field(default_factory=list)


def answer(criteria: Criteria, registry: Registry, request: HttpRequest) -> Answer:
    """Carry out a search."""
    if not criteria.text:
        return Answer()
    query = parse(criteria.text)
    if isinstance(criteria.kind, Source):
        return Answer(_hits_of_source(criteria.kind, query, criteria))
    groups = [] if criteria.kind else list(_groups(registry.sources.values(), query, criteria))
    queryset = public_pages(criteria, request)

    def show(found: Sequence[Any], words: list[str]) -> list[Hit]:
        return _page_hits(found, words, criteria, registry, request)

    hits = _hits(queryset, query, criteria, show, may_widen=not groups, newest="-first_published_at")
    return Answer(hits, groups)


def public_pages(criteria: Criteria, request: HttpRequest) -> QuerySet[Page]:
    """The pages of this site that anybody may read, narrowed to the town and kind asked for."""
    pages = Page.objects.live().public().filter(locale=Locale.get_active())
    site = Site.find_for_request(request)
    if site is not None:
        pages = pages.descendant_of(site.root_page, inclusive=True)
    if criteria.town is not None:
        pages = pages.filter(path__startswith=criteria.town.path)
    if isinstance(criteria.kind, Kind):
        pages = pages.type(criteria.kind.model())
    return pages.specific()


def bounded_count(queryset: QuerySet[Any], query: SearchQuery) -> Count:
    """How many there are, counted no further than anybody reads."""
    results = get_search_backend().search(query, queryset.order_by(), order_by_relevance=False)
    found = results[: MAX_RESULTS + 1].count()
    return Count(min(found, MAX_RESULTS), found > MAX_RESULTS)


def _hits(
    queryset: QuerySet[Any],
    query: SearchQuery,
    criteria: Criteria,
    show: Callable[[Sequence[Any], list[str]], list[Hit]],
    *,
    may_widen: bool,
    newest: str,
) -> Hits:
    """All words first; when nothing has them all, whatever has some of them, the best first."""
    count = bounded_count(queryset, query)
    wide = widen(query) if may_widen and not count.value else None
    if wide is not None:
        query, count = wide, bounded_count(queryset, wide)
    pages = max(1, -(-count.value // PAGE_SIZE))
    page = min(criteria.page, pages)
    by_relevance = wide is not None or not criteria.newest_first
    ordered = queryset if by_relevance else _newest_first(queryset, newest)
    start = (page - 1) * PAGE_SIZE
    results = get_search_backend().search(query, ordered, order_by_relevance=by_relevance)
    found = list(results[start : min(start + PAGE_SIZE, MAX_RESULTS)]) if count.value else []
    return Hits(show(found, terms(query)), count, page, pages, widened=wide is not None and bool(found))


def _newest_first(queryset: QuerySet[Any], newest: str) -> QuerySet[Any]:
    return queryset.order_by(F(newest.removeprefix("-")).desc(nulls_last=True), "-pk")


def _hits_of_source(source: Source, query: SearchQuery, criteria: Criteria) -> Hits:
    def show(found: Sequence[Any], words: list[str]) -> list[Hit]:
        return _source_hits(source, found, words, criteria)

    return _hits(source.queryset(criteria.town), query, criteria, show, may_widen=True, newest=source.newest)


def _groups(sources: Iterable[Source], query: SearchQuery, criteria: Criteria) -> Iterable[Group]:
    """The first few of each source that has any."""
    for source in sources:
        queryset = source.queryset(criteria.town)
        found = list(get_search_backend().search(query, queryset)[: GROUP_SIZE + 1])
        if not found:
            continue
        more = len(found) > GROUP_SIZE
        count = bounded_count(queryset, query) if more else Count(len(found), is_more=False)
        items = _source_hits(source, found[:GROUP_SIZE], terms(query), criteria)
        yield Group(source.key, source.label, items, count)


def _source_hits(source: Source, found: Sequence[Any], words: list[str], criteria: Criteria) -> list[Hit]:
    if found:
        prefetch_related_objects(found, *documents.related_names(type(found[0])))
    return [
        Hit(
            title=mark(source.title(obj), words),
            url=source.url(obj),
            snippet=snippet(source.text(obj), words),
            label=source.label,
            town=criteria.town.label if criteria.town else "",
            date=source.date(obj),
        )
        for obj in found
    ]


def _page_hits(
    pages: Sequence[Page], words: list[str], criteria: Criteria, registry: Registry, request: HttpRequest
) -> list[Hit]:
    kinds = [(kind.model(), kind) for kind in registry.kinds.values()]
    kind_of = {
        model: next((kind for base, kind in kinds if issubclass(model, base)), None)
        for model in set(map(type, pages))
    }
    _fetch_related(pages, kind_of)
    return [
        Hit(
            title=mark(page.title, words),
            url=page.get_url(request) or "",
            snippet=snippet(documents.read(page).body, words),
            label=kind.label if (kind := kind_of[type(page)]) else page._meta.verbose_name,
            town=next((town.label for town in criteria.towns if page.path.startswith(town.path)), ""),
            date=page.first_published_at,
        )
        for page in pages
    ]


def _fetch_related(pages: Sequence[Page], kind_of: dict[type[Page], Kind | None]) -> None:
    """Read what the snippets need once for each page type, not once for each page."""
    by_type: dict[type[Page], list[Page]] = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for model, same in by_type.items():
        kind = kind_of[model]
        names = [*documents.related_names(model), *(kind.prefetch if kind else ())]
        prefetch_related_objects(same, *dict.fromkeys(names))
