"""办理情况统计: the year's figures of a congress, for everybody, also as a file (``domain.md`` §3.6, W06)."""

import csv
import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.spreadsheets import BYTE_ORDER_MARK, cell
from organizations.models import Congress
from participation.submissions.models import FigureSheet
from participation.submissions.statistics import csv_rows, statistics_of
from participation.submissions.targets import congresses


@dataclass(frozen=True)
class Choice:
    """What the address asks for: whatever cannot be read means the county and the latest year."""

    tenants: list[Congress]
    congress: Congress | None
    years: list[int]
    sheet: FigureSheet | None


def choose(request: HttpRequest) -> Choice:
    """Read ``congress`` and ``year``; three queries."""
    tenants = congresses()
    by_slug = {one.slug: one for one in tenants}
    congress = by_slug.get(request.GET.get("congress", "")) or (tenants[0] if tenants else None)
    if congress is None:
        return Choice(tenants, None, [], None)
    sheets = FigureSheet.objects.filter(congress=congress)
    years = list(sheets.order_by("-year").values_list("year", flat=True))
    asked = {str(year): year for year in years}.get(request.GET.get("year", ""))
    year = asked or (years[0] if years else None)
    sheet = sheets.filter(year=year).first() if year is not None else None
    return Choice(tenants, congress, years, sheet)


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """``/answers/statistics/?congress=&year=``."""
    choice = choose(request)
    context = {
        "choice": choice,
        "sheet": choice.sheet,
        "statistics": statistics_of(choice.sheet) if choice.sheet is not None else None,
        "csv_url": _csv_url(choice),
        "answers_url": reverse("participation:answers"),
    }
    return render(request, "participation/answer_statistics.html", context)


@require_safe
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """Return the same numbers as a CSV that opens right in Excel and WPS."""
    choice = choose(request)
    if choice.sheet is None or choice.congress is None:
        raise Http404
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    counted = timezone.localtime(choice.sheet.counted_at)
    head = [choice.congress.short_office_name, choice.sheet.year, _("统计到"), f"{counted:%Y-%m-%d %H:%M}"]
    rows: list[list[Any]] = [head, [_("表"), _("项目"), _("件数"), _("占比")]]
    rows += map(list, csv_rows(statistics_of(choice.sheet)))
    for row in rows:
        writer.writerow([cell(value, "csv") for value in row])
    body = BYTE_ORDER_MARK + lines.getvalue().encode()
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    name = f"statistics-{choice.congress.slug}-{choice.sheet.year}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv_url(choice: Choice) -> str:
    if choice.sheet is None or choice.congress is None:
        return ""
    query = urlencode({"congress": choice.congress.slug, "year": choice.sheet.year})
    return f"{reverse('participation:statistics_csv')}?{query}"
