"""What the office knows of an opinion that one of its people typed in for somebody else (``domain.md`` §3.6).

A row of its own: most opinions come from their senders, and have none of this.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from liaison.stations.models import Reception

# Local practice: what is older is entered as of a day within the time, with a word about it in the text.
MAX_DAYS_LATE = 30


class OfficeEntry(models.Model):
    """登记来访来电来信: who entered it, the day it was received, and how it was told."""

    submission = models.OneToOneField(
        "submissions.Submission", on_delete=models.CASCADE, related_name="office_entry", primary_key=True
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("代录人"), on_delete=models.PROTECT, related_name="+"
    )
    received_on = models.DateField(_("收到日期"))
    reception = models.ForeignKey(
        Reception,
        verbose_name=_("接待日"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="opinions",
    )
    language_note = models.CharField(_("方言或语言说明"), max_length=80, blank=True)
    told_notice = models.BooleanField(_("已告知个人信息处理规则"), default=False)

    class Meta:
        verbose_name = _("代录情况")
        verbose_name_plural = _("代录情况")

    def __str__(self) -> str:
        return str(self.submission)
