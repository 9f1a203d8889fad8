"""The worklist in the admin: addresses, menu item, and what waits for me on the home page."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from casework import admin_urls
from casework.views.base import may_use_worklist
from casework.worklist import counts


class WorklistMenuItem(MenuItem):
    """Shown to people who have cases to see."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Hide the item from those whom the worklist would refuse."""
        return may_use_worklist(request.user)


class WaitingPanel(Component):
    """What waits, on the admin's home page."""

    name = "waiting"
    order = 10
    template_name = "casework/waiting_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count each list."""
        return {"tabs": counts(parent_context["request"].user)}


@hooks.register("register_admin_urls")
def worklist_urls() -> list[URLPattern | URLResolver]:
    """Mount the screens."""
    return [path("cases/", include(admin_urls))]


@hooks.register("register_admin_menu_item")
def worklist_menu_item() -> MenuItem:
    """Put the worklist first."""
    return WorklistMenuItem(_("办件"), reverse("casework:worklist"), icon_name="clipboard-list", order=10)


@hooks.register("construct_homepage_panels")
def waiting_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Show what waits to people who have cases."""
    if may_use_worklist(request.user):
        panels.insert(0, WaitingPanel())
