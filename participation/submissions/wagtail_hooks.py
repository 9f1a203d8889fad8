"""The office's door in the admin: addresses and menu item; and the state of the forms on its front page."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from accounts.models import User
from accounts.roles import Permission
from participation.submissions import admin_urls
from participation.submissions.panels import ProbePanel, may_see_probe


class IntakeMenuItem(MenuItem):
    """Shown to those who may enter an opinion for somebody else."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Hide the item from those whom the screen would refuse."""
        return isinstance(request.user, User) and request.user.holds(Permission.ENTER_SUBMISSION)


@hooks.register("register_admin_urls")
def intake_urls() -> list[URLPattern | URLResolver]:
    """Mount the screens."""
    return [path("intake/", include(admin_urls))]


@hooks.register("register_admin_menu_item")
def intake_menu_item() -> MenuItem:
    """Put the entry beside the worklist."""
    return IntakeMenuItem(_("登记来访"), reverse("intake:new"), icon_name="edit", order=11)


@hooks.register("construct_homepage_panels")
def probe_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Tell the county office whether the forms take opinions."""
    if may_see_probe(request):
        panels.append(ProbePanel())
