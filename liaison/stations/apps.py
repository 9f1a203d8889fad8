"""App registration of ``liaison.stations``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StationsConfig(AppConfig):
    """Stations and receptions."""

    name = "liaison.stations"
    label = "stations"
    verbose_name = _("代表联络站")

    def ready(self) -> None:
        """Add this list to the section of every new congress, and the stations to the search."""
        from liaison.stations.models import StationPage
        from liaison.stations.provisioning import register
        from search.registry import Kind, site_search

        register()
        if "station" not in site_search.kinds:
            site_search.register_kind(Kind("station", _("代表联络站"), lambda: StationPage))
