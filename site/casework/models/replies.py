"""Answers: drafted by one person, signed by another; their class, and what they promise (``domain.md`` §8.3)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models.cases import Case


class AnswerClass(models.TextChoices):
    """办理结果, by the set of 全国人大 (``domain.md`` §3.1.4, §17)."""

    SOLVED = "A", _("A类：已解决或采纳")
    PLANNED = "B", _("B类：正在解决或列入计划")
    LATER = "C", _("C类：暂时不能解决")
    NOTED = "D", _("D类：留作参考或说明解释")


class Reply(models.Model):
    """An answer: drafted by one person, signed by another. ``round`` 2 is the one redo.

    ``checks`` keeps what the lint found in the text as it was handed in, and why its drafter went on:
    ``{"found": [{"code", "explanation", "excerpt"}], "reason": "..."}``.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="replies")
    round = models.PositiveSmallIntegerField(_("第几次答复"), default=1)
    text = models.TextField(_("答复内容"))
    body_name = models.CharField(_("答复单位"), max_length=80, help_text=_("显示给群众"))
    answer_class = models.CharField(_("办理结果"), max_length=1, choices=AnswerClass.choices, blank=True)
    done_on = models.DateField(_("解决或采纳的日期"), null=True, blank=True)
    promised_on = models.DateField(_("承诺完成日期"), null=True, blank=True)
    promise = models.CharField(_("承诺事项"), max_length=200, blank=True)
    reason = models.CharField(_("暂时不能解决的原因"), max_length=300, blank=True)
    checks = models.JSONField(_("答复检查"), default=dict, blank=True)
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
            models.CheckConstraint(
                condition=~models.Q(answer_class="B") | models.Q(promised_on__isnull=False),
                name="planned_answer_has_date",
            ),
        ]
        indexes = [
            # The lint compares a draft with the newest answers of the same body, and of the same author.
            models.Index(fields=["body_name", "-drafted_at"], name="reply_by_body"),
            models.Index(fields=["author", "-drafted_at"], name="reply_by_author"),
        ]

    def __str__(self) -> str:
        return f"{self.case} #{self.round}"


class PromiseQuerySet(models.QuerySet["Promise"]):
    """Promises by state."""

    def open(self) -> Self:
        """Return promises that are neither kept nor broken, and that no newer answer has replaced."""
        return self.filter(kept_at__isnull=True, broken_at__isnull=True, replaced_at__isnull=True)


class Promise(models.Model):
    """承诺事项: what a signed answer says will be done, and by which day (``domain.md`` §3.1.4, class B).

    It ends in one of three ways: kept (with a report that the sender reads), broken (its day has passed; the
    case was taken up again), or replaced by a newer signed answer.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="promises")
    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, related_name="given_promise")
    what = models.CharField(_("承诺事项"), max_length=200)
    due_on = models.DateField(_("承诺完成日期"))
    remind_on = models.DateField(_("提醒日期"))
    made_at = models.DateTimeField(_("承诺时间"), default=timezone.now)
    kept_at = models.DateTimeField(_("报告落实时间"), null=True, blank=True)
    kept_text = models.TextField(_("落实情况"), blank=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("报告人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    broken_at = models.DateTimeField(_("到期未落实时间"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("由新答复取代时间"), null=True, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("承诺事项")
        verbose_name_plural = _("承诺事项")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(kept_at__isnull=True, broken_at__isnull=True, replaced_at__isnull=True),
                name="one_open_promise_per_case",
            ),
            models.CheckConstraint(
                condition=models.Q(kept_at__isnull=True) | models.Q(kept_by__isnull=False),
                name="promise_kept_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(kept_at__isnull=True) | models.Q(broken_at__isnull=True),
                name="promise_kept_or_broken",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="promise_open_due",
                condition=models.Q(kept_at__isnull=True, broken_at__isnull=True, replaced_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.due_on}"

    @property
    def is_open(self) -> bool:
        """Return whether it still has to be kept."""
        return self.kept_at is None and self.broken_at is None and self.replaced_at is None

    @property
    def is_late(self) -> bool:
        """Return whether its day has passed and nothing was reported."""
        return self.is_open and self.due_on < timezone.localdate()
