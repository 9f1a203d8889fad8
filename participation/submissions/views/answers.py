"""Published answers: the masked copies, the latest answer first. Nothing here reads a case."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.paging import with_cursor
from liaison.deputies.models import DeputyStatus
from participation.submissions.forms.answers import AnswerFilterForm, read_filter
from participation.submissions.models import PublishedCopy
from participation.submissions.queries_answers import (
    AnswerFilter,
    answer_page,
    published_answer,
    years_with_answers,
)
from participation.submissions.targets import congresses


@require_safe
def answer_list(request: HttpRequest) -> HttpResponse:
    """``/answers/?q=&town=&category=&year=&station=&cursor=``: whatever cannot be read is left aside."""
    tenants, years = congresses(), years_with_answers()
    wanted = read_filter(request.GET, tenants, years)
    page = answer_page(wanted, request.GET.get("cursor"))
    context = {
        "form": AnswerFilterForm(wanted=wanted, congresses=tenants, years=years),
        "copies": page.items,
        "wanted": wanted,
        "is_filtered": wanted.is_any,
        "town": wanted.town,
        "previous_url": with_cursor(request.GET, page.previous_cursor) if page.previous_cursor else "",
        "next_url": with_cursor(request.GET, page.next_cursor) if page.next_cursor else "",
        "reset_url": reverse("participation:answers"),
        "feed_url": _feed_url(wanted),
    }
    return render(request, "participation/answer_list.html", context)


@require_safe
def answer_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one answer."""
    is_number = len(number) <= 24 and number.isascii() and number.isprintable()
    copy = published_answer(number) if is_number else None
    if copy is None:
        raise Http404
    context = {
        "copy": copy,
        "target_url": _target_url(copy, request),
        "town_url": f"{reverse('participation:answers')}?{urlencode({'town': copy.congress.slug})}",
    }
    return render(request, "participation/answer_detail.html", context)


def _target_url(copy: PublishedCopy, request: HttpRequest) -> str:
    """Return the page of what the opinion was addressed to, empty when that is not on the site any more."""
    page = copy.station or copy.consultation
    if page is not None:
        return (page.get_url(request) or "") if page.live else ""
    deputy = copy.deputy
    in_office = deputy is not None and deputy.status == DeputyStatus.IN_OFFICE
    return deputy.get_absolute_url() if deputy is not None and in_office else ""


def _feed_url(wanted: AnswerFilter) -> str:
    """Return the feed that fits the list; feeds are narrowed by town and topic alone."""
    params = {"town": wanted.town.slug if wanted.town else "", "category": wanted.category}
    query = urlencode({name: value for name, value in params.items() if value})
    address = reverse("participation:answers_feed")
    return f"{address}?{query}" if query else address
