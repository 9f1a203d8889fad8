"""The screens of the exports in the admin."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from exchange import urls


@hooks.register("register_admin_urls")
def export_urls() -> list[URLPattern | URLResolver]:
    """Mount the screens."""
    return [path("exports/", include(urls))]
