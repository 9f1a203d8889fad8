"""Answers: drafted by one person, signed by another."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.cases import Case


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
