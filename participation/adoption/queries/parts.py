"""The opinions of one article: those in no group, those in a group, and those on earlier texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from core.paging import KeysetPage, keyset_page
from participation.adoption.models import GroupMember, OpinionGroup
from participation.adoption.queries.scopes import part_condition
from participation.consultations.models import (
    QUESTIONS,
    WHOLE,
    ConsultationPage,
    DraftVersion,
    VersionArticle,
)
from participation.submissions.models import Coding, OpinionPart, Supplement

PAGE_SIZE = 20
MOST_EARLIER, LISTED_EARLIER = 5, 10


def waiting(page: ConsultationPage, scope: str) -> QuerySet[OpinionPart]:
    """Return the opinions in no group; what was merged into another one follows that."""
    return OpinionPart.objects.filter(part_condition(scope), consultation=page, coding=Coding.WAITING)


def shown(parts: QuerySet[OpinionPart]) -> QuerySet[OpinionPart]:
    """Return opinions with what is shown beside them, and nothing of who sent them but that somebody can be asked."""
    added = Supplement.objects.filter(submission=OuterRef("submission"))
    fields = (
        "consultation_id", "kind", "article_key", "label", "wording", "text", "position", "coding", "version",
        "submission__case__number", "submission__case__received_at", "submission__channel",
        "submission__from_deputy", "submission__contact_digest",
    )  # fmt: skip
    return (
        parts.select_related("submission__case", "version")
        .only(*fields, "version__number", "version__stage", "version__page_id")
        .annotate(has_supplement=Exists(added))
    )


def waiting_page(page: ConsultationPage, scope: str, cursor: str | None) -> KeysetPage[OpinionPart]:
    """Return one page of what waits, oldest first."""
    return with_followers(keyset_page(shown(waiting(page, scope)), ("id",), cursor, PAGE_SIZE))


def with_followers(found: KeysetPage[OpinionPart]) -> KeysetPage[OpinionPart]:
    """Note at each opinion how many were merged into it."""
    keys = [part.pk for part in found.items]
    rows = OpinionPart.objects.filter(counted_with__in=keys).order_by().values_list("counted_with")
    numbers = dict(rows.annotate(number=Count("pk")))
    for part in found.items:
        part.follower_count = numbers.get(part.pk, 0)  # type: ignore[attr-defined]
    return found


def groups_of(page: ConsultationPage, scope: str) -> list[OpinionGroup]:
    """Return the groups of a scope that stand, in the order they were made."""
    rows = OpinionGroup.objects.filter(consultation=page, scope=scope, merged_into__isnull=True)
    return list(rows.select_related("drafted_by", "approved_by").order_by("id"))


def root_of(group: OpinionGroup) -> OpinionGroup:
    """Return the group that stands for this one."""
    seen = {group.pk}
    while group.merged_into_id is not None and group.merged_into_id not in seen:
        seen.add(group.merged_into_id)
        group = OpinionGroup.objects.get(pk=group.merged_into_id)
    return group


def tree_of(group: OpinionGroup) -> list[int]:
    """Return the group and all that were merged into it."""
    found, level = [group.pk], [group.pk]
    while level:
        level = list(OpinionGroup.objects.filter(merged_into__in=level).values_list("pk", flat=True))
        found += level
    return found


def members_page(group: OpinionGroup, cursor: str | None) -> KeysetPage[GroupMember]:
    """Return one page of a group's opinions, with those of the groups merged into it."""
    parts = ("version",)
    rows = GroupMember.objects.filter(group__in=tree_of(group)).select_related(
        "part__submission__case", *(f"part__{name}" for name in parts)
    )
    rows = rows.defer("part__submission__name", "part__submission__contact")
    return keyset_page(rows, ("group_id", "part_id"), cursor, PAGE_SIZE)


@dataclass(frozen=True)
class Earlier:
    """What was said on an earlier text of an article, and what became of it there."""

    page: ConsultationPage
    scope: str
    name: str
    is_same_page: bool
    parts: list[OpinionPart]
    groups: list[OpinionGroup]


def earlier_pages(page: ConsultationPage) -> list[ConsultationPage]:
    """Return the consultations on the same draft before this one, latest first; only those that were public."""
    found: list[ConsultationPage] = []
    seen, following = {page.pk}, page.follows_id
    while following is not None and following not in seen and len(found) < MOST_EARLIER:
        seen.add(following)
        before = ConsultationPage.objects.filter(pk=following).first()
        if before is None:
            break
        if before.live:
            found.append(before)
        following = before.follows_id
    return found


def earlier_keys(pages: Sequence[ConsultationPage], keys: Iterable[str]) -> set[str]:
    """Return the keys of all articles of these texts that went into those with ``keys``."""
    sources: dict[str, set[str]] = {}
    rows = VersionArticle.objects.filter(version__page__in=pages)
    for key, found in rows.exclude(sources=[]).values_list("key", "sources"):
        sources.setdefault(key.hex, set()).update(found)
    known, level = set(keys), set(keys)
    while level:
        level = {one for key in level for one in sources.get(key, ())} - known
        known |= level
    return known


def earlier_opinions(page: ConsultationPage, scope: str) -> list[Earlier]:
    """Return the opinions on earlier texts of an article: of this draft's former consultations, and of this one
    where the article was put together from others."""
    before = earlier_pages(page)
    keys = {scope} if scope in {WHOLE, QUESTIONS} else earlier_keys([page, *before], [scope])
    found = []
    for one in (page, *before):
        for key in sorted(keys):
            if one is page and key == scope:
                continue
            entry = _earlier(one, key, is_same_page=one is page)
            if entry is not None:
                found.append(entry)
    return found


def _earlier(page: ConsultationPage, scope: str, *, is_same_page: bool) -> Earlier | None:
    parts = OpinionPart.objects.filter(part_condition(scope), consultation=page).exclude(coding=Coding.OUT)
    listed = list(shown(parts).order_by("id")[:LISTED_EARLIER])
    if not listed:
        return None
    name = listed[-1].label or ""
    return Earlier(page, scope, name, is_same_page, listed, groups_of(page, scope))


def latest_version_of(page: ConsultationPage) -> DraftVersion | None:
    """Return the text that stands, for marking opinions on older ones."""
    return page.versions.order_by("-number").first()
