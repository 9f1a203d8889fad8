"""A person's exports: progress, the file, calling off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from exchange.actions import cancel_export, record_download
from exchange.models import ExportJob, JobState
from exchange.queries import MOST_SHOWN, jobs_of
from exchange.registry import exports
from exchange.spreadsheets import CONTENT_TYPES

REFRESH_SECONDS = 5


class ExportView(WagtailAdminTemplateMixin, View):
    """A screen about the signed-in person's own exports."""

    header_icon = "download"
    page_title = _("导出")
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for sign-in."""
        return require_admin_access(self._dispatch)(request, *args, **kwargs)

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    @property
    def user(self) -> User:
        """Return the person signed in."""
        user = self.request.user
        if not isinstance(user, User):
            raise PermissionDenied
        return user

    def get_job(self, job: UUID) -> ExportJob:
        """Return the person's own job; anybody else's does not exist."""
        found = jobs_of(self.user).filter(pk=job).first()
        if found is None:
            raise Http404
        return found


def described(job: ExportJob, user: User) -> dict[str, Any]:
    """Return what the screens show of a job."""
    kind = exports.by_name.get(job.kind)
    return {
        "job": job,
        "label": kind.label if kind else job.kind,
        "filter": kind.describe(user, job.query) if kind else "",
        "is_ready": job.state == JobState.DONE and bool(job.file),
        "url": reverse("exchange:job", args=[job.pk]),
    }


class JobList(ExportView):
    """What I have asked for."""

    template_name = "exchange/job_list.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > exports."""
        return [*self.breadcrumbs_items, {"url": "", "label": _("导出")}]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        rows = [described(job, self.user) for job in jobs_of(self.user)[:MOST_SHOWN]]
        return self.render_to_response(self.get_context_data(rows=rows))


class JobView(ExportView):
    """How far one is. The page asks again by itself while it is being made, with or without JavaScript."""

    template_name = "exchange/job.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > exports > this."""
        ours = [{"url": reverse("exchange:list"), "label": _("导出")}, {"url": "", "label": _("进度")}]
        return [*self.breadcrumbs_items, *ours]

    def get(self, request: HttpRequest, job: UUID) -> HttpResponse:
        """Show the job."""
        found = self.get_job(job)
        response = self.render_to_response(self.get_context_data(**described(found, self.user)))
        if found.is_unfinished:
            response["Refresh"] = str(REFRESH_SECONDS)
        return response

    def post(self, request: HttpRequest, job: UUID) -> HttpResponse:
        """Call the job off."""
        cancel_export(job=self.get_job(job), by=self.user)
        messages.success(request, _("已取消导出。"))
        return redirect("exchange:list")


class JobFile(ExportView):
    """The file, for its maker only."""

    def get(self, request: HttpRequest, job: UUID) -> FileResponse:
        """Send the file and note it."""
        found = self.get_job(job)
        is_over = found.expires_at is None or found.expires_at < timezone.now()
        if found.state != JobState.DONE or not found.file or is_over:
            raise Http404
        record_download(job=found, by=self.user)
        return file_response(found.file.open("rb"), found.kind, found.format)


def file_response(content: Any, name: str, export_format: str) -> FileResponse:
    """Return a download that no browser runs."""
    file_name = f"{name}-{timezone.localdate():%Y%m%d}.{export_format}"
    response = FileResponse(
        content, as_attachment=True, filename=file_name, content_type=CONTENT_TYPES[export_format]
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
