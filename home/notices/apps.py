"""App registration of ``home.notices``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Notices and news."""

    name = "home.notices"
    label = "notices"
    verbose_name = _("通知公告")

    def ready(self) -> None:
        """Add this list to the section of every new congress, and its pages to the search."""
        from home.notices.models import NoticePage
        from home.notices.provisioning import register
        from search.registry import Kind, site_search

        register()
        site_search.register_kind(Kind("notice", _("通知公告"), lambda: NoticePage))
