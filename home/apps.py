"""App registration of ``home``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Home page, sections and plain pages."""

    name = "home"
    verbose_name = _("网站")

    def ready(self) -> None:
        """Say how the section of a new congress is made."""
        from home.provisioning import build_section
        from organizations.provisioning import provisioning

        provisioning.register_section(build_section)
