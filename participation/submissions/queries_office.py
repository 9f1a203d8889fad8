"""What the office's screens read about opinions."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from casework.models import Assignment, AssignmentRole, Case, Extension, Promise, Supervision
from casework.queries import is_mine
from core.masking import minor_hints, propose_masked
from liaison.deputies.models import Deputy
from liaison.stations.models import StationPage
from organizations.models import Congress
from participation.submissions.models import AgeStatement, PublishedCopy, Submission
from participation.submissions.similarity.queries import panel as similar_panel
from participation.submissions.workflow import (
    ACCEPTED,
    ANSWERED,
    ASSIGNED,
    DRAFTED,
    HANDLED,
    RECEIVED,
    REGISTERED,
    RETURNED,
    SET_ASIDE,
    workflow,
)

# Whose move it is, by right and state.
WAITING: tuple[tuple[Permission, frozenset[str]], ...] = (
    (Permission.REGISTER, frozenset({RECEIVED, REGISTERED, ACCEPTED, RETURNED})),
    (Permission.SIGN_REPLY, frozenset({DRAFTED})),
    (Permission.HANDLE_ACCUSATION, frozenset({SET_ASIDE})),
)


def own_congress_ids(user: User, permission: str) -> list[int]:
    """Return the congresses whose own desk the user sits at: a county clerk's list is not all the towns'."""
    return [m.congress_id for m in user.active_memberships if permission in m.permissions]


def waiting_for(user: User) -> Q:
    """Return the condition for opinions whose next move is this person's.

    Each part is a list of keys that its own small index gives, never a test of every case.
    """
    condition = Q(pk__in=[])
    for permission, statuses in WAITING:
        ids = own_congress_ids(user, permission)
        if ids:
            condition |= Q(congress__in=ids, status__in=statuses)
    if user.holds(Permission.HANDLE):
        mine = Assignment.objects.active().filter(is_mine(user))
        leads, helps = (mine.filter(role=role).values("case") for role in ("lead", "assisting"))
        condition |= Q(pk__in=leads, status=ASSIGNED) | Q(pk__in=helps, status__in=HANDLED)
    condition |= _decisions_owed(user) | _promises_due(user)
    checks = own_congress_ids(user, Permission.PUBLISH_COPY)
    if checks:
        copies = PublishedCopy.objects.filter(
            congress__in=checks, published_at__isnull=True, withdrawn_at__isnull=True
        ).exclude(prepared_by=user)
        condition |= Q(pk__in=copies.values("submission__case"), congress__in=checks)
    return condition


def _promises_due(user: User) -> Q:
    """Return the condition for promises whose day comes near: for whoever answered, and the desk that assigns."""
    if not user.holds(Permission.DRAFT_REPLY):
        return Q(pk__in=[])
    due = Promise.objects.open().filter(remind_on__lte=timezone.localdate()).values("case")
    answered = Assignment.objects.filter(is_mine(user), role=AssignmentRole.LEAD, returned_at__isnull=True)
    condition = Q(pk__in=answered.filter(case__in=due).values("case"))
    desks = own_congress_ids(user, Permission.ASSIGN)
    if desks:
        condition |= Q(congress__in=desks)
    return Q(pk__in=due, status__in=ANSWERED) & condition


def _decisions_owed(user: User) -> Q:
    """Return the condition for requests for more time and for demands from above that wait for the user."""
    ids = own_congress_ids(user, Permission.ASSIGN)
    if not ids:
        return Q(pk__in=[])
    requests = Extension.objects.filter(decided_at__isnull=True).exclude(requested_by=user)
    demands = Supervision.objects.filter(answered_at__isnull=True).exclude(by=user)
    return Q(congress__in=ids) & (Q(pk__in=requests.values("clock__case")) | Q(pk__in=demands.values("case")))


def containing(words: str) -> Q:
    """Return the condition for opinions that contain ``words``."""
    return Q(kind=workflow.kind, submission__text__icontains=words)


def stations_of(congress: Congress) -> QuerySet[StationPage]:
    """Return the published stations of ``congress`` itself, not of the towns below it."""
    stations = StationPage.objects.live().order_by("title")
    if congress.section_page is None:
        return stations.none()
    # A station stands two levels below its congress's section: section, list, station.
    section = congress.section_page
    return stations.filter(path__startswith=section.path, depth=section.depth + 2)


def deputies_of(congress: Congress) -> QuerySet[Deputy]:
    """Return the deputies of ``congress`` and those placed in its stations."""
    placed = stations_of(congress).values("pk")
    return (
        Deputy.objects.in_office()
        .filter(Q(congress=congress) | Q(station__in=placed))
        .order_by("pinyin", "id")
    )


def panel_context(case: Case, user: User) -> dict[str, Any]:
    """Return what the opinion's panel of the case screen shows."""
    submission = (
        Submission.objects.select_related(
            "station",
            "deputy",
            "consultation",
            "published_copy",
            "merged_into__case",
            "office_entry__entered_by",
        )
        .prefetch_related("supplements", "parts")
        # Who sent it is not even read here: only that somebody could be reached.
        .defer("name", "contact", "contact_digest")
        .annotate(has_contact=~Q(name="") | ~Q(contact=""))
        .get(case=case)
    )
    submission.case = case
    return {
        "submission": submission,
        "supplements": submission.supplements.all(),
        "parts": submission.parts.all(),
        "similar": similar_panel(case, user),
        "entry": getattr(submission, "office_entry", None),
        "merged": list(submission.merged.select_related("case")[:50]),
        "copy": getattr(submission, "published_copy", None),
        "has_contact": bool(submission.has_contact),
        "minor_hints": minor_hints(submission.text),
        "health_hints": propose_masked(submission.text).hints,
        "may_be_minor": may_be_minor(submission),
        "copy_state": _copy_state(getattr(submission, "published_copy", None)),
    }


def may_be_minor(submission: Submission) -> bool:
    """Return whether a child under 14 seems to have written, by the statement or by the words."""
    return submission.age_statement == AgeStatement.GUARDIAN or bool(minor_hints(submission.text))


def _copy_state(copy: PublishedCopy | None) -> str:
    """Return where the masked copy stands, in words."""
    if copy is None:
        return ""
    if copy.withdrawn_at is not None:
        return _("已从网站撤下")
    return _("已在网站公开") if copy.published_at is not None else _("待另一人审核")
