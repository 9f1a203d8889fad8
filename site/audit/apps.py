"""App registration of ``audit``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The audit ledger."""

    name = "audit"
    verbose_name = _("审计")

    def ready(self) -> None:
        """Add the ledger's proof to every backup."""
        from audit.proof import proof
        from core.backup.registry import register

        register("ledger", proof)
