"""Taking the office's own table away: at once when there are few opinions, else made in the background."""

from tempfile import TemporaryFile
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from exchange.actions import record_direct, request_export
from exchange.registry import exports
from exchange.spreadsheets import WRITERS
from exchange.views import file_response
from participation.adoption.exports import OPINIONS, TABLE, is_small, query_of
from participation.adoption.views.base import ConsultationScreen

CHOICES = {"docx": (TABLE, "docx"), "xlsx": (TABLE, "xlsx"), "opinions": (OPINIONS, "xlsx")}


class Export(ConsultationScreen):
    """``/admin/adoption/<id>/export/``."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Go back to the table: an export is a deed, not an address."""
        return redirect("adoption:table", page_id=self.consultation.pk)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Answer at once, or queue it."""
        asked = CHOICES.get(request.POST.get("what", ""))
        if asked is None:
            messages.error(request, _("请选择 Word 或 Excel。"))
            return redirect("adoption:table", page_id=self.consultation.pk)
        name, export_format = asked
        query = query_of(self.consultation)
        if is_small(self.consultation):
            return self._at_once(name, export_format, query)
        try:
            job = request_export(kind=name, query=query, export_format=export_format, by=self.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("exchange:list")
        return redirect("exchange:job", job=job.pk)

    def _at_once(self, name: str, export_format: str, query: str) -> HttpResponseBase:
        kind = exports.by_name[name]
        out = TemporaryFile()  # noqa: SIM115 -- the response closes it
        rows = list(kind.chunks(self.user, query))
        own = kind.writers.get(export_format)
        if own is not None:
            own(cast(Any, out), self.user, query, rows)
        else:
            WRITERS[export_format](cast(Any, out), kind.columns_of(self.user, query), rows)
        out.seek(0)
        record_direct(
            kind=name, query=query, export_format=export_format, rows=sum(map(len, rows)), by=self.user
        )
        return file_response(out, name, export_format)
