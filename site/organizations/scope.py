"""Who may see which tenant. A user sees its congress and all that lies below it, on every address.

Every list starts from :func:`scoped` or :func:`congress_ids`, every single record is checked with
:func:`has_permission`; there is no other way in (``architecture.md`` §5 rule 7).
"""

from collections.abc import Iterable
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from wagtail.models import Page

from accounts.models import Membership, User
from accounts.roles import roles_with
from organizations.models.tenants import Congress

M = TypeVar("M", bound=Model)


def _paths(user: User | AnonymousUser, permission: str | None) -> list[str]:
    """Return the tree paths below which ``user`` holds ``permission`` (any permission when None)."""
    if not isinstance(user, User):
        return []
    return [
        membership.congress.path
        for membership in user.active_memberships
        if permission is None or permission in membership.permissions
    ]


def has_permission(user: User | AnonymousUser | None, permission: str, congress: Congress) -> bool:
    """Return whether ``user`` holds ``permission`` in ``congress``, through it or one above it."""
    if user is None:
        return False
    return any(congress.path.startswith(path) for path in _paths(user, permission))


def congresses(user: User | AnonymousUser, permission: str | None = None) -> QuerySet[Congress]:
    """Return the congresses where ``user`` holds ``permission``, in tree order."""
    paths = _paths(user, permission)
    if not paths:
        return Congress.objects.none()
    condition = Q()
    for path in paths:
        condition |= Q(path__startswith=path)
    return Congress.objects.filter(condition).order_by("path")


def congress_ids(user: User | AnonymousUser, permission: str | None = None) -> list[int]:
    """Return the ids of :func:`congresses`; read once per user object and permission."""
    cache: dict[str | None, list[int]] = user.__dict__.setdefault("_congress_ids", {})
    if permission not in cache:
        cache[permission] = list(congresses(user, permission).values_list("pk", flat=True))
    return cache[permission]


def scoped(
    queryset: QuerySet[M],
    user: User | AnonymousUser,
    *,
    field: str = "congress",
    permission: str | None = None,
) -> QuerySet[M]:
    """Return the rows of ``queryset`` whose ``field`` lies in the user's scope."""
    return queryset.filter(**{f"{field}__in": congress_ids(user, permission)})


def _paths_to(congress: Congress) -> list[str]:
    """Return the tree paths of ``congress`` and all above it."""
    step = congress.steplen
    return [congress.path[:end] for end in range(step, len(congress.path) + 1, step)]


def users_with(permission: str, congress: Congress) -> QuerySet[User]:
    """Return the active users who hold ``permission`` in ``congress``."""
    holders = Membership.objects.filter(
        is_active=True, role__in=roles_with(permission), congress__path__in=_paths_to(congress)
    )
    return User.objects.filter(is_active=True, pk__in=holders.values("user")).order_by("pk")


def people_of(congress: Congress) -> QuerySet[User]:
    """Return the active users who hold any role in ``congress`` or above it."""
    members = Membership.objects.filter(is_active=True, congress__path__in=_paths_to(congress))
    return User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("display_name", "pk")


def congress_for_page(page: Page) -> Congress | None:
    """Return the tenant in whose section ``page`` stands; the county for the site's own pages.

    The deepest section wins, because a town's section lies inside its county's.
    """
    step = page.steplen
    prefixes = [page.path[:end] for end in range(step, len(page.path) + 1, step)]
    inside = (
        Congress.objects.filter(section_page__path__in=prefixes)
        .select_related("section_page")
        .order_by("-section_page__depth")
        .first()
    )
    return inside or Congress.get_first_root_node()


def congresses_by_path(congresses: Iterable[Congress]) -> dict[str, Congress]:
    """Return a map from section path to congress, for lists of pages (see :func:`owner_in`)."""
    return {c.section_page.path: c for c in congresses if c.section_page is not None}


def owner_in(sections: dict[str, Congress], page: Page) -> Congress | None:
    """Return the tenant of ``page`` from a map made by :func:`congresses_by_path`, without a query."""
    step = page.steplen
    for end in range(len(page.path), 0, -step):
        found = sections.get(page.path[:end])
        if found is not None:
            return found
    return None
