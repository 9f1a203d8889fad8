"""The versions of a draft as they were published: frozen, so that opinions can always be read beside their wording."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from participation.consultations.models.articles import ARTICLE_LEVEL, ArticleKind


class Stage(models.TextChoices):
    """Which text of a draft this is (``domain.md`` §10.1)."""

    DRAFT = "draft", _("草案")
    SOLICITED = "solicited", _("征求意见稿")
    REVISED = "revised", _("草案修改稿")
    SECOND = "second", _("二次审议稿")
    THIRD = "third", _("三次审议稿")
    AMENDMENT = "amendment", _("修订草案")
    VOTE = "vote", _("表决稿")
    PASSED = "passed", _("通过稿")


class DraftVersion(models.Model):
    """A text of a draft as it stood on the site. Rows are written once, when the page is published."""

    page = models.ForeignKey(
        "consultations.ConsultationPage", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("版次"))
    stage = models.CharField(_("稿次"), max_length=10, choices=Stage.choices)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    published_at = models.DateTimeField(_("公布时间"))

    class Meta:
        verbose_name = _("草案文本")
        verbose_name_plural = _("草案文本")
        ordering = ["page", "number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="one_version_of_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}（{self.number}）"


class VersionArticle(models.Model):
    """A row of a frozen version."""

    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveSmallIntegerField()
    key = models.UUIDField()
    sources = models.JSONField(default=list)
    kind = models.CharField(max_length=10, choices=ArticleKind.choices)
    level = models.PositiveSmallIntegerField(default=ARTICLE_LEVEL)
    label = models.CharField(max_length=30, blank=True)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("草案文本的条文")
        verbose_name_plural = _("草案文本的条文")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="one_row_at_a_position"),
            models.UniqueConstraint(fields=["version", "key"], name="one_row_of_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.heading}".strip()


class ChangeKind(models.TextChoices):
    """What happened to a consultation after it first appeared (``domain.md`` §13.1)."""

    EXTENDED = "extended", _("延长期限")
    CORRECTED = "corrected", _("更正文本")
    NEW_TEXT = "new_text", _("公布新的文本")
    WITHDRAWN = "withdrawn", _("撤回")
    RESUMED = "resumed", _("恢复")


class ConsultationChange(models.Model):
    """A change that was signed: shown on the page, never removed."""

    page = models.ForeignKey(
        "consultations.ConsultationPage", on_delete=models.PROTECT, related_name="changes"
    )
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    closes_before = models.DateTimeField(null=True, blank=True)
    closes_after = models.DateTimeField(null=True, blank=True)
    version = models.ForeignKey(
        DraftVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )

    class Meta:
        verbose_name = _("征求意见的变更")
        verbose_name_plural = _("征求意见的变更")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.page_id}"
