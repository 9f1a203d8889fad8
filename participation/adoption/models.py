"""The coding table of a consultation and its published result (``domain.md`` §3.6, §13.1, §17).

Like opinions on one article form a group; a group is decided by one person and approved by another. What is
published is a copy made at that moment, so that it can be shown to have been so.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.consultations.models import ConsultationPage
from participation.submissions.models import OpinionPart

SUMMARY_LENGTH, REASON_LENGTH, WORDING_LENGTH = 300, 1000, 3000


class Decision(models.TextChoices):
    """What becomes of opinions (``domain.md`` §17 采纳)."""

    ADOPTED = "adopted", _("采纳")
    PARTLY = "partly", _("部分采纳")
    COVERED = "covered", _("已体现")
    NOT_ADOPTED = "not", _("未采纳")
    OTHER_CHANNEL = "other", _("转其他渠道")
    UNRELATED = "unrelated", _("与本次征集无关")


# These need a reason (``domain.md`` §13.1).
NEEDS_REASON = frozenset({Decision.COVERED, Decision.NOT_ADOPTED, Decision.OTHER_CHANNEL, Decision.UNRELATED})

# How a decision is marked beside its name.
TONES: dict[str, str] = {
    Decision.ADOPTED: "done",
    Decision.PARTLY: "active",
    Decision.COVERED: "open",
    Decision.NOT_ADOPTED: "closed",
    Decision.OTHER_CHANNEL: "upcoming",
    Decision.UNRELATED: "closed",
}


class OpinionGroup(models.Model):
    """Like opinions on one article (or the whole, or the questions), and what becomes of them.

    ``scope`` as in :mod:`participation.consultations.models.counts`. ``opinions`` is kept beside the members so
    that a table of 300 articles needs no counting. ``core`` is the opinion the group began with: likeness is
    measured against it. A group that was merged keeps its members and points to where it went, so that the merging
    can be undone; the numbers of the merged ones are in ``opinions`` of the group that stands.
    """

    consultation = models.ForeignKey(
        ConsultationPage, on_delete=models.PROTECT, related_name="opinion_groups"
    )
    scope = models.CharField(max_length=40)
    label = models.CharField(_("条文"), max_length=240, blank=True)
    summary = models.CharField(_("意见概括"), max_length=SUMMARY_LENGTH)
    decision = models.CharField(_("处理意见"), max_length=10, choices=Decision.choices, blank=True)
    reason = models.CharField(_("理由"), max_length=REASON_LENGTH, blank=True)
    wording = models.TextField(_("建议的条文"), max_length=WORDING_LENGTH, blank=True)
    opinions = models.PositiveIntegerField(default=0, editable=False)
    core = models.ForeignKey(
        OpinionPart, null=True, editable=False, on_delete=models.PROTECT, related_name="groups_around"
    )
    merged_into = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="merged"
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.CharField(_("退回理由"), max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("意见归类")
        verbose_name_plural = _("意见归类")
        ordering = ["id"]
        indexes = [models.Index(fields=["consultation", "scope", "id"], name="group_by_scope")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | models.Q(drafted_by__isnull=True)
                | ~models.Q(approved_by=models.F("drafted_by")),
                name="group_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision__in=["covered", "not", "other", "unrelated"])
                | ~models.Q(reason=""),
                name="a_refusal_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_approved(self) -> bool:
        """Return whether another person has approved it."""
        return self.approved_at is not None

    @property
    def is_submitted(self) -> bool:
        """Return whether it waits for another person."""
        return self.submitted_at is not None and self.approved_at is None

    @property
    def is_open(self) -> bool:
        """Return whether it is still being worked on."""
        return self.submitted_at is None and self.approved_at is None


class GroupMember(models.Model):
    """A part of an opinion in its group; a part is in one group at most."""

    part = models.OneToOneField(OpinionPart, on_delete=models.PROTECT, related_name="membership")
    group = models.ForeignKey(OpinionGroup, on_delete=models.PROTECT, related_name="members")

    class Meta:
        verbose_name = _("归类的意见")
        verbose_name_plural = _("归类的意见")
        indexes = [models.Index(fields=["group", "part"], name="member_by_group")]

    def __str__(self) -> str:
        return f"{self.group_id} {self.part_id}"


class CodingCount(models.Model):
    """How many opinions of one scope are left out of the table; kept like the other counts.

    Accusations are told apart from nothing else (信访工作条例 30): they count with all that is not dealt with here.
    """

    consultation = models.ForeignKey(ConsultationPage, on_delete=models.CASCADE, related_name="coding_counts")
    scope = models.CharField(max_length=40)
    withdrawn = models.PositiveIntegerField(default=0)
    elsewhere = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("不列入归类的意见数")
        verbose_name_plural = _("不列入归类的意见数")
        constraints = [
            models.UniqueConstraint(fields=["consultation", "scope"], name="one_coding_count_of_a_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.scope}"


class ResultReport(models.Model):
    """The published result of a consultation (意见采纳情况). A corrected one is a new edition."""

    consultation = models.ForeignKey(
        ConsultationPage, on_delete=models.PROTECT, related_name="result_reports"
    )
    edition = models.PositiveSmallIntegerField(default=1)
    intro = models.TextField(_("说明"), max_length=3000)
    next_steps = models.TextField(_("下一步"), max_length=2000, blank=True)
    correction_note = models.CharField(_("更正说明"), max_length=300, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.CharField(_("退回理由"), max_length=REASON_LENGTH, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    data = models.JSONField(default=dict, editable=False, help_text="what was published, frozen")

    class Meta:
        verbose_name = _("意见采纳情况")
        verbose_name_plural = _("意见采纳情况")
        ordering = ["consultation", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "edition"], name="one_report_of_an_edition"),
            models.CheckConstraint(
                condition=models.Q(published_by__isnull=True)
                | models.Q(drafted_by__isnull=True)
                | ~models.Q(published_by=models.F("drafted_by")),
                name="result_published_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.edition}"

    @property
    def is_published(self) -> bool:
        """Return whether it stands, or once stood, on the site."""
        return self.published_at is not None


class Fate(models.Model):
    """What the published result says of one part of an opinion: under which of its groups it stands.

    Written when a result is published, and anew with each edition; what is grouped otherwise later changes nothing
    that was told.
    """

    part = models.OneToOneField(OpinionPart, on_delete=models.PROTECT, related_name="fate")
    report = models.ForeignKey(ResultReport, on_delete=models.PROTECT, related_name="fates")
    group = models.ForeignKey(OpinionGroup, on_delete=models.PROTECT, related_name="fates")

    class Meta:
        verbose_name = _("意见的采纳情况")
        verbose_name_plural = _("意见的采纳情况")

    def __str__(self) -> str:
        return f"{self.part_id} {self.group_id}"
