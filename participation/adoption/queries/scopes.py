"""The lines of the coding table: each article, the whole draft, the key questions, with their numbers.

All numbers are kept ones: a table of 300 articles takes the same handful of queries with ten opinions and with ten
thousand. What an article was called is read from the frozen versions, so that opinions on one that has gone since
keep their place.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from participation.adoption.models import CodingCount, OpinionGroup
from participation.consultations.models import (
    ANSWERABLE,
    QUESTIONS,
    TOTAL,
    WHOLE,
    ConsultationPage,
    DraftVersion,
    OpinionCount,
    VersionArticle,
)


@dataclass(frozen=True)
class Numbers:
    """How far the work on one scope is, in opinions; ``groups`` and ``approved_groups`` in groups."""

    received: int = 0
    deputies: int = 0
    withdrawn: int = 0
    elsewhere: int = 0
    grouped: int = 0
    decided: int = 0
    approved: int = 0
    groups: int = 0
    approved_groups: int = 0

    @property
    def countable(self) -> int:
        """Return how many opinions the table is about."""
        return max(self.received - self.withdrawn - self.elsewhere, 0)

    @property
    def waiting(self) -> int:
        """Return how many are in no group yet."""
        return max(self.countable - self.grouped, 0)

    @property
    def is_done(self) -> bool:
        """Return whether every opinion stands in an approved group."""
        return not self.waiting and self.groups == self.approved_groups

    def plus(self, other: "Numbers") -> "Numbers":
        """Return the sum of two."""
        return Numbers(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


EMPTY = Numbers()


@dataclass(frozen=True)
class Line:
    """A line of the table. ``row`` is the article as last published; what is no article, or gone, has none."""

    scope: str
    name: str
    numbers: Numbers
    row: VersionArticle | None = None
    is_gone: bool = False
    is_heading: bool = False


def numbers_by_scope(page: ConsultationPage) -> dict[str, Numbers]:
    """Return the numbers of each scope in three queries."""
    found: dict[str, dict[str, Any]] = {}
    for row in OpinionCount.objects.filter(consultation=page):
        found.setdefault(row.scope, {}).update(received=row.opinions, deputies=row.deputies)
    for out in CodingCount.objects.filter(consultation=page):
        found.setdefault(out.scope, {}).update(withdrawn=out.withdrawn, elsewhere=out.elsewhere)
    groups = OpinionGroup.objects.filter(consultation=page, merged_into__isnull=True, opinions__gt=0)
    submitted, approved = Q(submitted_at__isnull=False), Q(approved_at__isnull=False)
    sums = (
        groups.order_by()
        .values("scope")
        .annotate(
            grouped=Sum("opinions"),
            decided=Sum("opinions", filter=submitted | approved, default=0),
            approved=Sum("opinions", filter=approved, default=0),
            groups=Count("pk"),
            approved_groups=Count("pk", filter=approved),
        )
    )
    rows: list[dict[str, Any]] = [dict(one) for one in sums]
    for one in rows:
        found.setdefault(one.pop("scope"), {}).update(one)
    return {scope: Numbers(**values) for scope, values in found.items()}


def last_version(page: ConsultationPage) -> DraftVersion | None:
    """Return the text that stands."""
    return page.versions.order_by("-number").first()


def lines_of(page: ConsultationPage) -> list[Line]:
    """Return the table: the whole, the questions, the articles in reading order, then those that are gone."""
    numbers = numbers_by_scope(page)
    version = last_version(page)
    rows = list(version.rows.order_by("position").only(*_FEW)) if version is not None else []
    lines = [
        Line(WHOLE, _("整份草案"), numbers.get(WHOLE, EMPTY)),
        *([Line(QUESTIONS, _("重点问题"), numbers[QUESTIONS])] if QUESTIONS in numbers else []),
    ]
    for row in rows:
        is_heading = row.kind not in ANSWERABLE
        lines.append(Line(row.key.hex, str(row), numbers.get(row.key.hex, EMPTY), row, is_heading=is_heading))
    gone = set(numbers) - {line.scope for line in lines} - {TOTAL, WHOLE, QUESTIONS}
    names = gone_names(page, gone)
    lines += [
        Line(scope, names.get(scope, _("已删去的条文")), numbers[scope], is_gone=True)
        for scope in sorted(gone)
    ]
    return lines


_FEW = ("key", "kind", "level", "label", "heading", "position", "version_id", "sources")


def gone_names(page: ConsultationPage, scopes: set[str]) -> dict[str, str]:
    """Return what articles were called that are not in the text any more."""
    if not scopes:
        return {}
    rows = VersionArticle.objects.filter(version__page=page, key__in=[UUID(scope) for scope in scopes])
    return {row.key.hex: str(row) for row in rows.order_by("version__number").defer("text")}


def total_of(lines: list[Line]) -> Numbers:
    """Return the sum of the table."""
    total = EMPTY
    for line in lines:
        total = total.plus(line.numbers) if line.numbers is not EMPTY else total
    return total


def part_condition(scope: str) -> Q:
    """Return the condition for the parts of a scope."""
    if scope in {WHOLE, QUESTIONS}:
        return Q(kind="whole" if scope == WHOLE else "question", article_key__isnull=True)
    return Q(kind="article", article_key=UUID(scope))


def is_scope(scope: str) -> bool:
    """Return whether an address names a scope at all."""
    if scope in {WHOLE, QUESTIONS}:
        return True
    try:
        return UUID(scope).hex == scope
    except ValueError:
        return False
