"""Registration of the framework-level tools; ``core`` has no tables of its own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import checks


class CoreConfig(AppConfig):
    """The app every other app may import from."""

    name = "core"
    verbose_name = _("基础工具")
    settings_checks = checks.check_settings  # importing the module registers the check
