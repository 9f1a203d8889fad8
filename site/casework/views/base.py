"""What the office's screens share: sign-in, scope, the furniture of the admin."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from accounts.roles import Permission
from casework.models import Case
from casework.queries import visible_to


def may_use_worklist(user: User | AnonymousUser) -> bool:
    """Return whether the person has any cases to see."""
    if not isinstance(user, User):
        return False
    return user.holds(Permission.VIEW_ALL_CASES) or user.holds(Permission.VIEW_OWN_CASES)


class OfficeView(WagtailAdminTemplateMixin, View):
    """A screen for people with cases; everybody else is refused."""

    header_icon = "clipboard-list"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for sign-in, then for the right to see cases."""
        return require_admin_access(self._dispatch)(request, *args, **kwargs)

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_use_worklist(self.user):
            raise PermissionDenied
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

    def crumbs(self, *items: tuple[str, str]) -> list[dict[str, Any]]:
        """Return the way from the admin's home page to here."""
        ours = [(reverse("casework:worklist"), _("办件"))] if items else []
        tail = [{"url": url, "label": label} for url, label in [*ours, *items]]
        return [*self.breadcrumbs_items, *(tail or [{"url": "", "label": _("办件")}])]

    def page(self, http_status: int = 200, **context: Any) -> HttpResponse:
        """Render the screen."""
        return self.render_to_response(self.get_context_data(**context), status=http_status)


class CaseScreen(OfficeView):
    """A screen about one case that the person may see; 404 for every other number."""

    def get_case(self, number: str) -> Case:
        """Return the case, or 404 whether it does not exist or is not this person's to see."""
        case = visible_to(self.user).select_related("congress", "lead_office").filter(number=number).first()
        if case is None:
            raise Http404
        return case
