"""App registration of ``deadlines``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeadlinesConfig(AppConfig):
    """Rules of time, the calendar, due dates."""

    name = "deadlines"
    verbose_name = _("期限")
