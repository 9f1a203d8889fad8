"""Whose coding tables a person may open, and which consultations owe a result."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from organizations.models import Congress
from organizations.scope import congress_for_page, congresses, has_permission
from participation.adoption.models import ResultReport
from participation.consultations.models import ConsultationPage
from participation.consultations.period import GRACE

WORKING = (Permission.CODE_OPINIONS, Permission.APPROVE_CODING)


def may_code(user: User, congress: Congress | None) -> bool:
    """Return whether the person groups opinions and writes what becomes of them."""
    return congress is not None and has_permission(user, Permission.CODE_OPINIONS, congress)


def may_approve(user: User, congress: Congress | None) -> bool:
    """Return whether the person approves what others have written."""
    return congress is not None and has_permission(user, Permission.APPROVE_CODING, congress)


def may_work(user: User) -> bool:
    """Return whether the person has any coding tables to see."""
    return any(user.holds(permission) for permission in WORKING)


def consultations_of(user: User) -> QuerySet[ConsultationPage]:
    """Return the published consultations whose opinions the person works on: those of its congresses."""
    sections = {
        congress.section_page.path
        for permission in WORKING
        for congress in congresses(user, permission).select_related("section_page")
        if congress.section_page is not None
    }
    if not sections:
        return ConsultationPage.objects.none()
    condition = Q()
    for path in sections:
        condition |= Q(path__startswith=path)
    return ConsultationPage.objects.live().filter(condition)


def consultation_for(user: User, pk: int) -> ConsultationPage | None:
    """Return a consultation the person works on, None for every other."""
    page = ConsultationPage.objects.live().filter(id=pk).first()
    if page is None:
        return None
    congress = congress_for_page(page)
    return page if may_code(user, congress) or may_approve(user, congress) else None


def published() -> QuerySet[ResultReport]:
    """Return the results that were published."""
    return ResultReport.objects.filter(published_at__isnull=False)


def owing(pages: QuerySet[ConsultationPage], now: datetime | None = None) -> QuerySet[ConsultationPage]:
    """Return the closed consultations without a published result, in no order."""
    now = now or timezone.now()
    has_result = Exists(published().filter(consultation=OuterRef("pk")))
    return pages.filter(~has_result, closes_at__lte=now, is_withdrawn=False)


def is_over(page: ConsultationPage, now: datetime | None = None) -> bool:
    """Return whether no opinion can come in any more, the time of grace included."""
    now = now or timezone.now()
    return page.is_withdrawn or now >= page.closes_at + GRACE + timedelta(minutes=1)
