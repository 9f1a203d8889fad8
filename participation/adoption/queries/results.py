"""Results: the one that stands, the one being prepared, and what is still missing before it can be published."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from participation.adoption.models import OpinionGroup, ResultReport
from participation.adoption.queries.access import is_over, published
from participation.adoption.queries.scopes import Numbers, lines_of, total_of
from participation.consultations.models import ConsultationPage
from participation.submissions.models import Coding, OpinionPart


def latest(page_pk: int) -> ResultReport | None:
    """Return the published result in force."""
    return published().filter(consultation=page_pk).order_by("-edition").first()


def editions(page_pk: int) -> list[ResultReport]:
    """Return all published editions, latest first, without their content."""
    return list(published().filter(consultation=page_pk).order_by("-edition").defer("data"))


def being_prepared(page: ConsultationPage) -> ResultReport | None:
    """Return the edition that is not public yet."""
    rows = ResultReport.objects.filter(consultation=page, published_at__isnull=True)
    return rows.select_related("drafted_by").order_by("-edition").first()


def missing(page: ConsultationPage, total: Numbers | None = None) -> list[str]:
    """Return what stands in the way of a result, in sentences; nothing when it is complete."""
    total = total or total_of(lines_of(page))
    groups = OpinionGroup.objects.filter(consultation=page, merged_into__isnull=True, opinions__gt=0)
    undecided = groups.filter(submitted_at__isnull=True, approved_at__isnull=True).count()
    unapproved = groups.filter(submitted_at__isnull=False, approved_at__isnull=True).count()
    found = []
    if not is_over(page, timezone.now()):
        found.append(_("征求意见还没有截止。"))
    if total.waiting:
        found.append(_("还有%(count)s条意见没有归类。") % {"count": total.waiting})
    if undecided:
        found.append(_("还有%(count)s组没有写好处理意见送审。") % {"count": undecided})
    if unapproved:
        found.append(_("还有%(count)s组没有批准。") % {"count": unapproved})
    return found


def without_fate(page: ConsultationPage) -> int:
    """Return how many opinions came or were grouped after the result, and have no place in it yet."""
    parts = OpinionPart.objects.filter(consultation=page, coding=Coding.WAITING)
    return parts.count()


def is_published_on(page_pk: int) -> datetime | None:
    """Return since when the result in force is public, None when there is none; without reading it."""
    rows = published().filter(consultation=page_pk).order_by("-edition")
    return rows.values_list("published_at", flat=True).first()
