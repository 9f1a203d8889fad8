"""One concrete case for every kind of matter, so that one worklist and one trail serve them all."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Congress, Office


class CaseSerial(models.Model):
    """A counter that never waits: each new row is one number (``wagtail-notes.md``: never max()+1)."""

    class Meta:
        verbose_name = _("编号")

    def __str__(self) -> str:
        return str(self.pk)


class Visibility(models.TextChoices):
    """Who of the office may see a case."""

    NORMAL = "normal", _("一般")
    RESTRICTED = "restricted", _("限制查看")


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases by what a clerk asks of them."""

    def open(self) -> Self:
        """Return cases that are still being worked on."""
        return self.filter(closed_at__isnull=True)

    def running(self) -> Self:
        """Return open cases that still owe an answer; only these can be late."""
        return self.open().filter(answered_at__isnull=True)

    def overdue(self) -> Self:
        """Return running cases whose due date has passed; derived from dates, never stored."""
        return self.running().filter(due_on__lt=timezone.localdate())

    def due_within(self, days: int) -> Self:
        """Return running cases due from today to ``days`` from now."""
        today = timezone.localdate()
        return self.running().filter(due_on__gte=today, due_on__lte=today + timedelta(days=days))


class Case(models.Model):
    """A matter on its way through the office. The public number is all that its name ever shows."""

    number = models.CharField(_("编号"), max_length=24, unique=True)
    kind = models.CharField(_("种类"), max_length=20)
    status = models.CharField(_("状态"), max_length=20)
    congress = models.ForeignKey(
        Congress, verbose_name=_("人大"), on_delete=models.PROTECT, related_name="cases"
    )
    summary = models.CharField(_("摘要"), max_length=80)
    lead_office = models.ForeignKey(
        Office, verbose_name=_("主办单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    visibility = models.CharField(
        _("可见范围"), max_length=12, choices=Visibility.choices, default=Visibility.NORMAL
    )
    received_at = models.DateTimeField(_("收到时间"), default=timezone.now)
    due_on = models.DateField(_("办理期限"), null=True, blank=True)
    due_explanation = models.TextField(_("期限依据"), blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("办件")
        verbose_name_plural = _("办件")
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="case_newest"),
            models.Index(fields=["congress", "-received_at", "-id"], name="case_congress_newest"),
            models.Index(fields=["congress", "status", "-received_at", "-id"], name="case_status_newest"),
            models.Index(
                fields=["congress", "-received_at", "-id"],
                name="case_open_newest",
                condition=models.Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="case_open_due_all",
                condition=models.Q(closed_at__isnull=True, answered_at__isnull=True),
            ),
            models.Index(
                fields=["congress", "due_on", "id"],
                name="case_open_due",
                condition=models.Q(closed_at__isnull=True, answered_at__isnull=True),
            ),
            # What waits for the result of a consultation, for the clock that ends it.
            models.Index(fields=["id"], name="case_pooled", condition=models.Q(status="pooled")),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_running(self) -> bool:
        """Return whether the case still owes an answer."""
        return self.closed_at is None and self.answered_at is None

    @property
    def is_overdue(self) -> bool:
        """Return whether the case is running after its due date."""
        return self.is_running and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def days_left(self) -> int | None:
        """Return the days until the due date (negative when past), None when nothing is due."""
        if not self.is_running or self.due_on is None:
            return None
        return (self.due_on - timezone.localdate()).days
