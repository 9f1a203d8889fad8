"""App registration of ``liaison``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiaisonConfig(AppConfig):
    """Parent of deputies and stations: addresses and the admin menu group only."""

    name = "liaison"
    verbose_name = _("代表联络")

    def ready(self) -> None:
        """Have changes on the registers' screens written to the ledger."""
        from audit.actions import record
        from organizations import recording

        recording.register(record)
