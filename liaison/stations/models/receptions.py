"""Dated reception days of a station, and what a visitor asks about them (``domain.md`` §13.6)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from liaison.stations.models.stations import StationPage

WEEKDAYS = (_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日"))


class ReceptionStatus(models.TextChoices):
    """接待日状态 (``domain.md`` §3.1.5)."""

    PLANNED = "planned", _("计划")
    ANNOUNCED = "announced", _("已公告")
    HELD = "held", _("已举行")
    MOVED = "moved", _("改期")
    CANCELLED = "cancelled", _("取消")


class ReceptionQuerySet(models.QuerySet["Reception"]):
    """Receptions by what a visitor asks."""

    def public(self) -> Self:
        """Return receptions that the site shows: all but those still being planned."""
        return self.exclude(status=ReceptionStatus.PLANNED).filter(station__live=True)

    def upcoming(self, today: date | None = None) -> Self:
        """Return receptions from today on, soonest first."""
        coming = self.exclude(status=ReceptionStatus.HELD).filter(date__gte=today or timezone.localdate())
        return coming.order_by("date", "starts", "id")

    def with_details(self) -> Self:
        """Fetch the station and the deputies who may be named."""
        # The related manager's model is known only now: deputies point at stations.
        deputies: Any = self.model._meta.get_field("deputies").related_model
        return self.select_related("station").prefetch_related(
            Prefetch("deputies", queryset=deputies.objects.in_office().select_related("congress"))
        )

    def next_shown(self, limit: int) -> "list[Reception]":
        """Return the next ``limit`` days to be held, with the days moved or cancelled that come before them."""
        shown: list[Reception] = []
        for reception in still_to_come(self.public().upcoming().with_details()[: 4 * limit]):
            shown.append(reception)
            if sum(not one.is_off for one in shown) == limit:
                break
        return shown


class Reception(models.Model):
    """A dated reception day at a station."""

    station = models.ForeignKey(
        StationPage, verbose_name=_("联络站"), on_delete=models.CASCADE, related_name="receptions"
    )
    date = models.DateField(_("日期"))
    starts = models.TimeField(_("开始"))
    ends = models.TimeField(_("结束"))
    place = models.CharField(_("地点"), max_length=120, blank=True, help_text=_("不填则为联络站地址"))
    topic = models.CharField(_("主题"), max_length=80, blank=True)
    deputies = models.ManyToManyField(
        "deputies.Deputy", verbose_name=_("接待代表"), blank=True, related_name="receptions"
    )
    status = models.CharField(
        _("状态"), max_length=10, choices=ReceptionStatus.choices, default=ReceptionStatus.PLANNED
    )
    announced_at = models.DateTimeField(_("公告时间"), null=True, blank=True, editable=False)
    change_reason = models.CharField(_("改期或取消的原因"), max_length=120, blank=True)
    moved_to = models.DateField(_("改到"), null=True, blank=True)

    objects = ReceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("接待日")
        verbose_name_plural = _("接待日")
        ordering = ["-date", "-starts", "-id"]
        indexes = [
            models.Index(fields=["station", "date"], name="reception_by_station"),
            models.Index(fields=["date", "starts"], name="reception_by_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")),
                name="reception_ends_after_start",
                violation_error_message=_("结束时间应晚于开始时间。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.date:%Y-%m-%d}"

    def clean(self) -> None:
        """Ask for the reason that visitors will read when a day is moved or cancelled."""
        changed = self.status in {ReceptionStatus.MOVED, ReceptionStatus.CANCELLED}
        if changed and not self.change_reason:
            raise ValidationError({"change_reason": _("请写明原因，群众会看到。")})
        if self.status == ReceptionStatus.MOVED and self.moved_to is None:
            raise ValidationError({"moved_to": _("请填写改到哪一天。")})

    @property
    def where(self) -> str:
        """Return the place, the station's address when none is given."""
        return self.place or self.station.address

    @property
    def is_off(self) -> bool:
        """Return whether nobody receives on that day: moved or cancelled."""
        return self.status in {ReceptionStatus.MOVED, ReceptionStatus.CANCELLED}

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag on public pages."""
        return "warning" if self.is_off else "open"

    @property
    def reason(self) -> str:
        """Return in one sentence what a visitor must know about a day moved or cancelled."""
        if self.status == ReceptionStatus.MOVED and self.moved_to is not None:
            moved = _("改到%(day)s。原因：%(why)s") % {
                "day": chinese_day(self.moved_to),
                "why": self.change_reason,
            }
            return str(moved)
        return str(_("取消。原因：%(why)s") % {"why": self.change_reason}) if self.is_off else ""

    @property
    def deputy_names(self) -> str:
        """Return who receives, in one line."""
        return "、".join(str(deputy) for deputy in self.deputies.all())

    @property
    def when(self) -> str:
        """Return date, weekday and hours in one line."""
        return f"{chinese_day(self.date)} {self.starts:%H:%M}—{self.ends:%H:%M}"

    @property
    def starts_at(self) -> datetime:
        """Return the instant at which it begins."""
        return timezone.make_aware(datetime.combine(self.date, self.starts))

    @property
    def ends_at(self) -> datetime:
        """Return the instant at which it is over."""
        return timezone.make_aware(datetime.combine(self.date, self.ends))


def chinese_day(day: date) -> str:
    """Return a date with its weekday: 2026年3月5日（星期四）."""
    return f"{day.year}年{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def still_to_come(receptions: Iterable[Reception]) -> list[Reception]:
    """Leave out what is already over today."""
    now = timezone.now()
    return [reception for reception in receptions if reception.ends_at > now]
