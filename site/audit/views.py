"""The ledger on screen, for auditors: to read, never to change."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from accounts.roles import Permission
from audit.queries import about, visible_to
from core.paging import keyset_page, with_cursor
from core.text import one_line

PAGE_SIZE = 50
LONGEST_NUMBER = 60


class Ledger(WagtailAdminTemplateMixin, View):
    """The newest entries first; a record's number shows its whole trail."""

    template_name = "audit/ledger.html"
    page_title = _("审计记录")
    header_icon = "history"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for sign-in, then for the right to read the ledger."""
        return require_admin_access(self._dispatch)(request, *args, **kwargs)

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User) or not request.user.holds(Permission.READ_AUDIT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > ledger."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of the ledger."""
        words = one_line(request.GET.get("q", ""))[:LONGEST_NUMBER]
        entries = about(visible_to(cast(User, request.user)), words).select_related("actor", "congress")
        page = keyset_page(entries, ("-id",), request.GET.get("cursor"), PAGE_SIZE)
        context = self.get_context_data(
            q=words,
            entries=page.items,
            next_url=with_cursor(request.GET, page.next_cursor) if page.next_cursor else "",
            previous_url=with_cursor(request.GET, page.previous_cursor) if page.previous_cursor else "",
        )
        return self.render_to_response(context)
