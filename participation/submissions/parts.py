"""The parts of an opinion on a draft: what was said on which article, on the whole, or to which key question.

An opinion has one receipt however many parts it has. Each part keeps the wording it was written on, so that it can
be read when the draft has long changed (``domain.md`` §13.1). What was said never changes; it is masked with the
opinion. Only where a part stands in the coding table is kept beside it, so that the table costs the same with ten
and with ten thousand opinions.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.consultations.models import QUESTIONS, WHOLE, ConsultationPage, DraftVersion


class PartKind(models.TextChoices):
    """What a part is about."""

    ARTICLE = "article", _("条文")
    WHOLE = "whole", _("整份草案")
    QUESTION = "question", _("重点问题")


class Coding(models.TextChoices):
    """Where a part stands in the coding table of its consultation (:mod:`participation.adoption`)."""

    WAITING = "waiting", _("未归类")
    GROUPED = "grouped", _("已归类")
    FOLLOWING = "head", _("随所并入的意见归类")
    OUT = "out", _("不列入")


class OpinionPart(models.Model):
    """One thing said on a draft."""

    submission = models.ForeignKey("submissions.Submission", on_delete=models.PROTECT, related_name="parts")
    consultation = models.ForeignKey(ConsultationPage, on_delete=models.PROTECT, related_name="parts")
    version = models.ForeignKey(
        DraftVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    kind = models.CharField(_("对象"), max_length=8, choices=PartKind.choices)
    article_key = models.UUIDField(_("条文"), null=True, blank=True)
    label = models.CharField(_("条文序号"), max_length=240, blank=True)
    wording = models.TextField(_("提交时的条文"), blank=True)
    text = models.TextField(_("意见"))
    position = models.PositiveSmallIntegerField(default=0)
    coding = models.CharField(
        _("归类"), max_length=8, choices=Coding.choices, default=Coding.WAITING, editable=False
    )
    counted_with = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="followers"
    )

    class Meta:
        verbose_name = _("逐条意见")
        verbose_name_plural = _("逐条意见")
        ordering = ["submission", "position"]
        indexes = [
            models.Index(fields=["consultation", "kind", "article_key", "id"], name="part_by_article"),
            models.Index(fields=["article_key", "id"], name="part_of_article"),
            models.Index(
                fields=["consultation", "kind", "article_key", "id"],
                name="part_waiting",
                condition=models.Q(coding="waiting"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="article", article_key__isnull=False)
                | (~models.Q(kind="article") & models.Q(article_key__isnull=True)),
                name="a_part_on_an_article_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.position}"

    @property
    def about(self) -> str:
        """Return what it is about, in a few words."""
        return self.label or str(PartKind(self.kind).label)

    @property
    def scope(self) -> str:
        """Return under which scope the part counts (:mod:`participation.consultations.models.counts`)."""
        if self.article_key is not None:
            return str(self.article_key.hex)
        return WHOLE if self.kind == PartKind.WHOLE else QUESTIONS
