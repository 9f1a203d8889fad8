"""Who may do what with a row of a register: our roles in the row's congress, never Django's model permissions.

Wagtail asks a *policy* for every button, list and screen of a model. Wagtail's own answers for all rows of a
model at once, which in an installation of many towns is the wrong question (``wagtail-notes.md`` 1).
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.models import Membership, User
from accounts.roles import Permission, roles_with
from organizations.scope import congress_ids

CHANGING = frozenset({"add", "change", "delete"})
KNOWN_ACTIONS = CHANGING | {"view"}


class RolePolicy(BasePermissionPolicy):
    """Rights on a register whose rows belong to a congress.

    ``edit`` is the permission to add, change and delete; any of ``view`` is enough to look. ``field`` leads
    from a row to its congress, for example ``congress`` or ``office__congress``.
    """

    def __init__(
        self,
        model: type[Model],
        *,
        edit: Permission,
        view: Iterable[Permission] = (),
        field: str = "congress",
    ) -> None:
        super().__init__(model)
        self.edit = edit
        self.view = (edit, *view)
        self.field = field

    def permissions_for(self, action: str) -> tuple[Permission, ...]:
        """Return the permissions of which one is enough for ``action``; none at all for an unknown action."""
        if action in CHANGING:
            return (self.edit,)
        return self.view if action == "view" else ()

    def congress_ids(self, user: User | AnonymousUser, action: str) -> set[int]:
        """Return the congresses in which ``user`` may do ``action``."""
        return {pk for name in self.permissions_for(action) for pk in congress_ids(user, name)}

    def rows(self, user: User | AnonymousUser, action: str) -> QuerySet[Any]:
        """Return the rows with which ``user`` may do ``action``: the start of every list and every look-up."""
        return self.model._default_manager.filter(**{f"{self.field}__in": self.congress_ids(user, action)})

    def allows(self, user: User | AnonymousUser, action: str, instance: Any) -> bool:
        """Return whether ``user`` may do ``action`` with this row; costs no query in a list."""
        found = instance
        for name in self.field.split("__"):
            found = getattr(found, name)
        return found.pk in self.congress_ids(user, action)

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        """Return whether there is any congress in which ``user`` may do ``action``."""
        return isinstance(user, User) and any(user.holds(name) for name in self.permissions_for(action))

    def user_has_permission_for_instance(
        self, user: User | AnonymousUser, action: str, instance: Any
    ) -> bool:
        """Return whether ``user`` may do ``action`` with this row."""
        return self.allows(user, action, instance)

    def instances_user_has_any_permission_for(
        self, user: User | AnonymousUser, actions: Iterable[str]
    ) -> QuerySet[Any]:
        """Return the rows with which ``user`` may do one of ``actions``."""
        ids = {pk for action in actions for pk in self.rows(user, action).values_list("pk", flat=True)}
        return self.model._default_manager.filter(pk__in=ids)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        """Return the active users who may do one of ``actions`` somewhere."""
        roles = {
            role for action in actions for name in self.permissions_for(action) for role in roles_with(name)
        }
        holders = Membership.objects.filter(is_active=True, role__in=roles)
        return User.objects.filter(is_active=True, pk__in=holders.values("user"))
