"""The clocks of a case: what was promised by which rule, when it stood still, and who agreed to more time.

``Case.due_on`` is only the date of the clock that counts now; the clocks hold how it came about
(``domain.md`` §15; ``architecture.md`` §5 rule 1).
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.assignments import Assignment
from casework.models.cases import Case


class ClockQuerySet(models.QuerySet["Clock"]):
    """Clocks by state."""

    def running(self) -> Self:
        """Return clocks that still run or stand still for a while."""
        return self.filter(stopped_at__isnull=True)


class Clock(models.Model):
    """One promise: a rule, the day it is reckoned from, and the day it runs out.

    Without ``assignment`` it is the case's own clock (告知、答复); with one it is the handler's date.
    ``is_chosen``: a person named the date inside the rule's limit, so a changed calendar leaves it alone.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    assignment = models.ForeignKey(
        Assignment, null=True, blank=True, on_delete=models.PROTECT, related_name="clocks"
    )
    rule_id = models.CharField(_("规则"), max_length=60)
    base_on = models.DateField(_("起算日"))
    due_on = models.DateField(_("到期日"))
    explanation = models.TextField(_("期限依据"))
    is_chosen = models.BooleanField(_("由交办人指定"), default=False)
    extended_until = models.DateField(_("延期至"), null=True, blank=True)
    started_at = models.DateTimeField(_("开始时间"), default=timezone.now)
    stopped_at = models.DateTimeField(_("停止时间"), null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("期限")
        verbose_name_plural = _("期限")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(assignment__isnull=True, stopped_at__isnull=True),
                name="one_running_clock_per_case",
            ),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=models.Q(stopped_at__isnull=True),
                name="one_running_clock_per_assignment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["rule_id", "due_on", "id"],
                name="clock_running_by_rule",
                condition=models.Q(stopped_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.rule_id}"


class Suspension(models.Model):
    """Days on which every clock of a case stands still, because the office waits for the sender."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="suspensions")
    from_on = models.DateField(_("自"))
    until_on = models.DateField(_("至"), null=True, blank=True)

    class Meta:
        verbose_name = _("期限暂停")
        verbose_name_plural = _("期限暂停")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(until_on__isnull=True), name="one_open_suspension"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.from_on}"


class Extension(models.Model):
    """A handler's request for more time, decided by another person (申请延期)."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="extensions")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("申请人"), on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField(_("申请时间"), default=timezone.now)
    reason = models.TextField(_("延期理由"))
    until = models.DateField(_("延期至"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审批人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    is_granted = models.BooleanField(_("同意"), default=False)

    class Meta:
        verbose_name = _("延期申请")
        verbose_name_plural = _("延期申请")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=models.Q(decided_at__isnull=True), name="one_open_request"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("requested_by")),
                name="extension_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock} {self.until}"
