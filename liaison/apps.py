"""App registration of ``liaison``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiaisonConfig(AppConfig):
    """Parent of deputies and stations: addresses and the admin menu group only."""

    name = "liaison"
    verbose_name = _("代表联络")
