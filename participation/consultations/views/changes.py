"""Extending, withdrawing and taking up again; the versions of a draft as the office sees them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.consultations import actions
from participation.consultations.descent import chain, versions
from participation.consultations.forms import ExtendForm, ReasonForm
from participation.consultations.queries import changes
from participation.consultations.views.base import DraftScreen, add_errors


class ChangeScreen(DraftScreen):
    """A form that makes a change and sends it to be signed."""

    template_name = "participation/draft_change.html"
    form_class: type[ReasonForm] = ReasonForm
    action: Callable[..., None]
    explanation: Any = ""
    button: Any = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask."""
        return self._show(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send it to be signed."""
        form = self._form(request.POST)
        if form.is_valid():
            try:
                type(self).action(page=self.consultation, by=self.user, **form.arguments())
                messages.success(request, _("已送审。由另一个人签发以后公开；在那以前，页面照旧。"))
                return redirect(self.address("versions"))
            except ValidationError as error:
                add_errors(form, error)
        return self._show(form)

    def _form(self, data: Any = None) -> ReasonForm:
        return self.form_class(data, has_draft=self.consultation.has_unpublished_changes)

    def _show(self, form: ReasonForm) -> HttpResponse:
        status = 422 if form.is_bound else 200
        return self.page(status, form=form, explanation=self.explanation, button=self.button)


class ExtendView(ChangeScreen):
    """``/admin/consultations/<page>/extend/``."""

    page_title = gettext_lazy("延长期限")
    form_class = ExtendForm
    action = actions.extend
    explanation = gettext_lazy("已经收到的意见都有效。新的截止时间要晚于现在，也要晚于原来的截止时间。")
    button = gettext_lazy("送审")


class WithdrawView(ChangeScreen):
    """``/admin/consultations/<page>/withdraw/``."""

    page_title = gettext_lazy("撤回征求意见")
    action = actions.withdraw
    explanation = gettext_lazy("签发以后不再接收意见；页面、草案和已经收到的意见都保留，理由公开显示。")
    button = gettext_lazy("送审")


class ResumeView(ChangeScreen):
    """``/admin/consultations/<page>/resume/``."""

    page_title = gettext_lazy("恢复征求意见")
    action = actions.resume
    explanation = gettext_lazy("签发以后按原来的起止时间继续。时间已过的，请另外延长期限。")
    button = gettext_lazy("送审")


class VersionsView(DraftScreen):
    """``/admin/consultations/<page>/versions/``: what was public, when, and what changed."""

    template_name = "participation/draft_versions.html"
    page_title = gettext_lazy("各稿和变更")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        found = versions(chain(self.consultation))
        return self.page(
            versions=list(zip(found, [None, *found], strict=False)),
            changes=list(changes(self.consultation)),
            waiting=self.consultation.workflow_in_progress,
        )
