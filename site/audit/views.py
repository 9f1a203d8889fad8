"""The ledger on screen, for auditors: to read, to take away, never to change."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from accounts.roles import Permission
from audit.actions import record
from audit.exports import csv_lines
from audit.forms import LedgerForm
from audit.heads import current, file_name
from audit.labels import action_name, detail
from audit.models import Entry, EntryQuerySet
from audit.queries import ORDER, Criteria, actions_used, reads_personal_data, seal_state, visible_to
from core.paging import keyset_page, with_cursor
from organizations.scope import congresses

PAGE_SIZE = 50


class LedgerView(View):
    """Every address of the ledger asks for sign-in, then for the right to read it."""

    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody but auditors."""
        return require_admin_access(self._dispatch)(request, *args, **kwargs)

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User) or not request.user.holds(Permission.READ_AUDIT):
            raise PermissionDenied
        self.user = request.user
        return super().dispatch(request, *args, **kwargs)

    def found(self, given: Any) -> tuple[LedgerForm, Criteria, EntryQuerySet]:
        """Return the form, what it asks, and the entries of the user's congresses that fit."""
        actions = actions_used()
        form = LedgerForm(given, actions=actions)
        criteria = form.criteria()
        return form, criteria, criteria.narrow(visible_to(self.user), actions)


class Ledger(WagtailAdminTemplateMixin, LedgerView):
    """The newest entries first; a record's number shows its whole trail."""

    template_name = "audit/ledger.html"
    page_title = _("审计记录")
    header_icon = "history"
    request: HttpRequest

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > ledger."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of the ledger."""
        form, criteria, entries = self.found(request.GET)
        entries = entries.select_related("actor", "congress")
        page = keyset_page(entries, ORDER, request.GET.get("cursor"), PAGE_SIZE)
        context = self.get_context_data(
            form=form,
            export_form=LedgerForm(request.GET, actions=form.actions, auto_id=False),
            is_filtered=bool(criteria),
            entries=page.items,
            rows=[row(entry) for entry in page.items],
            seal=seal_state(),
            next_url=with_cursor(request.GET, page.next_cursor) if page.next_cursor else "",
            previous_url=with_cursor(request.GET, page.previous_cursor) if page.previous_cursor else "",
        )
        return self.render_to_response(context)


class LedgerExport(LedgerView):
    """The entries that fit, as a file; that they were taken away is an entry too."""

    def post(self, request: HttpRequest) -> StreamingHttpResponse:
        """Write down who takes what, then send it line by line."""
        criteria, entries = self.found(request.POST)[1:]
        record(
            action="ledger.export",
            object_type="ledger",
            object_id=f"{timezone.localtime():%Y%m%d-%H%M%S}",
            congress=congresses(self.user, Permission.READ_AUDIT).first(),
            by=self.user,
            data={"filters": criteria.as_data()},
        )
        return StreamingHttpResponse(
            csv_lines(entries),
            content_type="text/csv; charset=utf-8",
            headers=as_file(f"ledger-{timezone.localtime():%Y%m%d-%H%M%S}.csv"),
        )


class LedgerHead(LedgerView):
    """The head of the chain, to keep where nobody of this machine can reach it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send the head as it is now."""
        return HttpResponse(
            current().text(),
            content_type="application/json",
            headers=as_file(file_name(timezone.localdate())),
        )


def as_file(name: str) -> dict[str, str]:
    """Return the headers of a download that is kept nowhere on the way."""
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}


def row(entry: Entry) -> dict[str, Any]:
    """Return an entry with the words of the screen."""
    return {
        "entry": entry,
        "action": action_name(entry.action),
        "details": [detail(name, value) for name, value in entry.data.items()],
        "is_personal": reads_personal_data(entry.action),
    }
