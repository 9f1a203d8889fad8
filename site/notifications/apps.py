"""App registration of ``notifications``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """The outbox and its channels."""

    name = "notifications"
    verbose_name = _("通知")

    def ready(self) -> None:
        """Refuse to start with a channel that is set up wrongly: its letters would all be lost in the end."""
        from notifications.channels import verify

        verify()
