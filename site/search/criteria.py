"""What a visitor asks the search screen for, read from the address.

Nothing in an address is an error: what cannot be used falls back to the ordinary choice, and a note says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.query import MAX_QUERY_LENGTH
from search.registry import Kind, Registry, Source, Town

PAGE_SIZE = 20
MAX_RESULTS = 1000
MAX_PAGE = MAX_RESULTS // PAGE_SIZE
RELEVANCE, NEWEST = "relevance", "newest"
SORTS: dict[str, Promise] = {RELEVANCE: gettext_lazy("最相关的在前"), NEWEST: gettext_lazy("最新的在前")}

Chosen = TypeVar("Chosen")


@dataclass
class Criteria:
    """A search as it will be carried out."""

    text: str = ""
    town: Town | None = None
    kind: Kind | Source | None = None
    sort: str = RELEVANCE
    page: int = 1
    towns: Sequence[Town] = ()
    notes: list[str] = field(default_factory=list)

    @property
    def newest_first(self) -> bool:
        """Whether the newest come first."""
        return self.sort == NEWEST


def read(params: Mapping[str, str], registry: Registry) -> Criteria:
    """The search an address stands for."""
    notes: list[str] = []
    towns = list(registry.towns())
    kinds: dict[str, Kind | Source] = {**registry.kinds, **registry.sources}
    return Criteria(
        text=_text(params.get("q", ""), notes),
        town=_choice(
            params.get("town", ""),
            {town.slug: town for town in towns},
            _("没有这个乡镇、街道，已搜索全县。"),
            notes,
        ),
        kind=_choice(params.get("kind", ""), kinds, _("没有这个类别，已搜索全部内容。"), notes),
        sort=_choice(
            params.get("sort", ""), {key: key for key in SORTS}, _("没有这种排序，已按相关程度排列。"), notes
        )
        or RELEVANCE,
        page=_page(params.get("page", ""), notes),
        towns=towns,
        notes=notes,
    )


def _text(raw: str, notes: list[str]) -> str:
    text = "".join(_printable(raw)).strip()
    if len(text) > MAX_QUERY_LENGTH:
        notes.append(_("搜索内容太长，只按前 %(limit)d 个字搜索。") % {"limit": MAX_QUERY_LENGTH})
    return text[:MAX_QUERY_LENGTH].rstrip()


def _printable(raw: str) -> Iterable[str]:
    """Control characters (NUL, line ends) read as blanks."""
    return (character if character.isprintable() else " " for character in raw[: MAX_QUERY_LENGTH * 100])


def _choice(raw: str, choices: Mapping[str, Chosen], message: str, notes: list[str]) -> Chosen | None:
    if raw and raw not in choices:
        notes.append(message)
    return choices.get(raw)


def _page(raw: str, notes: list[str]) -> int:
    if not raw:
        return 1
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0
    if number < 1:
        notes.append(_("页码不对，已显示第一页。"))
        return 1
    if number > MAX_PAGE:
        notes.append(_("最多显示前 %(limit)d 条结果，请把搜索内容写得更具体。") % {"limit": MAX_RESULTS})
    return min(number, MAX_PAGE)
