"""The results for everybody: charts as pictures, tables as files. Nothing before the close."""

import csv
import io
from typing import Any

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from core.spreadsheets import BYTE_ORDER_MARK, cell
from participation.questionnaires import queries
from participation.questionnaires.charts import chart
from participation.questionnaires.downloads import document, table_rows
from participation.questionnaires.figures import Figures, figures_of
from participation.questionnaires.models import QuestionnairePage
from participation.questionnaires.results import Result, results_of

KEPT_FOR = 300  # seconds; the text of an option may still be mended


@require_safe
@csp_replace({"default-src": [NONE], "style-src": [UNSAFE_INLINE]})  # type: ignore[arg-type]
def result_chart(request: HttpRequest, page_id: int, position: int) -> HttpResponse:
    """Return the chart of one question. As a picture of its own it may bring its style along, and nothing else."""
    _page, _figures, results = _results(page_id)
    found = next((result for result in results if result.number == position and result.has_lines), None)
    if found is None:
        raise Http404
    response = HttpResponse(chart(found), content_type="image/svg+xml")
    response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def results_csv(request: HttpRequest, page_id: int) -> HttpResponse:
    """Return the tables as a file that opens right in Excel and WPS."""
    page, figures, results = _results(page_id)
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    for row in table_rows(page, figures, results):
        writer.writerow([cell(value, "csv") for value in row])
    response = HttpResponse(
        BYTE_ORDER_MARK + lines.getvalue().encode(), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="questionnaire-{page.pk}.csv"'
    return response


@require_safe
def results_json(request: HttpRequest, page_id: int) -> HttpResponse:
    """Return the same for programs; the keys are explained in docs/decisions/0027-questionnaires.md."""
    page, figures, results = _results(page_id)
    data: dict[str, Any] = document(page, figures, results, request.build_absolute_uri(page.get_url(request)))
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _results(page_id: int) -> tuple[QuestionnairePage, Figures, list[Result]]:
    """Return what everybody may see; 404 as long as that is nothing."""
    page = queries.public_questionnaire(page_id)
    if page is None or not page.shows_results():
        raise Http404
    figures = figures_of(page)
    return page, figures, results_of(queries.questions_of(page), figures)
