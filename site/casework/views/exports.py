"""Taking the list away, and printing the file of a case."""

from tempfile import TemporaryFile
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Permission
from audit.actions import record
from casework.dossier import DOCX, case_file
from casework.exports import COLUMNS, NAME, chunks, count_up_to, is_permitted
from casework.kinds import kinds
from casework.saved_filters import without_page
from casework.views.base import CaseScreen, OfficeView
from casework.views.worklist import back_to
from core.forms import CleanCharField
from exchange.actions import record_direct, request_export
from exchange.spreadsheets import FORMATS, WRITERS
from exchange.views import file_response
from organizations.scope import has_permission

AT_ONCE = 1000  # rows; more are made in the background


class ExportCases(OfficeView):
    """The list as it stands in the address, as a file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Go back to the list: an export is a deed, not an address."""
        return redirect(back_to(request.GET.urlencode()))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a short list at once, queue a long one."""
        if not is_permitted(self.user):
            raise PermissionDenied
        query = without_page(request.GET)
        export_format = request.POST.get("format", "")
        if export_format not in FORMATS:
            messages.error(request, _("请选择 Excel 或 CSV。"))
            return redirect(back_to(query))
        if count_up_to(self.user, query, AT_ONCE + 1) <= AT_ONCE:
            return self._at_once(query, export_format)
        try:
            job = request_export(kind=NAME, query=query, export_format=export_format, by=self.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("exchange:list")
        return redirect("exchange:job", job=job.pk)

    def _at_once(self, query: str, export_format: str) -> HttpResponseBase:
        made = TemporaryFile()  # noqa: SIM115 -- the response closes it
        rows = list(chunks(self.user, query))
        WRITERS[export_format](cast(Any, made), COLUMNS, rows)
        made.seek(0)
        record_direct(
            kind=NAME, query=query, export_format=export_format, rows=sum(map(len, rows)), by=self.user
        )
        return file_response(made, NAME, export_format)


class CaseFileForm(forms.Form):
    """What goes into the printed file."""

    with_sender = forms.BooleanField(label=gettext_lazy("包含提交人姓名和联系方式"), required=False)
    reason = CleanCharField(
        label=gettext_lazy("打印姓名和联系方式的理由"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("勾选上一项时必填，会记入审计日志"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason."""
        data = super().clean() or self.cleaned_data
        if data.get("with_sender") and not data.get("reason"):
            self.add_error("reason", _("请写明理由。"))
        return data


class PrintCase(CaseScreen):
    """The file of a case, for the binder: the trail without the sender, unless somebody says why."""

    template_name = "casework/case_file.html"

    def get_page_title(self) -> str:
        """Return the title."""
        return _("打印卷宗")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > worklist > number > print."""
        number = self.kwargs["number"]
        return self.crumbs((reverse("casework:case", args=[number]), number), ("", self.get_page_title()))

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """Show the choice."""
        return self._show(number, CaseFileForm())

    def post(self, request: HttpRequest, number: str) -> HttpResponseBase:
        """Send the file, after writing down what it contains."""
        case = self.get_case(number)
        form = CaseFileForm(request.POST)
        if not form.is_valid():
            return self._show(number, form, 422)
        with_sender = form.cleaned_data["with_sender"]
        if with_sender and not has_permission(self.user, Permission.VIEW_PERSONAL_DATA, case.congress):
            raise PermissionDenied
        record(
            action="case.print_contact" if with_sender else "case.print",
            object_type="case",
            object_id=case.number,
            congress=case.congress,
            by=self.user,
            data={"reason": form.cleaned_data["reason"]} if with_sender else {},
        )
        sender = kinds.of(case).sender(case) if with_sender else ()
        content = case_file(case, sender=sender, printed_by=str(self.user))
        response = HttpResponse(content, content_type=DOCX)
        response["Content-Disposition"] = f'attachment; filename="{case.number}.docx"'
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def _show(self, number: str, form: CaseFileForm, status: int = 200) -> HttpResponse:
        case = self.get_case(number)
        may_see = has_permission(self.user, Permission.VIEW_PERSONAL_DATA, case.congress)
        if not may_see:
            del form.fields["with_sender"], form.fields["reason"]
        return self.page(status, case=case, form=form, may_see=may_see)
