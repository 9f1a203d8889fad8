"""Django application of the search package."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Label `search`; Wagtail's own search application keeps the label `wagtailsearch`."""

    name = "search"
    label = "search"
    verbose_name = _("全站搜索")
