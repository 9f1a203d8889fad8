"""App registration of ``exchange``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Export jobs."""

    name = "exchange"
    verbose_name = _("导出")
