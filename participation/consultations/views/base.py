"""What the screens of one consultation share: sign-in, the right to edit its page, the furniture of the admin."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from participation.consultations.actions.drafts import locked_message, may_edit, rows_of
from participation.consultations.models import Article, ConsultationPage


class DraftScreen(WagtailAdminTemplateMixin, View):
    """A screen about one consultation for those who may edit its page; 404 for everybody else."""

    header_icon = "doc-full"
    request: HttpRequest
    consultation: ConsultationPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for sign-in, then for the right to edit this page."""
        return require_admin_access(self._dispatch)(request, *args, **kwargs)

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page = ConsultationPage.objects.filter(id=kwargs.pop("page_id")).first()
        if page is None or not may_edit(page, self.user):
            raise Http404
        self.consultation = page
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

    @cached_property
    def draft(self) -> ConsultationPage:
        """Return the page as it was last saved."""
        draft: ConsultationPage = self.consultation.get_latest_revision_as_object()
        return draft

    @cached_property
    def rows(self) -> list[Article]:
        """Return the rows of the draft."""
        return rows_of(self.draft)

    @cached_property
    def locked(self) -> str:
        """Return why nobody may change the page now."""
        return locked_message(self.consultation, self.user)

    def address(self, name: str, *args: Any) -> str:
        """Return the address of a screen of this consultation."""
        return reverse(f"drafts:{name}", args=[self.consultation.pk, *args])

    def get_page_title(self) -> str:
        """Return the title of the screen."""
        return str(self.page_title)

    def get_page_subtitle(self) -> str:
        """Name the consultation beside the title."""
        return str(self.consultation.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return home > page editor > draft > this screen."""
        editor = reverse("wagtailadmin_pages:edit", args=[self.consultation.pk])
        items = [(editor, self.consultation.get_admin_display_title()), *self.way()]
        return [
            *self.breadcrumbs_items,
            *({"url": url, "label": label} for url, label in items),
            {"url": "", "label": self.get_page_title()},
        ]

    def way(self) -> list[tuple[str, str]]:
        """Return the screens between the page editor and this one."""
        return [(self.address("tree"), str(_("草案条文")))]

    def page(self, http_status: int = 200, **context: Any) -> HttpResponse:
        """Render the screen."""
        shared = {"consultation": self.consultation, "locked": self.locked}
        return self.render_to_response(self.get_context_data(**shared, **context), status=http_status)


def add_errors(form: BaseForm, error: ValidationError) -> None:
    """Put the refusal of an action beside the fields it is about."""
    messages = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, texts in messages.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)
