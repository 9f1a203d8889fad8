"""The outbox. A row is written in the transaction of what it tells of, and sent later by the worker.

Subject and body hold no personal data: the number of the matter, where it stands, and the way to the query page.
The address of the recipient is encrypted, and erased with the other identity fields (``domain.md`` §6.1).
"""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.encryption import EncryptedTextField
from organizations.models import Congress


class Channel(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", _("电子邮件")
    SMS = "sms", _("短信")
    WEBHOOK = "webhook", _("政务消息平台")


class State(models.TextChoices):
    """Where a message stands."""

    QUEUED = "queued", _("等待发送")
    SENT = "sent", _("已发送")
    DEAD = "dead", _("发送失败")
    DROPPED = "dropped", _("不再发送")


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages by what is to be done with them."""

    def due(self, now: datetime) -> Self:
        """Return queued messages whose hour has come, the longest waiting first."""
        return self.filter(state=State.QUEUED, next_attempt_at__lte=now).order_by("next_attempt_at", "id")

    def unsent(self) -> Self:
        """Return messages that have not reached anybody and still could."""
        return self.filter(state__in=[State.QUEUED, State.DEAD])


class Message(models.Model):
    """One message to one recipient. ``key`` names what it tells of: the same event never mails twice.

    ``about`` is the number of the case, empty for a digest. While a worker has the row in hand,
    ``next_attempt_at`` is the end of its lease: a worker that dies leaves nothing to clean up.
    """

    key = models.CharField(max_length=100, unique=True, editable=False)
    kind = models.CharField(_("事项"), max_length=40)
    congress = models.ForeignKey(Congress, verbose_name=_("人大"), on_delete=models.PROTECT, related_name="+")
    about = models.CharField(_("编号"), max_length=24, blank=True)
    channel = models.CharField(_("方式"), max_length=8, choices=Channel.choices)
    recipient = EncryptedTextField(_("收件人"), blank=True)
    subject = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("内容"))
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("发送次数"), default=0)
    next_attempt_at = models.DateTimeField(_("下次发送"), default=timezone.now)
    last_error = models.CharField(_("失败原因"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("写入时间"), default=timezone.now)
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"], name="message_due", condition=models.Q(state="queued")
            ),
            models.Index(fields=["congress", "-id"], name="message_congress_newest"),
            models.Index(fields=["-id"], name="message_dead", condition=models.Q(state="dead")),
            models.Index(fields=["about"], name="message_about", condition=~models.Q(about="")),
        ]

    def __str__(self) -> str:
        return self.key


class StaffPreference(models.Model):
    """What a member of the staff wants to hear. Without a row: the daily digest, if there is an address."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_preference"
    )
    daily_digest = models.BooleanField(_("每天早上收到待办提醒"), default=True)

    class Meta:
        verbose_name = _("提醒设置")
        verbose_name_plural = _("提醒设置")

    def __str__(self) -> str:
        return str(self.user)


class DayDone(models.Model):
    """A daily job that is finished for a day, so that it is not reckoned again every half minute."""

    job = models.CharField(max_length=40)
    day = models.DateField()

    class Meta:
        verbose_name = _("每日任务")
        verbose_name_plural = _("每日任务")
        constraints = [models.UniqueConstraint(fields=["job", "day"], name="daily_job_done_once")]

    def __str__(self) -> str:
        return f"{self.job} {self.day}"
