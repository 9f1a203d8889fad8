"""Every address of the installation."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.documents import urls as wagtaildocs_urls

from core.styleguide import styleguide
from organizations.serving import serve as serve_page

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("core.urls")),
    path("", include("liaison.urls")),
    path("", include("participation.urls")),
    path("", include("home.urls")),
    path("search/", include("search.urls")),
    path("admin/", include("organizations.closed_urls")),
    path("documents/", include(wagtaildocs_urls)),
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
if settings.DEBUG:
    urlpatterns.insert(0, path("styleguide/", styleguide))
if settings.SERVE_PICTURES:
    # On a real server nginx does this. Only resized pictures are public; documents go through Wagtail's check.
    pictures = {"document_root": settings.MEDIA_ROOT / "images"}
    urlpatterns.insert(0, path("media/images/<path:path>", serve, pictures))
