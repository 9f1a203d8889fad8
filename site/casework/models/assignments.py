"""Who has a case in hand: the lead and those who assist (主办、会办), each with a date of its own."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.cases import Case
from organizations.models import Office


class AssignmentRole(models.TextChoices):
    """Lead or assisting (``domain.md`` §18: 主办、会办)."""

    LEAD = "lead", _("主办")
    ASSISTING = "assisting", _("会办")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments by state."""

    def active(self) -> Self:
        """Return assignments that are neither returned nor done."""
        return self.filter(returned_at__isnull=True, done_at__isnull=True)


class Assignment(models.Model):
    """A case handed to an office, a deputy or a station (交办)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(
        _("分工"), max_length=10, choices=AssignmentRole.choices, default=AssignmentRole.LEAD
    )
    office = models.ForeignKey(
        Office,
        verbose_name=_("承办单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    deputy = models.ForeignKey(
        "deputies.Deputy",
        verbose_name=_("代表"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    station = models.ForeignKey(
        "stations.StationPage",
        verbose_name=_("联络站"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    instruction = models.TextField(_("交办意见"), blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("交办人"), on_delete=models.PROTECT, related_name="+"
    )
    assigned_at = models.DateTimeField(_("交办时间"), default=timezone.now)
    due_on = models.DateField(_("办理期限"))
    due_explanation = models.TextField(_("期限依据"))
    returned_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    return_reason = models.TextField(_("退回理由"), blank=True)
    done_at = models.DateTimeField(_("办理完毕"), null=True, blank=True)
    opinion = models.TextField(_("会办意见"), blank=True, help_text=_("会办单位写给主办单位"))

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("交办")
        verbose_name_plural = _("交办")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["office", "case"],
                name="assignment_in_office",
                condition=models.Q(returned_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(office__isnull=False, deputy__isnull=True, station__isnull=True)
                    | models.Q(office__isnull=True, deputy__isnull=False, station__isnull=True)
                    | models.Q(office__isnull=True, deputy__isnull=True, station__isnull=False)
                ),
                name="assignment_names_one_handler",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(role="lead", returned_at__isnull=True, done_at__isnull=True),
                name="one_active_lead_per_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.handler_name}"

    @property
    def handler_name(self) -> str:
        """Return the name of whoever handles it."""
        return str(self.office or self.deputy or self.station)

    @property
    def is_active(self) -> bool:
        """Return whether the handler still has it in hand."""
        return self.returned_at is None and self.done_at is None
