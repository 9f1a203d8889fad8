"""App registration of ``participation.submissions``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    """Opinions from citizens."""

    name = "participation.submissions"
    label = "submissions"
    verbose_name = _("群众意见")
