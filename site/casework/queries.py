"""Reading cases for a person: which ones, in which lists, and whose they are."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.roles import Permission, Role
from casework.models import Assignment, AssignmentRole, Case, CaseQuerySet, Visibility
from organizations.scope import congress_ids


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


def assigned_to(user: User) -> Exists:
    """Return a test for cases assigned to the user and not given back."""
    assignments = Assignment.objects.filter(is_mine(user), case=OuterRef("pk"), returned_at__isnull=True)
    return Exists(assignments)


def is_lead_handler(case: Case, user: User) -> bool:
    """Return whether the user has the case in hand as lead."""
    return case.assignments.active().filter(is_mine(user), role=AssignmentRole.LEAD).exists()


def visible_to(user: User) -> CaseQuerySet:
    """Return the cases the user may open: all of its congress and below, or those assigned to it.

    Restricted cases are for people who decide about them.
    """
    condition = Q(congress__in=congress_ids(user, Permission.VIEW_ALL_CASES)) & (
        Q(visibility=Visibility.NORMAL) | Q(congress__in=congress_ids(user, Permission.TRIAGE))
    )
    if user.holds(Permission.VIEW_OWN_CASES):
        condition |= Q(assigned_to(user)) & Q(visibility=Visibility.NORMAL)
    return Case.objects.filter(condition)
