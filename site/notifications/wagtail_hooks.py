"""The outbox in the admin: addresses, menu item, a warning on the front page; and everybody's own reminders."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from notifications import admin_urls
from notifications.panels import ReminderPanel
from notifications.queries import dead_count
from notifications.views import may_see_outbox


class OutboxMenuItem(MenuItem):
    """Shown to people who keep cases."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Hide the item from those whom the outbox would refuse."""
        return may_see_outbox(request.user)


class FailedPanel(Component):
    """Tells on the front page that messages have failed for good."""

    name = "failed_messages"
    order = 20
    template_name = "notifications/failed_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count them; the panel is empty when there are none."""
        return {"count": dead_count(parent_context["request"].user)}


@hooks.register("register_admin_urls")
def outbox_urls() -> list[URLPattern | URLResolver]:
    """Mount the screens."""
    return [path("messages/", include(admin_urls))]


@hooks.register("register_admin_menu_item")
def outbox_menu_item() -> MenuItem:
    """Put the outbox into the menu."""
    return OutboxMenuItem(_("通知发送"), reverse("notifications:outbox"), icon_name="mail", order=800)


@hooks.register("construct_homepage_panels")
def failed_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Warn those who can do something about it."""
    if may_see_outbox(request.user):
        panels.append(FailedPanel())


hooks.register("register_account_settings_panel", ReminderPanel)
