"""Open data of consultations: the page that documents it, the files, the calendar."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.paging import keyset_page, with_cursor
from core.spreadsheets import BYTE_ORDER_MARK, cell
from organizations.tenancy import tenants_of
from participation.adoption import opendata
from participation.adoption.agenda import calendar_of, pages_for
from participation.adoption.feeds import asked_congress
from participation.adoption.schema import LIST, WHOLE, fields, schema
from participation.consultations.models import ConsultationPage

LATEST_FIRST = ("-closes_at", "-id")
PAGE_SIZE, MOST = 50, 200
KEPT_SECONDS = 300


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """``/consultations/data/``: what there is, and what each field means."""
    context = {
        "list_fields": fields(LIST),
        "whole_fields": fields(WHOLE),
        "tenants": tenants_of(request).congresses,
        "most": MOST,
    }
    return render(request, "participation/data.html", context)


@require_safe
def schema_json(request: HttpRequest) -> HttpResponse:
    """The JSON Schema."""
    address = opendata.absolute(reverse("participation:data_schema"))
    return _json(request, schema(address), None, "application/schema+json")


@require_safe
def list_json(request: HttpRequest) -> HttpResponse:
    """``?cursor=&limit=&congress=``: one page of the consultations."""
    return _json(request, _listed(request), None)


@require_safe
def list_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table; the address of the next page stands in the header ``Link``."""
    found = _listed(request)
    rows = opendata.list_rows(found["consultations"])
    response = _csv(request, "consultations", opendata.LIST_COLUMNS, rows, None)
    if found["next"]:
        response.headers["Link"] = f'<{found["next"]}>; rel="next"'
    return response


@require_safe
def consultation_json(request: HttpRequest, page_id: int) -> HttpResponse:
    """One consultation: texts, counts, results."""
    page = _page(page_id)
    return _json(request, opendata.whole(page, tenants_of(request), timezone.now()), _changed_at(page))


@require_safe
def consultation_csv(request: HttpRequest, page_id: int) -> HttpResponse:
    """One consultation as a table: the articles with their numbers, with ``?table=results`` the results."""
    page = _page(page_id)
    found = opendata.whole(page, tenants_of(request), timezone.now())
    columns: Sequence[str]
    if request.GET.get("table") == "results":
        columns, rows, name = opendata.RESULT_COLUMNS, opendata.result_rows(found), f"results-{page.pk}"
    else:
        columns, rows, name = opendata.ARTICLE_COLUMNS, opendata.article_rows(found), f"articles-{page.pk}"
    return _csv(request, name, columns, rows, _changed_at(page))


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """``/consultations/calendar.ics?congress=``: the days of the consultations, to subscribe to."""
    congress, tenants = asked_congress(request), tenants_of(request)
    pages = pages_for(congress, timezone.now())
    for page in pages:
        page.congress = tenants.owner(page)
    name = _("征求意见") + (f"－{congress.short_office_name}" if congress is not None else "")
    return _answer(request, calendar_of(pages, name), "text/calendar; charset=utf-8", None)


def _page(pk: int) -> Any:
    page = opendata.pages_with_numbers().filter(id=pk).first()
    if page is None:
        raise Http404
    return page


def _listed(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET.get("limit", "")
    size = min(max(int(asked), 1), MOST) if asked.isdecimal() and len(asked) < 6 else PAGE_SIZE
    pages, congress = opendata.pages_with_numbers(), asked_congress(request)
    if congress is not None and congress.section_page is not None:
        pages = pages.filter(path__startswith=congress.section_page.path)
    found = keyset_page(pages, LATEST_FIRST, request.GET.get("cursor"), size)
    following = ""
    if found.next_cursor:
        following = opendata.absolute(request.path + with_cursor(request.GET, found.next_cursor))
    return opendata.list_of(found.items, tenants_of(request), timezone.now(), following)


def _changed_at(page: ConsultationPage) -> datetime | None:
    """Return when the data last changed; None while opinions come in, since a count has no hour."""
    if page.takes_opinions(opened_at=page.opens_at):
        return None
    reports: Sequence[Any] = page.published_results
    moments = [page.closes_at, page.last_published_at, *(report.published_at for report in reports)]
    return max(one for one in moments if one is not None and one <= timezone.now())


def _json(
    request: HttpRequest, data: dict[str, Any], changed_at: datetime | None, kind: str = "application/json"
) -> HttpResponse:
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return _answer(request, body, f"{kind}; charset=utf-8", changed_at)


def _csv(
    request: HttpRequest,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    changed_at: datetime | None,
) -> HttpResponse:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(value, "csv") for value in row])
    body = BYTE_ORDER_MARK + lines.getvalue().encode()
    response = _answer(request, body, "text/csv; charset=utf-8", changed_at)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _answer(request: HttpRequest, body: bytes, kind: str, changed_at: datetime | None) -> HttpResponse:
    """Return the file, or that it has not changed. Any site may read it: it is for everybody."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    stamp = int(changed_at.timestamp()) if changed_at is not None else None
    response: Any = HttpResponse(body, content_type=kind)
    response.headers["ETag"] = tag
    if stamp is not None:
        response.headers["Last-Modified"] = http_date(stamp)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return get_conditional_response(request, etag=tag, last_modified=stamp, response=response) or response
