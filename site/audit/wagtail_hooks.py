"""The ledger in the admin: address and menu item."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.models import User
from accounts.roles import Permission
from audit.views import Ledger, LedgerExport, LedgerHead


class LedgerMenuItem(MenuItem):
    """Shown to auditors."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Hide the item from those whom the ledger would refuse."""
        return isinstance(request.user, User) and request.user.holds(Permission.READ_AUDIT)


@hooks.register("register_admin_urls")
def ledger_url() -> list[URLPattern]:
    """Mount the screen and its two downloads."""
    return [
        path("ledger/", Ledger.as_view(), name="audit_ledger"),
        path("ledger/export/", LedgerExport.as_view(), name="audit_ledger_export"),
        path("ledger/head/", LedgerHead.as_view(), name="audit_ledger_head"),
    ]


@hooks.register("register_admin_menu_item")
def ledger_menu_item() -> MenuItem:
    """Put the ledger into the menu."""
    return LedgerMenuItem(_("审计记录"), reverse("audit_ledger"), icon_name="history", order=900)
