"""The result in the office: its words, the second person, and a look at it before it is public."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.adoption import actions
from participation.adoption.forms import ReasonForm, ResultForm
from participation.adoption.models import ResultReport
from participation.adoption.presentation import result_of
from participation.adoption.promise import promise_of
from participation.adoption.queries.results import being_prepared, editions, missing
from participation.adoption.snapshot import snapshot
from participation.adoption.views.base import ConsultationScreen
from participation.adoption.views.group import raise_form


class Result(ConsultationScreen):
    """``/admin/adoption/<id>/result/``."""

    template_name = "participation/adoption_result.html"

    def get_page_title(self) -> str:
        """Return the title."""
        return _("意见采纳情况")

    def trail(self) -> list[tuple[str, str]]:
        """Return the way here."""
        return [*super().trail(), ("", self.get_page_title())]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, or what waits."""
        return self._show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the button says."""
        name = request.POST.get("action", "")
        deed = DEEDS.get(name)
        if deed is None:
            raise PermissionDenied
        problems = self.attempt(lambda: deed(self))
        if problems:
            return self._show(problems, name, 422)
        return redirect("adoption:result", page_id=self.consultation.pk)

    def draft(self) -> str:
        """Save the words."""
        form = ResultForm(self.request.POST)
        if not form.is_valid():
            raise_form(form)
        report = actions.draft_result(page=self.consultation, by=self.user, **form.cleaned_data)
        if "submits" not in self.request.POST:
            return _("已保存。")
        actions.submit_result(report=report, by=self.user)
        return _("已送签，由另一人签发公布。")

    def take_back(self) -> str:
        """Take back."""
        actions.take_back_result(report=self._report(), by=self.user)
        return _("已取回，可以修改。")

    def send_back(self) -> str:
        """Send back."""
        reason = self.request.POST.get("reason", "")
        actions.send_back_result(report=self._report(), reason=reason, by=self.user)
        return _("已退回修改。")

    def publish(self) -> str:
        """Publish."""
        actions.publish_result(report=self._report(), by=self.user)
        return _("已公布。列入研究的意见会陆续办结，提交人凭查询码能看到自己的意见怎么处理的。")

    def _report(self) -> ResultReport:
        report = being_prepared(self.consultation)
        if report is None:
            raise PermissionDenied
        return report

    def _show(self, problems: list[str] | None = None, name: str = "", status: int = 200) -> HttpResponse:
        report, found = being_prepared(self.consultation), editions(self.consultation.pk)
        base = report or (found[0] if found else None)
        keys = ("intro", "next_steps") if report is None else ("intro", "next_steps", "correction_note")
        initial = {key: getattr(base, key) for key in keys} if base is not None else {}
        form = ResultForm(self.request.POST if name == "draft" else None, initial=initial)
        if not found:
            del form.fields["correction_note"]
        waits = report is not None and report.submitted_at is not None
        own = report is not None and report.drafted_by_id == self.user.pk
        return self.page(
            status,
            report=report,
            editions=found,
            form=form,
            reason_form=ReasonForm(auto_id="reason_%s"),
            problems=problems or [],
            missing=missing(self.consultation),
            promise=promise_of(self.consultation),
            waits=waits,
            can_edit=self.may_code and not waits,
            can_publish=self.may_approve and waits and not own,
            is_own=own and waits,
        )


class Preview(ConsultationScreen):
    """``/admin/adoption/<id>/result/preview/``: the public page as it would be now."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Render the public template with what stands now."""
        page = self.consultation
        report = being_prepared(page) or ResultReport(consultation=page)
        context: dict[str, Any] = {
            "page": page,
            "page_url": page.get_url(request) or "",
            "data_url": reverse("participation:consultation_json", args=[page.pk]),
            "result": result_of(page, report, snapshot(page)),
            "editions": [],
            "is_preview": True,
        }
        return render(request, "participation/result.html", context)


DEEDS: dict[str, Callable[[Result], str]] = {
    name: getattr(Result, name) for name in ("draft", "take_back", "send_back", "publish")
}
