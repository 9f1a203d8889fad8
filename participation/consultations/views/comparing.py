"""The public comparison of two versions of a draft, on the screen and as a Word file. Only what was published."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.dossier import DOCX
from participation.consultations.comparison import (
    Comparison,
    NoSuchVersion,
    choose,
    compare,
    public_page,
    public_versions,
)
from participation.consultations.comparison_paper import comparison_table
from participation.consultations.models import ConsultationPage, DraftVersion


@require_safe
def comparison(request: HttpRequest, page_id: int) -> HttpResponse:
    """``/consultations/<id>/compare/?from=&to=&all=1``: both versions by their number; without them the last two."""
    page, versions, found = _found(request, page_id)
    page_url = page.get_url(request) or ""
    request.current_page = page  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "page": page,
        "page_url": page_url,
        "versions": versions,
        "comparison": found,
        "shows_all": request.GET.get("all") == "1",
        "breadcrumb_items": [*page.breadcrumbs(request), {"title": page.title, "url": page_url}],
    }
    if found is not None:
        chosen = {"from": found.old.pk, "to": found.new.pk}
        context["all_url"] = f"?{urlencode(chosen | {'all': 1})}#comparison"
        context["changed_url"] = f"?{urlencode(chosen)}#comparison"
        context["docx_url"] = (
            f"{reverse('participation:comparison_docx', args=[page.pk])}?{urlencode(chosen)}"
        )
    return render(request, "participation/comparison.html", context)


@require_safe
def comparison_docx(request: HttpRequest, page_id: int) -> HttpResponse:
    """Return 条文对照表 as a Word file."""
    page, _versions, found = _found(request, page_id)
    if found is None:
        raise Http404
    response = HttpResponse(comparison_table(page, found), content_type=DOCX)
    name = f"comparison-{page.pk}-{found.old.pk}-{found.new.pk}.docx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _found(
    request: HttpRequest, page_id: int
) -> tuple[ConsultationPage, list[DraftVersion], Comparison | None]:
    """Return the page, its public versions, and the comparison the address asks for, if there are two to compare."""
    page = public_page(page_id)
    if page is None:
        raise Http404
    versions = public_versions(page)
    try:
        chosen = choose(versions, request.GET.get("from", ""), request.GET.get("to", ""))
    except NoSuchVersion:
        raise Http404 from None
    return page, versions, compare(versions, *chosen) if chosen is not None else None
