"""The poster of a station: a sheet to print and pin to the wall."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from liaison.links import opinion_qr
from liaison.stations.models import StationPage, StationStatus

SHOWN = 3


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the poster of a published station; a closed one has none."""
    station = get_object_or_404(
        StationPage.objects.live().public().exclude(status=StationStatus.CLOSED), id=pk
    )
    context = {
        "station": station,
        "poster_title": station.title,
        "back_url": station.get_url(request),
        "congress": station.congress,
        "receptions": [one for one in station.receptions.next_shown(SHOWN) if not one.is_off],
        "qr": opinion_qr(station=station.pk),
    }
    return render(request, "liaison/station_poster.html", context)
