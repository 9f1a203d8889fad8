"""What the screens of a coding table share: sign-in, the right to this consultation, the furniture of the admin."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from organizations.models import Congress
from organizations.scope import congress_for_page
from participation.adoption.models import OpinionGroup
from participation.adoption.queries.access import consultation_for, may_approve, may_code, may_work
from participation.consultations.models import ConsultationPage


class AdoptionScreen(WagtailAdminTemplateMixin, View):
    """A screen for those who code or approve; everybody else is refused."""

    header_icon = "tasks"
    page_title: Any = gettext_lazy("意见采纳")
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for sign-in, then for the right."""
        return require_admin_access(self._dispatch)(request, *args, **kwargs)

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_work(self.user):
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

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > the list > what ``trail`` names."""
        trail = self.trail()
        items = [(reverse("adoption:index") if trail else "", _("意见采纳")), *trail]
        return [*self.breadcrumbs_items, *({"url": url, "label": label} for url, label in items)]

    def trail(self) -> list[tuple[str, str]]:
        """Return the way below the list."""
        return []

    def page(self, http_status: int = 200, **context: Any) -> HttpResponse:
        """Render the screen."""
        return self.render_to_response(self.get_context_data(**context), status=http_status)


class ConsultationScreen(AdoptionScreen):
    """A screen about one consultation; 404 for every other one."""

    consultation: ConsultationPage

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_work(self.user):
            raise PermissionDenied
        page = consultation_for(self.user, kwargs.pop("page_id"))
        if page is None:
            raise Http404
        self.consultation = page
        return super()._dispatch(request, *args, **kwargs)

    @cached_property
    def congress(self) -> Congress | None:
        """Return whose consultation it is."""
        return congress_for_page(self.consultation)

    @property
    def may_code(self) -> bool:
        """Return whether the person groups and drafts here."""
        return may_code(self.user, self.congress)

    @property
    def may_approve(self) -> bool:
        """Return whether the person approves here."""
        return may_approve(self.user, self.congress)

    def trail(self) -> list[tuple[str, str]]:
        """Return the way to the table."""
        return [(reverse("adoption:table", args=[self.consultation.pk]), self.consultation.title)]

    def get_group(self, pk: Any) -> OpinionGroup:
        """Return a group of this consultation, or 404."""
        rows = OpinionGroup.objects.select_related("consultation", "drafted_by", "approved_by", "merged_into")
        number = str(pk)
        found = (
            rows.filter(pk=int(number), consultation=self.consultation).first() if _is_key(number) else None
        )
        if found is None:
            raise Http404
        return found

    def attempt(self, deed: Callable[[], str]) -> list[str]:
        """Do something and say what was done; return what is wrong when it cannot be done now."""
        try:
            told = deed()
        except ValidationError as error:
            return [text for text in error.messages if text]
        if told:
            messages.success(self.request, told)
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what every screen of a consultation shows."""
        mine = {"consultation": self.consultation, "may_code": self.may_code, "may_approve": self.may_approve}
        context: dict[str, Any] = super().get_context_data(**(mine | kwargs))
        return context


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
