"""What the office sets itself: the calendar, values that differ from the profile, and the profile chosen.

Every change is a new row that says from when it counts; nothing that counted before is altered (``domain.md`` §15).
Rows are written by ``deadlines.actions`` only, which also renews the stamp that every process looks at.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deadlines.units import UNIT_NAMES, Unit


class Stamp(models.Model):
    """One row whose token changes with every change below: a process that remembers another token reads anew."""

    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.token


class CalendarYear(models.Model):
    """A year whose days off the State Council has announced and the calendar holds completely."""

    year = models.PositiveSmallIntegerField(_("年份"), primary_key=True)
    source = models.CharField(_("依据文件"), max_length=120)

    class Meta:
        verbose_name = _("放假年度")
        verbose_name_plural = _("放假年度")

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that the notice on days off names: a holiday, or a weekend day that is worked."""

    day = models.DateField(_("日期"), unique=True)
    works = models.BooleanField(_("工作日"))
    name = models.CharField(_("名称"), max_length=40)
    source = models.CharField(_("依据文件"), max_length=120)
    changed_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), null=True, on_delete=models.PROTECT, related_name="+"
    )  # fmt: skip

    class Meta:
        verbose_name = _("工作日历")
        verbose_name_plural = _("工作日历")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class ProfileChoice(models.Model):
    """The province's or city's profile that a county follows from a day on; empty: the national one."""

    congress = models.ForeignKey(
        "organizations.Congress", verbose_name=_("人大"), on_delete=models.CASCADE, related_name="+"
    )
    profile = models.CharField(_("省市标准"), max_length=40, blank=True)
    valid_from = models.DateField(_("执行日期"))
    reason = models.CharField(_("理由"), max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("设定人"), on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField(_("设定时间"), default=timezone.now)

    class Meta:
        verbose_name = _("省市标准选择")
        verbose_name_plural = _("省市标准选择")
        ordering = ["-valid_from", "-id"]

    def __str__(self) -> str:
        return f"{self.congress} {self.profile}"


class Override(models.Model):
    """A value that a county or town sets from a day on; ``is_inherited`` gives the rule back to the level above."""

    congress = models.ForeignKey(
        "organizations.Congress", verbose_name=_("人大"), on_delete=models.CASCADE, related_name="+"
    )
    rule_id = models.CharField(_("规则"), max_length=60)
    is_inherited = models.BooleanField(_("沿用上一级"), default=False)
    amount = models.PositiveIntegerField(_("数值"), default=0)
    unit = models.CharField(
        _("单位"), max_length=20, choices=[(unit.value, UNIT_NAMES.get(unit, unit.value)) for unit in Unit]
    )
    choice = models.CharField(_("选项"), max_length=40, blank=True)
    source = models.CharField(_("依据"), max_length=120)
    valid_from = models.DateField(_("执行日期"))
    reason = models.CharField(_("理由"), max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("设定人"), on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField(_("设定时间"), default=timezone.now)

    class Meta:
        verbose_name = _("期限设定")
        verbose_name_plural = _("期限设定")
        ordering = ["-valid_from", "-id"]
        indexes = [
            models.Index(fields=["congress", "rule_id", "-valid_from", "-id"], name="override_versions")
        ]

    def __str__(self) -> str:
        return f"{self.congress} {self.rule_id}"


class Recalculation(models.Model):
    """A change of calendar or rules being carried to the running clocks, batch by batch, and what came of it."""

    changed_days = models.JSONField(_("变动的日期"), default=list)
    rule_id = models.CharField(_("规则"), max_length=60, blank=True)
    congress = models.ForeignKey(
        "organizations.Congress",
        verbose_name=_("人大"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    since = models.DateField(_("自此日起算的期限"), null=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("发起人"), null=True, on_delete=models.PROTECT, related_name="+"
    )  # fmt: skip
    started_at = models.DateTimeField(_("开始时间"), default=timezone.now)
    position = models.JSONField(_("进度"), default=dict)
    moved = models.PositiveIntegerField(_("已调整"), default=0)
    kept = models.PositiveIntegerField(_("保留原日期"), default=0)
    finished_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta:
        verbose_name = _("期限重算")
        verbose_name_plural = _("期限重算")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["id"], name="recalculation_open", condition=models.Q(finished_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
