"""App registration of ``participation.submissions``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    """Opinions from citizens."""

    name = "participation.submissions"
    label = "submissions"
    verbose_name = _("群众意见")

    def ready(self) -> None:
        """Tell the worklist how opinions are handled."""
        from participation.submissions import casework_kind

        casework_kind.register()
