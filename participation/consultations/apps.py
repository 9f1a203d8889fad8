"""App registration of ``participation.consultations``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    """Consultations and their articles."""

    name = "participation.consultations"
    label = "consultations"
    verbose_name = _("征求意见")

    def ready(self) -> None:
        """Add this list to the section of every new congress, and its pages to the search."""
        from participation.consultations.models import ConsultationPage
        from participation.consultations.provisioning import register
        from search.registry import Kind, site_search

        register()
        site_search.register_kind(
            Kind("consultation", _("征求意见"), lambda: ConsultationPage, prefetch=("articles",))
        )
