"""Registration of the framework-level tools; ``core`` has no tables of its own."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from core.checks import check_settings


class CoreConfig(AppConfig):
    """The app every other app may import from."""

    name = "core"
    verbose_name = _("基础工具")

    def ready(self) -> None:
        """Have the settings core reads checked at start."""
        register(check_settings)
