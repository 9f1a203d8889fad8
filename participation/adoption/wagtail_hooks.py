"""The coding tables in the admin: addresses, menu item, and a way there from a consultation."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from accounts.models import User
from participation.adoption import admin_urls
from participation.adoption.queries.access import consultation_for, may_work
from participation.consultations.models import ConsultationPage


class AdoptionMenuItem(MenuItem):
    """Shown to those who code or approve."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Hide the item from those whom the screens would refuse."""
        return isinstance(request.user, User) and may_work(request.user)


@hooks.register("register_admin_urls")
def adoption_urls() -> list[URLPattern | URLResolver]:
    """Mount the screens."""
    return [path("adoption/", include(admin_urls))]


@hooks.register("register_admin_menu_item")
def adoption_menu_item() -> MenuItem:
    """Put the tables beside the worklist."""
    return AdoptionMenuItem(_("意见采纳"), reverse("adoption:index"), icon_name="tasks", order=12)


@hooks.register("register_page_header_buttons")
def adoption_button(
    page: Page, user: User, next_url: str | None = None, view_name: str = ""
) -> Iterator[Button]:
    """Lead from the page of a consultation to its opinions."""
    if page.specific_class is not ConsultationPage or consultation_for(user, page.pk) is None:
        return
    url = reverse("adoption:table", args=[page.pk])
    yield Button(_("意见采纳"), url, icon_name="tasks", priority=120)
