"""App registration of ``participation.submissions.replies``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RepliesConfig(AppConfig):
    """Templates of answers, and the lint."""

    name = "participation.submissions.replies"
    label = "replies"
    verbose_name = _("答复模板")
