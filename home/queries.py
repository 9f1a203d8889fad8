"""What the front page, the section of a congress and "find my town" show, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone

from home.models import StandardPage
from home.notices.models import NoticePage
from home.notices.presentation import rows
from liaison.deputies.models import Deputy
from liaison.stations.models import Reception, ReceptionStatus, StationPage, StationStatus
from organizations.models import Area, Congress
from organizations.tenancy import Tenants, all_tenants, tenants_of
from participation.consultations.models import ConsultationPage
from participation.consultations.presentation import Card
from participation.submissions.models import PublishedCopy
from search.registry import Town

FRONT_CONSULTATIONS, FRONT_RECEPTIONS, FRONT_ANSWERS, FRONT_NOTICES = 6, 4, 3, 5
SECTION_STATIONS, SECTION_RECEPTIONS, SECTION_DEPUTIES = 6, 4, 60
CHANGED = frozenset({ReceptionStatus.MOVED, ReceptionStatus.CANCELLED})
MAX_STATIONS, MAX_MATCHES = 20, 60


@dataclass(frozen=True)
class AreaGroup:
    """The villages of one town, for a list of choices."""

    town: str
    areas: list[Area]


@dataclass(frozen=True)
class ReceptionCard:
    """A reception day as a card shows it; ``state`` says that it is moved or cancelled."""

    starts_at: datetime
    ends_at: datetime
    place: str
    deputies: list[str]
    topic: str
    station: str
    url: str
    state: str
    reason: str


def front_page(request: HttpRequest) -> dict[str, Any]:
    """Return what the front page shows: seven queries, whatever stands in the tables."""
    tenants = tenants_of(request)
    now = timezone.now()
    open_now = ConsultationPage.objects.open_at(now)[:FRONT_CONSULTATIONS]
    copies = PublishedCopy.objects.public().newest().select_related("congress")
    return {
        "consultations": [Card.of(page, tenants, request, now) for page in open_now],
        "receptions": reception_cards(next_receptions()[:FRONT_RECEPTIONS], request),
        "answers": list(copies[:FRONT_ANSWERS]),
        "notices": rows(NoticePage.objects.live().with_state().newest()[:FRONT_NOTICES], request),
        "area_groups": area_groups(tenants),
        "towns": [(town, town.section_page.get_url(request)) for town in tenants.towns if town.section_page],
    }


def section(request: HttpRequest, congress: Congress) -> dict[str, Any]:
    """Return what the section of a congress shows: seven queries."""
    tenants = tenants_of(request)
    now = timezone.now()
    path = congress.section_page.path if congress.section_page is not None else ""
    open_now = ConsultationPage.objects.open_at(now).filter(path__startswith=path)[:FRONT_CONSULTATIONS]
    stations = StationPage.objects.live().filter(path__startswith=path).order_by("kind", "path")
    notices = NoticePage.objects.live().below(path).with_state()
    receptions = next_receptions().filter(station__path__startswith=path)
    own_towns = tenants.towns if congress.is_county else []
    return {
        "consultations": [Card.of(page, tenants, request, now) for page in open_now],
        "receptions": reception_cards(receptions[:SECTION_RECEPTIONS], request),
        "notices": rows(notices.newest()[:FRONT_NOTICES], request),
        "stations": list(stations.exclude(status=StationStatus.CLOSED)[:SECTION_STATIONS]),
        "deputy_count": 0 if congress.is_street else congress.deputies.in_office().count(),
        "towns": [(town, town.section_page.get_url(request)) for town in own_towns if town.section_page],
        "standard_pages": list(
            StandardPage.objects.live().child_of(congress.section_page) if congress.section_page else []
        ),
    }


def next_receptions() -> Any:
    """Return the announced receptions that are not over, soonest first, with station and deputies."""
    now = timezone.localtime()
    deputies = Prefetch("deputies", queryset=Deputy.objects.in_office())
    upcoming = Reception.objects.public().upcoming(now.date()).exclude(date=now.date(), ends__lte=now.time())
    return upcoming.select_related("station").prefetch_related(deputies)


def reception_cards(receptions: Iterable[Reception], request: HttpRequest) -> list[ReceptionCard]:
    """Return receptions ready to show."""
    return [
        ReceptionCard(
            starts_at=timezone.make_aware(datetime.combine(reception.date, reception.starts)),
            ends_at=timezone.make_aware(datetime.combine(reception.date, reception.ends)),
            place=reception.where,
            deputies=[deputy.name for deputy in reception.deputies.all()],
            topic=reception.topic,
            station=reception.station.title,
            url=reception.station.get_url(request) or "",
            state=reception.get_status_display() if reception.status in CHANGED else "",
            reason=reception.change_reason if reception.status in CHANGED else "",
        )
        for reception in receptions
    ]


def area_groups(tenants: Tenants) -> list[AreaGroup]:
    """Return all villages and communities, town by town."""
    by_town: dict[int, list[Area]] = {}
    town_of = {town.pk: town for town in tenants.congresses}
    for area in Area.objects.order_by("congress__path", "name"):
        area.congress = town_of[area.congress_id]
        by_town.setdefault(area.congress_id, []).append(area)
    return [AreaGroup(town.name, by_town[town.pk]) for town in tenants.congresses if town.pk in by_town]


def chosen_area(groups: list[AreaGroup], asked: str, name: str) -> Area | None:
    """Return the village chosen from the list, or the only one of that very name; None for anything else."""
    areas = [area for group in groups for area in group.areas]
    if asked:
        return next((area for area in areas if str(area.pk) == asked), None)
    exact = [area for area in areas if name and area.name == name]
    return exact[0] if len(exact) == 1 else None


def areas_named(groups: list[AreaGroup], name: str) -> list[Area]:
    """Return the villages whose name, or whose town's name, contains what was typed."""
    if not name:
        return []
    areas = [area for group in groups for area in group.areas]
    return [area for area in areas if name in area.name or name in area.congress.name][:MAX_MATCHES]


def stations_for(area: Area) -> list[StationPage]:
    """Return the open stations that cover ``area``; when none says so, those of its town."""
    stations = StationPage.objects.live().exclude(status=StationStatus.CLOSED)
    covering = list(stations.filter(areas=area).order_by("kind", "path")[:MAX_STATIONS])
    section_page = area.congress.section_page
    if covering or section_page is None:
        return covering
    return list(stations.filter(path__startswith=section_page.path).order_by("kind", "path")[:MAX_STATIONS])


def deputies_for(area: Area) -> list[Deputy]:
    """Return the deputies who keep contact with ``area``."""
    return list(Deputy.objects.public().filter(areas=area)[:SECTION_DEPUTIES])


def search_towns() -> list[Town]:
    """Return the choices of the search's town filter; the county itself would mean everything."""
    return [
        Town(town.slug, town.name, town.section_page.path)
        for town in all_tenants().towns
        if town.section_page is not None
    ]
