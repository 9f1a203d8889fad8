"""Stations and deputies."""

from datetime import date
from itertools import count
from typing import Any

from wagtail.models import Page

from liaison.deputies.models import Deputy
from liaison.stations.models import StationIndexPage, StationPage
from organizations.models import Congress, Term

_numbers = count(1)


def list_page(congress: Congress, model: type[Page]) -> Page:
    """Return the list of this kind in the congress's section."""
    return model.objects.child_of(congress.section_page).get()


def make_station(congress: Congress, title: str = "", **fields: Any) -> StationPage:
    """Make a published station."""
    number = next(_numbers)
    values = {
        "address": "人民路8号一楼",
        "opening_hours": "工作日上午8:30—11:30",
        "phone": "0000-7654321",
        "head_name": "站长甲",
        "officer_name": "联络员乙",
    }
    station = StationPage(
        title=title or f"第{number}代表联络站", slug=f"station-{number}", **(values | fields)
    )
    list_page(congress, StationIndexPage).add_child(instance=station)
    return station


def make_deputy(congress: Congress, name: str = "示例代表", **fields: Any) -> Deputy:
    """Make a deputy in office."""
    term = Term.objects.get_or_create(
        congress=congress, ordinal=1, defaults={"first_session_on": date(2026, 1, 8)}
    )[0]
    deputy = Deputy(congress=congress, term=term, name=name, constituency="第三选区", **fields)
    deputy.clean()
    deputy.save()
    return deputy
