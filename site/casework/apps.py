"""App registration of ``casework``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """Cases, assignments, replies, events."""

    name = "casework"
    verbose_name = _("办理")

    def ready(self) -> None:
        """Tell the outbox what it may show to whom, the deadlines which clocks run; offer the list for export."""
        from casework import clock_holder, exports, notifications

        clock_holder.register()
        notifications.register()
        exports.register()
