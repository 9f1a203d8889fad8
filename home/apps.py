"""App registration of ``home``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Home page, sections and plain pages."""

    name = "home"
    verbose_name = _("网站")

    def ready(self) -> None:
        """Say how the section of a new congress is made, what it shows, and what can be searched."""
        from home import queries
        from home.context import page_contexts
        from home.models import StandardPage
        from home.provisioning import build_section
        from organizations.provisioning import provisioning
        from search.registry import Kind, site_search

        provisioning.register_section(build_section)
        page_contexts.register(front=queries.front_page, section=queries.section)
        site_search.register_towns(queries.search_towns)
        site_search.register_kind(Kind("page", _("说明页面"), lambda: StandardPage))
