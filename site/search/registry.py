"""What other apps tell the search screen about themselves, so that search imports none of them.

An app registers in its `AppConfig.ready()`:

    site_search.register_towns(towns)          # a callable: towns() -> list[Town], read once for a request
    site_search.register_kind(Kind("notice", _("公告通知"), lambda: NoticePage))
    site_search.register_source(Source("deputy", _("人大代表"), public_deputies, title=str, url=deputy_url))

Labels are shown to citizens. Keys stand in addresses: ASCII, and never changed later.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from wagtail.models import Page

from search import documents


@dataclass(frozen=True)
class Town:
    """A choice of the town filter: the part of the page tree below `path` (a page's tree path)."""

    slug: str
    label: str
    path: str


@dataclass(frozen=True)
class Kind:
    """A choice of the kind filter that is a page type.

    `prefetch` names relations its snippet text needs beyond those in its `search_fields`; they are read once for
    all results.
    """

    key: str
    label: Any
    model: Callable[[], type[Page]]
    prefetch: Sequence[str] = ()


def _own_text(obj: Model) -> str:
    return documents.read(obj).body


def _no_date(_obj: Model) -> datetime.date | None:
    return None


@dataclass(frozen=True)
class Source:
    """A choice of the kind filter that is no page: deputies, published answers.

    `queryset(town)` gives only what everybody may see, of one town or of all (None), with whatever `title`,
    `url`, `text` and `date` need already joined or prefetched. Its model is `modelsearch.index.Indexed`.
    `newest` is its order for "newest first".
    """

    key: str
    label: Any
    queryset: Callable[[Town | None], QuerySet[Any]]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    text: Callable[[Any], str] = _own_text
    date: Callable[[Any], datetime.date | None] = _no_date
    newest: str = "-pk"


def _no_towns() -> list[Town]:
    return []


@dataclass
class Registry:
    """All registrations; kinds and sources are shown in the order they came."""

    towns: Callable[[], Sequence[Town]] = _no_towns
    kinds: dict[str, Kind] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    def register_towns(self, towns: Callable[[], Sequence[Town]]) -> None:
        """Say where the town choices come from. At most a few queries: it is called for every search."""
        self.towns = towns

    def register_kind(self, kind: Kind) -> None:
        """Add a page type."""
        self._refuse_double(kind.key)
        self.kinds[kind.key] = kind

    def register_source(self, source: Source) -> None:
        """Add something that is no page."""
        self._refuse_double(source.key)
        self.sources[source.key] = source

    def _refuse_double(self, key: str) -> None:
        if key in self.kinds or key in self.sources:
            raise ImproperlyConfigured(f"搜索类别“{key}”重复登记。")


site_search = Registry()
