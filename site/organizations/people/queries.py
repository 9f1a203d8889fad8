"""Which accounts an administrator sees, and which of them it may change."""

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Membership, User
from accounts.roles import Permission
from organizations.scope import congress_ids

MANAGE = Permission.MANAGE_ACCOUNTS


def accounts_for(user: User) -> QuerySet[User]:
    """Return the accounts that have, or once had, a role in the administrator's scope; never others.

    Technical accounts (superusers) are not people of an office and stay out. With each account come its
    memberships in that scope as ``shown_memberships``: what it does elsewhere is not shown.
    """
    ids = congress_ids(user, MANAGE)
    here = Membership.objects.filter(congress__in=ids)
    shown = here.select_related("congress", "office").order_by("-is_active", "congress__path", "role", "pk")
    return (
        User.objects.filter(is_superuser=False, pk__in=here.values("user"))
        .prefetch_related(Prefetch("memberships", queryset=shown, to_attr="shown_memberships"))
        .order_by("-is_active", "username")
    )


def is_wholly_within(account: User, user: User) -> bool:
    """Return whether every role in force of ``account`` lies in the administrator's scope.

    Only then may the administrator lock it or set its password: otherwise a town's administrator could take
    over the account of somebody who also works for the county.
    """
    elsewhere = account.memberships.filter(is_active=True).exclude(congress__in=congress_ids(user, MANAGE))
    return account.pk != user.pk and not account.is_superuser and not elsewhere.exists()


def matching(accounts: QuerySet[User], text: str) -> QuerySet[User]:
    """Return the accounts whose sign-in name or name contains ``text``."""
    return accounts.filter(Q(username__icontains=text) | Q(display_name__icontains=text))
