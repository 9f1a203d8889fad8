"""Counting the public statistics anew. Done by the clock of the site, in nobody's name."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from casework.models import Case
from organizations.models import Congress
from participation.submissions.counting import Tally, count_year, is_stale
from participation.submissions.models import FigureSheet
from participation.submissions.workflow import workflow


def refresh_figures(*, everything: bool = False) -> list[int]:
    """Count the years that are due, or all of them; return the years counted."""
    now = timezone.now()
    counted: list[int] = []
    for year in _years(now):
        oldest = FigureSheet.objects.filter(year=year).order_by("counted_at").first()
        if everything or oldest is None or is_stale(oldest.counted_at, year, now):
            _write(year, count_year(year, timezone.localdate(now)), now)
            counted.append(year)
    return counted


def _years(now: datetime) -> list[int]:
    """Return the years in which opinions came, and this one."""
    received = Case.objects.filter(kind=workflow.kind).order_by("received_at", "id")
    first = received.values_list("received_at", flat=True).first()
    this = timezone.localdate(now).year
    return list(range(timezone.localdate(first).year if first else this, this + 1))


def _write(year: int, tallies: dict[int, Tally], now: datetime) -> None:
    """Replace the sheets of a year at once, with one for each congress, also where nothing came."""
    sheets = [
        FigureSheet(congress_id=pk, year=year, counted_at=now, figures=tallies.get(pk, Tally()).figures())
        for pk in Congress.objects.values_list("pk", flat=True)
    ]
    with transaction.atomic():
        FigureSheet.objects.bulk_create(
            sheets,
            update_conflicts=True,
            unique_fields=["congress", "year"],
            update_fields=["counted_at", "figures"],
        )
