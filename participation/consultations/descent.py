"""Which consultation a consultation follows: the same draft, out once more (``domain.md`` §13.1).

The models' form needs this too, so the page's own class is used and not imported.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from participation.consultations.models.articles import Article
from participation.consultations.models.versions import DraftVersion

if TYPE_CHECKING:
    from participation.consultations.models import ConsultationPage, ConsultationQuerySet

LONGEST_CHAIN = 20


def chain(page: "ConsultationPage") -> list["ConsultationPage"]:
    """Return the consultations on the same draft, the first one first, ``page`` last."""
    found = [page]
    while found[0].follows_id is not None and len(found) < LONGEST_CHAIN:
        former = found[0].follows
        if former is None or former.pk in {one.pk for one in found}:
            break
        found.insert(0, former)
    return found


def versions(pages: Iterable["ConsultationPage"]) -> list["DraftVersion"]:
    """Return the frozen versions of these pages, page by page, each in order of publication."""
    pages = list(pages)
    order = {page.pk: place for place, page in enumerate(pages)}
    rows = DraftVersion.objects.filter(page__in=list(order)).select_related("page")
    return sorted(rows, key=lambda version: (order[version.page_id], version.number))


def history(page: "ConsultationPage") -> dict[str, Any]:
    """Return what a reader may see of earlier texts, each with the one before it, and of changes since it appeared."""
    if page.pk is None or (page.follows_id is None and page.first_published_at == page.last_published_at):
        return {"versions": [], "changes": []}  # published once: there is nothing yet to compare or to tell
    found = versions(one for one in chain(page) if one.live)
    return {"versions": list(zip(found, [None, *found], strict=False)), "changes": list(page.changes.all())}


def standing(page: "ConsultationPage") -> "ConsultationPage | None":
    """Return the page as it is stored: what stands on the site, when it is live."""
    return type(page).objects.filter(pk=page.pk).first() if page.pk else None


def former_rows(page: "ConsultationPage") -> list[Article]:
    """Return the rows of the consultation that ``page`` follows, as new rows with their keys; empty without one."""
    former = page.follows
    if former is None:
        return []
    notes = dict(former.articles.values_list("key", "plain_note"))
    version = former.versions.order_by("-number").first()
    rows: Iterable[Any] = version.rows.all() if version is not None else former.articles.all()
    return [
        Article(
            sort_order=order,
            key=row.key,
            kind=row.kind,
            level=row.level,
            label=row.label,
            heading=row.heading,
            text=row.text,
            plain_note=notes.get(row.key, ""),
        )
        for order, row in enumerate(rows)
    ]


def possible_former(page: "ConsultationPage") -> "ConsultationQuerySet":
    """Return what ``page`` may follow: consultations that stand on this site and do not follow it, the latest first."""
    found = type(page).objects.live().order_by("-opens_at", "-pk")
    return found.exclude(pk__in=_with_followers(page)) if page.pk is not None else found


def _with_followers(page: "ConsultationPage") -> set[int]:
    """Return ``page`` and all that follow it, directly or not."""
    found, step = {page.pk}, {page.pk}
    while step:
        rows = type(page).objects.filter(follows__in=step).values_list("pk", flat=True)
        step = set(rows) - found
        found |= step
    return found
