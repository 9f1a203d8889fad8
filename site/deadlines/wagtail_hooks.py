"""期限 in the admin: addresses and menu item."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.models import User
from accounts.roles import Permission


class DeadlinesMenuItem(MenuItem):
    """Shown to those who may set rules."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Hide the item from those whom the screens would refuse."""
        return isinstance(request.user, User) and request.user.holds(Permission.MANAGE_DEADLINES)


@hooks.register("register_admin_urls")
def deadline_urls() -> list[URLResolver]:
    """Mount the screens."""
    return [path("deadlines/", include("deadlines.urls"))]


@hooks.register("register_admin_menu_item")
def deadlines_menu_item() -> MenuItem:
    """Put 期限规则 into the menu."""
    return DeadlinesMenuItem(
        _("期限规则"), reverse("deadlines:index"), name="deadlines", icon_name="calendar-alt", order=750
    )
