"""A county with two towns and a street, each role in each town, a station and its people: what scope tests need."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache

from accounts.models import User
from accounts.roles import Role
from liaison.deputies.models import Deputy
from liaison.stations.models import Reception, ReceptionStatus, StationIndexPage, StationPage
from organizations.actions import grant_role
from organizations.models import Area, Congress, Office, Term
from tests.factories import organizations

TODAY = datetime.date(2026, 3, 2)
NOON = "2026-03-02 12:00:00+08:00"
TOWN_ROLES = (
    Role.CLERK,
    Role.CHAIR,
    Role.OFFICER,
    Role.HANDLER,
    Role.DEPUTY,
    Role.SYSTEM_ADMIN,
    Role.AUDITOR,
)


@dataclass
class Town:
    """A congress with its rows."""

    congress: Congress
    office: Office
    area: Area
    term: Term
    station: StationPage
    deputy: Deputy
    reception: Reception
    users: dict[str, User] = field(default_factory=dict)


def make_station(congress: Congress, title: str, **values: Any) -> StationPage:
    """Publish a station in the section of ``congress``."""
    index = StationIndexPage.objects.child_of(congress.section_page).get()
    given = {
        "address": f"{congress.name}人民路8号一楼", "opening_hours": "工作日上午8:30—11:30",
        "phone": "0000-1234567", "head_name": "方站长", "officer_name": "季联络",
        "introduction": f"{title}欢迎您", "rules": "每月接待\n当场登记",
        "accessibility": "入口有坡道",
    }  # fmt: skip
    station = StationPage(title=title, **(given | values))
    index.add_child(instance=station)
    station.save_revision().publish()
    return StationPage.objects.get(pk=station.pk)


def make_reception(
    station: StationPage, day: datetime.date, status: str = "announced", **values: Any
) -> Reception:
    """Add a reception day of the morning."""
    return Reception.objects.create(
        station=station, date=day, starts=datetime.time(9), ends=datetime.time(11), status=status, **values
    )


def make_user(name: str, congress: Congress, role: str, office: Office | None = None) -> User:
    """Create an account with one role."""
    user = User.objects.create_user(name, password="long-enough-word", display_name=f"{name}用户")
    grant_role(user=user, congress=congress, role=role, office=office)
    return User.objects.get(pk=user.pk)


def furnish(congress: Congress) -> Town:
    """Give a town one row of everything and one account of each role."""
    name, slug = congress.name, congress.slug
    office = Office.objects.create(congress=congress, name=f"{name}水务站")
    term = Term.objects.create(congress=congress, ordinal=7, first_session_on=datetime.date(2022, 1, 5))
    area = Area.objects.create(congress=congress, name=f"{name}东村")
    station = make_station(congress, f"{name}联络站")
    deputy = Deputy(
        congress=congress, term=term, name=f"{name}代表", constituency=f"{name}第一选区", station=station
    )
    deputy.full_clean()
    deputy.save()
    reception = make_reception(station, TODAY + datetime.timedelta(days=10), ReceptionStatus.PLANNED)
    reception.deputies.add(deputy)
    town = Town(congress, office, area, term, station, deputy, reception)
    for role in TOWN_ROLES:
        town.users[role] = make_user(
            f"{slug}.{role}", congress, role, office if role == Role.HANDLER else None
        )
    station.officers.add(town.users[Role.OFFICER])
    return town


@dataclass
class World:
    """The county and what lies in it."""

    county: Congress
    liutang: Town
    baishui: Town
    users: dict[str, User]


def make_world() -> World:
    """Create it."""
    cache.clear()
    county = organizations.make_county()
    liutang = furnish(organizations.make_town())
    baishui = furnish(organizations.make_town("白水镇", "baishui", "BS"))
    users = {
        role: make_user(f"qinghe.{role}", county, role)
        for role in (Role.COUNTY_OFFICE, Role.SYSTEM_ADMIN, Role.CLERK)
    }
    return World(county, liutang, baishui, users)


def sign_in(client: Any, user: User) -> Any:
    """Sign ``user`` in, past the guard against guessed passwords."""
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
