"""App registration of ``participation.submissions``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    """Opinions from citizens."""

    name = "participation.submissions"
    label = "submissions"
    verbose_name = _("群众意见")

    def ready(self) -> None:
        """Tell the worklist how opinions are handled, the outbox what is told, the search where answers are.

        And where a sender's address is kept besides the opinion itself.
        """
        from participation.submissions import casework_kind, notifications, own_data, search_source

        casework_kind.register()
        notifications.register()
        search_source.register()
        own_data.register()
