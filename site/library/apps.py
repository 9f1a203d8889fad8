"""App registration of ``library``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    """Pictures, documents and private files."""

    name = "library"
    verbose_name = _("文件库")
