"""Reading stations and receptions, for visitors and for the people who keep them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Membership, User
from accounts.roles import Permission, Role
from liaison.stations.models import Reception, StationPage, still_to_come
from organizations.choices import pages_within
from organizations.models import Congress

SHOWN = 3


def next_receptions_of_deputy(deputy_id: int) -> list[Reception]:
    """Return the next reception days on which a deputy receives."""
    rows = Reception.objects.public().upcoming().with_details().filter(deputies=deputy_id)
    return still_to_come(rows[: 4 * SHOWN])[:SHOWN]


def next_receptions(limit: int, *, section_path: str = "", today: date | None = None) -> list[Reception]:
    """Return the next days on which stations receive, of the whole county or below one section page."""
    rows = Reception.objects.public().upcoming(today).with_details().filter(status="announced")
    if section_path:
        rows = rows.filter(station__path__startswith=section_path)
    return still_to_come(rows[: limit + 20])[:limit]


def stations_of(congresses: Iterable[Congress]) -> Q:
    """Return the condition for stations in the sections of ``congresses``."""
    condition = Q(pk__in=[])
    for congress in congresses:
        if congress.section_page is not None:
            condition |= Q(path__startswith=congress.section_page.path)
    return condition


def stations_kept_by(user: User, permission: Permission = Permission.EDIT_RECEPTION) -> QuerySet[StationPage]:
    """Return the stations for which ``user`` acts: an officer the own ones, a clerk all of the congress."""
    as_clerk = [
        m.congress for m in user.active_memberships if m.role != Role.OFFICER and permission in m.permissions
    ]
    as_officer = [
        m.congress for m in user.active_memberships if m.role == Role.OFFICER and permission in m.permissions
    ]
    ancestors = {c.pk for c in [*as_clerk, *as_officer]}
    loaded = {c.pk: c for c in Congress.objects.filter(pk__in=ancestors).select_related("section_page")}
    whole = stations_of(loaded[c.pk] for c in as_clerk)
    own = stations_of(loaded[c.pk] for c in as_officer) & Q(
        pk__in=StationPage.officers.through.objects.filter(user=user).values("stationpage")
    )
    return StationPage.objects.filter(whole | own).order_by("path")


def kept_station_ids(user: User) -> set[int]:
    """Return the ids of :func:`stations_kept_by`; read once per user object."""
    found: set[int] | None = user.__dict__.get("_kept_station_ids")
    if found is None:
        found = set(stations_kept_by(user).values_list("pk", flat=True))
        user.__dict__["_kept_station_ids"] = found
    return found


def stations_to_staff(user: User) -> QuerySet[StationPage]:
    """Return the stations whose officers ``user`` may name: those of the congresses whose clerk it is."""
    clerk_ids = [
        m.congress_id for m in user.active_memberships
        if m.role != Role.OFFICER and Permission.EDIT_STATION in m.permissions
    ]  # fmt: skip
    owners = Congress.objects.filter(pk__in=clerk_ids).select_related("section_page")
    return StationPage.objects.filter(stations_of(owners)).order_by("path")


def officers_of(congress: Congress) -> QuerySet[User]:
    """Return the accounts that may be named as officers of a congress's stations."""
    holders = Membership.objects.filter(is_active=True, role=Role.OFFICER, congress=congress)
    return User.objects.filter(is_active=True, pk__in=holders.values("user")).order_by("username")


def stations_seen_by(user: User, readers: Iterable[Permission]) -> QuerySet[StationPage]:
    """Return the stations that ``user`` keeps, and those of sections where one of ``readers`` lets it look."""
    seen = Q(pk__in=kept_station_ids(user)) | pages_within(user, readers)
    return StationPage.objects.filter(seen).order_by("path")
