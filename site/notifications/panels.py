"""The part of a member's own account page about reminders."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from notifications.channels import available
from notifications.forms import ReminderForm
from notifications.models import Channel


class ReminderPanel(BaseSettingsPanel):
    """Address and switch of the daily digest."""

    name = "reminders"
    title = _("待办提醒")
    tab = notifications_tab
    order = 50
    form_class = ReminderForm

    def is_active(self) -> bool:
        """Leave the panel out where no mail is ever sent."""
        return Channel.EMAIL in available()
