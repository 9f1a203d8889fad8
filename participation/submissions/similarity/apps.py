"""App registration of ``participation.submissions.similarity``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SimilarityConfig(AppConfig):
    """Near-duplicate opinions."""

    name = "participation.submissions.similarity"
    label = "similarity"
    verbose_name = _("相近意见")

    def ready(self) -> None:
        """Hear of steps after which an opinion no longer belongs among the others."""
        from casework.workflow import listeners
        from participation.submissions.similarity.actions import on_event

        if on_event not in listeners:
            listeners.append(on_event)
