"""App registration of ``participation.adoption``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdoptionConfig(AppConfig):
    """Adoption of opinions on drafts."""

    name = "participation.adoption"
    label = "adoption"
    verbose_name = _("意见采纳")
