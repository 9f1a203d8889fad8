"""People with a role."""

from itertools import count
from typing import Any

from accounts.models import User
from accounts.roles import Role
from organizations.actions import grant_role
from organizations.models import Congress, Office

_numbers = count(1)


def make_user(username: str = "", **fields: Any) -> User:
    """Make an account that may do nothing yet."""
    name = username or f"user{next(_numbers)}"
    return User.objects.create_user(name, password="correct-horse-1", display_name=f"经办人{name}", **fields)


def make_member(role: Role, congress: Congress, office: Office | None = None, username: str = "") -> User:
    """Make an account that acts in ``role`` for ``congress``."""
    user = make_user(username or f"{role.value}{next(_numbers)}")
    grant_role(user=user, congress=congress, role=role, office=office)
    return User.objects.get(pk=user.pk)
