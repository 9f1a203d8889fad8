"""App registration of ``participation.submissions``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    """Opinions from citizens."""

    name = "participation.submissions"
    label = "submissions"
    verbose_name = _("群众意见")

    def ready(self) -> None:
        """Tell the worklist how opinions are handled, the outbox what is told, the search where answers are."""
        from participation.submissions import casework_kind, notifications, search_source

        casework_kind.register()
        notifications.register()
        search_source.register()
