"""App registration of ``participation.adoption``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdoptionConfig(AppConfig):
    """Adoption of opinions on drafts."""

    name = "participation.adoption"
    label = "adoption"
    verbose_name = _("意见采纳")

    def ready(self) -> None:
        """Follow the opinions' own steps, tell their senders what became of them, name what the ledger holds."""
        from casework.workflow import listeners
        from participation.adoption import exports, fates, ledger, reminders
        from participation.adoption.actions.following import on_event

        exports.register()
        fates.register()
        ledger.register()
        reminders.register()
        if on_event not in listeners:
            listeners.append(on_event)
