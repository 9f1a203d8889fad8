"""Reading cases for a person: which ones, in which lists, and whose they are."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.roles import Permission, Role
from casework.models import Accused, Assignment, AssignmentRole, Case, CaseQuerySet, Handover, Visibility
from organizations.scope import congress_ids

GIVEN_AWAY = 500


def office_ids(user: User) -> list[int]:
    """Return the offices the user works for."""
    return [
        m.office_id for m in user.active_memberships if m.role == Role.HANDLER and m.office_id is not None
    ]


def is_mine(user: User) -> Q:
    """Return the condition on assignments that the user's office, station or mandate has in hand.

    A deputy or liaison officer whose membership has ended keeps nothing.
    """
    condition = Q(office__in=office_ids(user))
    if any(m.role == Role.DEPUTY for m in user.active_memberships):
        condition |= Q(deputy__user=user)
    if any(m.role == Role.OFFICER for m in user.active_memberships):
        condition |= Q(station__officers=user)
    return condition


def assigned_to(user: User) -> Q:
    """Return the condition for cases assigned to the user and not given back: a list of keys, no test of each."""
    return Q(pk__in=Assignment.objects.filter(is_mine(user), returned_at__isnull=True).values("case"))


def is_lead_handler(case: Case, user: User) -> bool:
    """Return whether the user has the case in hand as lead."""
    return case.assignments.active().filter(is_mine(user), role=AssignmentRole.LEAD).exists()


def is_assisting_handler(case: Case, user: User) -> bool:
    """Return whether the user helps with the case and has not given an opinion yet."""
    return case.assignments.active().filter(is_mine(user), role=AssignmentRole.ASSISTING).exists()


def accuses(user: User) -> Exists:
    """Return a test for cases that complain about the user, or about a body the user works for."""
    against = Q(user=user) | Q(office__in=office_ids(user)) | Q(deputy__user=user)
    return Exists(Accused.objects.filter(against, case=OuterRef("pk")))


def _given_away(user: User) -> list[int]:
    """Return the cases that left the user's congresses, newest first; read once per user object.

    A list of keys, not a condition, so that the lists of a million cases keep to their indexes.
    """
    if "_given_away" not in user.__dict__:
        ids = congress_ids(user, Permission.VIEW_ALL_CASES)
        gone = Handover.objects.filter(from_congress__in=ids, returned_at__isnull=True)
        gone = gone.exclude(to_congress__in=ids).order_by("-id") if ids else gone.none()
        user.__dict__["_given_away"] = list(gone.values_list("case", flat=True)[:GIVEN_AWAY])
    given: list[int] = user.__dict__["_given_away"]
    return given


def visible_to(user: User) -> CaseQuerySet:
    """Return the cases the user may open: all of its congress and below, or those assigned to it.

    A case that was handed to another congress stays readable to those who gave it away. Restricted cases
    are for the few who decide about accusations, and never for the accused (信访工作条例 30; R43).
    """
    condition = Q(congress__in=congress_ids(user, Permission.VIEW_ALL_CASES), visibility=Visibility.NORMAL)
    given_away = _given_away(user)
    if given_away:
        condition |= Q(pk__in=given_away, visibility=Visibility.NORMAL)
    deciding = congress_ids(user, Permission.HANDLE_ACCUSATION)
    if deciding:
        restricted = Q(congress__in=deciding, visibility=Visibility.RESTRICTED)
        condition |= restricted & ~Q(accuses(user))
    if user.holds(Permission.VIEW_OWN_CASES):
        condition |= assigned_to(user) & Q(visibility=Visibility.NORMAL)
    return Case.objects.filter(condition)
