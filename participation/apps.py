"""App registration of ``participation``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    """Parent of consultations and submissions: addresses and the admin menu group only."""

    name = "participation"
    verbose_name = _("公众参与")
