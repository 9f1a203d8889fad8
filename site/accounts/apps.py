"""App registration of ``accounts``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, memberships and roles."""

    name = "accounts"
    verbose_name = _("账号与角色")
