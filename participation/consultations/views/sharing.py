"""A draft passed on: the short address that fits on a slip, and the poster with its code."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.qr import qr_code
from participation.consultations.models import ConsultationPage
from participation.consultations.period import closing_words


@require_safe
def short_address(request: HttpRequest, page_id: int) -> HttpResponse:
    """Lead to the page of a draft; what stands behind ``#`` the browser takes along by itself."""
    page = get_object_or_404(ConsultationPage.objects.live().public(), id=page_id)
    query = request.GET.urlencode()
    return HttpResponseRedirect((page.get_url(request) or "/") + (f"?{query}" if query else ""))


@require_safe
def poster(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the poster of a published draft."""
    page = get_object_or_404(ConsultationPage.objects.live().public(), id=page_id)
    context = {
        "page": page,
        "congress": page.congress,
        "poster_title": page.title,
        "closing": closing_words(page),
        "ways": page.ways[:3],
        "qr": qr_code(reverse("participation:consultation_short", args=[page.pk])),
        "back_url": page.get_url(request),
    }
    return render(request, "participation/consultation_poster.html", context)
