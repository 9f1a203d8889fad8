"""One concrete case for every kind of matter, so that one worklist and one trail serve them all."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from library.models import PrivateFile
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
    due_explanation = models.CharField(_("期限依据"), max_length=200, blank=True)
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
                fields=["congress", "due_on", "id"],
                name="case_open_due",
                condition=models.Q(closed_at__isnull=True, answered_at__isnull=True),
            ),
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
    due_explanation = models.CharField(_("期限依据"), max_length=200)
    returned_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    return_reason = models.TextField(_("退回理由"), blank=True)
    done_at = models.DateTimeField(_("办理完毕"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("交办")
        verbose_name_plural = _("交办")
        ordering = ["id"]
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


class Reply(models.Model):
    """An answer: drafted by one person, signed by another. ``round`` 2 is the one redo."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="replies")
    round = models.PositiveSmallIntegerField(_("第几次答复"), default=1)
    text = models.TextField(_("答复内容"))
    body_name = models.CharField(_("答复单位"), max_length=80, help_text=_("显示给群众"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("起草人"), on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(_("起草时间"), default=timezone.now)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("签发人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    signed_at = models.DateTimeField(_("签发时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("答复")
        verbose_name_plural = _("答复")
        ordering = ["round", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="one_reply_per_round"),
            models.CheckConstraint(
                condition=models.Q(signed_by__isnull=True) | ~models.Q(signed_by=models.F("author")),
                name="reply_signed_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by__isnull=True, signed_at__isnull=True)
                | models.Q(signed_by__isnull=False, signed_at__isnull=False),
                name="reply_signature_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} #{self.round}"


class Event(models.Model):
    """One step of a case. ``public_note`` is what the citizen reads; ``note`` stays inside."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    name = models.CharField(_("步骤"), max_length=30)
    from_status = models.CharField(_("原状态"), max_length=20, blank=True)
    to_status = models.CharField(_("新状态"), max_length=20)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("办理人"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("时间"), default=timezone.now)
    note = models.TextField(_("内部说明"), blank=True)
    public_note = models.TextField(_("告知群众"), blank=True)

    class Meta:
        verbose_name = _("办理记录")
        verbose_name_plural = _("办理记录")
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="event_by_case")]

    def __str__(self) -> str:
        return f"{self.case} {self.name}"


class CaseFile(models.Model):
    """A private file that belongs to a case; whoever may see the case may open it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField(PrivateFile, on_delete=models.PROTECT, related_name="case_file")
    added_at = models.DateTimeField(_("加入时间"), default=timezone.now)

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return f"{self.case} {self.file_id}"
