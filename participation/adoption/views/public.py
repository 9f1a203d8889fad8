"""The published result of a consultation, for everybody (``domain.md`` §3.6, §10.3 N8)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from participation.adoption.presentation import result_of
from participation.adoption.promise import promise_of, sentence
from participation.adoption.queries.results import editions
from participation.consultations.comparison import public_page
from participation.consultations.models import ConsultationPage
from participation.submissions.forms.query import QueryForm


@require_safe
def result(request: HttpRequest, page_id: int) -> HttpResponse:
    """``/consultations/<id>/result/``: the edition in force, ``?edition=`` an earlier one; else when it is to come."""
    page = public_page(page_id)
    if page is None:
        raise Http404
    found = editions(page.pk)
    context = _frame(request, page)
    if not found:
        context |= {"sentence": sentence(page), "promise": promise_of(page)}
        return render(request, "participation/result_missing.html", context)
    by_number = {str(report.edition): report for report in found}
    report = by_number.get(request.GET.get("edition", ""), found[0])
    context |= {
        "result": result_of(page, report),
        "editions": found,
        "is_latest": report == found[0],
        "form": QueryForm(),
    }
    return render(request, "participation/result.html", context)


def _frame(request: HttpRequest, page: ConsultationPage) -> dict[str, Any]:
    """Return what every page about a consultation has: where it stands."""
    page_url = page.get_url(request) or ""
    request.current_page = page  # type: ignore[attr-defined]
    return {
        "page": page,
        "page_url": page_url,
        "data_url": reverse("participation:consultation_json", args=[page.pk]),
        "breadcrumb_items": [*page.breadcrumbs(request), {"title": page.title, "url": page_url}],
    }
