"""App registration of ``organizations``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """Congresses, offices, areas and terms."""

    name = "organizations"
    verbose_name = _("组织机构")
