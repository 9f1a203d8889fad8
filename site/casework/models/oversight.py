"""What watches over a case: supervision from above, hand-overs between tenants, persons it must not reach."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.cases import Case
from organizations.models import Congress, Office


class Supervision(models.Model):
    """督办: a demand on a case, with a date for the answer."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="supervisions")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("督办人"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("督办时间"), default=timezone.now)
    demand = models.TextField(_("督办要求"))
    respond_by = models.DateField(_("反馈期限"))
    due_explanation = models.TextField(_("期限依据"))
    answer = models.TextField(_("反馈"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("反馈人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("反馈时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("督办")
        verbose_name_plural = _("督办")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["case"], name="supervision_open", condition=models.Q(answered_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.at:%Y-%m-%d}"

    @property
    def is_late(self) -> bool:
        """Return whether the answer is owed and its date has passed."""
        return self.answered_at is None and self.respond_by < timezone.localdate()


class Handover(models.Model):
    """A case given to a congress above, below or beside (移送). The giver keeps sight of it, not the hand on it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    from_congress = models.ForeignKey(
        Congress, verbose_name=_("移出"), on_delete=models.PROTECT, related_name="+"
    )
    to_congress = models.ForeignKey(
        Congress, verbose_name=_("移入"), on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("移送人"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("移送时间"), default=timezone.now)
    reason = models.TextField(_("移送理由"))
    objection_until = models.DateField(_("可以退回至"))
    returned_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    return_reason = models.TextField(_("退回理由"), blank=True)

    class Meta:
        verbose_name = _("移送")
        verbose_name_plural = _("移送")
        ordering = ["id"]
        indexes = [models.Index(fields=["from_congress", "case"], name="handover_by_giver")]

    def __str__(self) -> str:
        return f"{self.case} → {self.to_congress}"


class Accused(models.Model):
    """A person or body that a case complains about, and that must never see it (信访工作条例 30; R43)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="accused")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(
        "deputies.Deputy", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("被反映的人或单位")
        verbose_name_plural = _("被反映的人或单位")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False)
                | models.Q(office__isnull=False)
                | models.Q(deputy__isnull=False),
                name="accused_is_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)


class ContactWay(models.TextChoices):
    """How the sender was reached."""

    PHONE = "phone", _("电话")
    VISIT = "visit", _("上门")
    MEETING = "meeting", _("当面")
    MESSAGE = "message", _("短信或邮件")


class ContactNote(models.Model):
    """联系记录: that and how somebody spoke with the sender before the answer (代表法 51, R23)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contact_notes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("联系人"), on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField(_("日期"))
    way = models.CharField(_("方式"), max_length=10, choices=ContactWay.choices)
    summary = models.TextField(_("要点"))

    class Meta:
        verbose_name = _("联系记录")
        verbose_name_plural = _("联系记录")
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.case} {self.on}"
