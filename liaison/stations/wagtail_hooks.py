"""Registrations of stations in the admin."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from liaison.stations.queries import stations_to_staff
from liaison.stations.viewsets import OfficersViewSet, ReceptionViewSet


class ClerkMenuItem(MenuItem):
    """Shown to those who name officers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user is a clerk with stations."""
        return stations_to_staff(request.user).exists()  # type: ignore[arg-type]


@hooks.register("register_admin_viewset")
def register_receptions() -> ReceptionViewSet:
    """Register reception days."""
    return ReceptionViewSet()


@hooks.register("register_admin_viewset")
def register_officers() -> OfficersViewSet:
    """Register the naming of officers."""
    return OfficersViewSet(menu_item_class=ClerkMenuItem)
