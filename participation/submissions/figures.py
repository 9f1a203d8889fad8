"""What the clock of the site works out and others read: the year's figures, and whether the forms take opinions.

Both are rows, not caches: every worker shows the same, and a restart loses nothing.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Congress


class FigureSheet(models.Model):
    """The figures of one congress and year as they were counted; what is small is hidden when they are shown."""

    congress = models.ForeignKey(
        Congress, verbose_name=_("人大"), on_delete=models.CASCADE, related_name="figure_sheets"
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    counted_at = models.DateTimeField(_("统计时间"))
    figures = models.JSONField(_("数据"))

    class Meta:
        verbose_name = _("年度统计")
        verbose_name_plural = _("年度统计")
        constraints = [
            models.UniqueConstraint(fields=["congress", "year"], name="one_sheet_per_year"),
        ]

    def __str__(self) -> str:
        return f"{self.congress} {self.year}"


class ProbeRun(models.Model):
    """One round of asking every open form whether it still takes opinions. Nothing else remains of a round."""

    finished_at = models.DateTimeField(_("完成时间"), default=timezone.now)
    ok_count = models.PositiveIntegerField(_("正常"))
    failed_count = models.PositiveIntegerField(_("异常"))
    slowest_ms = models.PositiveIntegerField(_("最慢（毫秒）"))
    failures = models.JSONField(_("异常的表单"), default=list, help_text=_("congress、form、why"))

    class Meta:
        verbose_name = _("表单巡检")
        verbose_name_plural = _("表单巡检")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.finished_at:%Y-%m-%d %H:%M} {self.ok_count}/{self.ok_count + self.failed_count}"
