"""The public page of a deputy: only what 代表法 58 makes public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from liaison.deputies.models import Deputy, DeputyIndexPage
from liaison.links import opinion_qr, opinion_url
from liaison.stations.queries import next_receptions_of_deputy


@require_safe
def deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a deputy in office; one suspended or no longer in office is not found."""
    person = get_object_or_404(Deputy.objects.public().prefetch_related("areas"), pk=pk)
    station = person.station if person.station is not None and person.station.live else None
    context = {
        "deputy": person,
        "station": station,
        "receptions": next_receptions_of_deputy(person.pk),
        "opinion_url": opinion_url(deputy=person.pk),
        "qr": opinion_qr(deputy=person.pk),
        "breadcrumb_items": way_to(person, request),
    }
    return render(request, "liaison/deputy.html", context)


def way_to(person: Deputy, request: HttpRequest) -> list[dict[str, str]]:
    """Return the pages above a deputy's: those above the list of the congress, and the list."""
    section = person.congress.section_page
    index = DeputyIndexPage.objects.child_of(section).live().first() if section is not None else None
    if index is None:
        return []
    return [*index.breadcrumbs(request), {"title": index.title, "url": index.get_url(request) or ""}]
