"""App registration of ``participation.routing``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoutingConfig(AppConfig):
    """Rules that propose an assignment."""

    name = "participation.routing"
    label = "routing"
    verbose_name = _("分办规则")
