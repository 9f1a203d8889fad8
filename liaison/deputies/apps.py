"""App registration of ``liaison.deputies``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeputiesConfig(AppConfig):
    """The register of deputies."""

    name = "liaison.deputies"
    label = "deputies"
    verbose_name = _("代表")

    def ready(self) -> None:
        """Add this list to the section of every new congress, and the deputies to the search."""
        from liaison.deputies.provisioning import register
        from liaison.deputies.queries import search_source
        from search.registry import site_search

        register()
        if "deputy" not in site_search.sources:
            site_search.register_source(search_source())
