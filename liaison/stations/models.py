"""A station is a page: what the clerk enters there is what citizens, posters and opinions use."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from library.models import CustomImage
from organizations.models import Area
from organizations.pages import SectionPage, TenantPage


class StationKind(models.TextChoices):
    """站点类型 (``domain.md`` §17)."""

    CENTRAL = "central", _("中心站")
    STATION = "station", _("联络站")
    POINT = "point", _("联络点")
    HOUSE = "house", _("代表之家")
    STUDIO = "studio", _("代表工作室")
    LEGISLATIVE = "legislative", _("立法联系点")


class StationStatus(models.TextChoices):
    """Whether a station receives."""

    OPEN = "open", _("运行")
    PAUSED = "paused", _("暂停")
    CLOSED = "closed", _("撤销")


class StationIndexPage(SectionPage):
    """The list of a congress's stations."""

    template = "liaison/station_index_page.html"
    parent_page_types = ["home.CongressPage"]
    subpage_types = ["stations.StationPage"]

    class Meta:
        verbose_name = _("联络站列表")
        verbose_name_plural = _("联络站列表")


class StationPage(TenantPage):
    """A deputy liaison station (代表联络站; 组织法 60, 代表法 28)."""

    template = "liaison/station_page.html"
    parent_page_types = ["stations.StationIndexPage"]
    subpage_types: list[str] = []

    kind = models.CharField(_("类型"), max_length=12, choices=StationKind.choices, default=StationKind.STATION)
    status = models.CharField(_("状态"), max_length=10, choices=StationStatus.choices, default=StationStatus.OPEN)
    introduction = models.TextField(_("站点简介"), max_length=1000, blank=True)
    address = models.CharField(_("地址"), max_length=120, help_text=_("写到门牌和楼层，让第一次来的人找得到"))
    directions = models.CharField(_("怎么走"), max_length=200, blank=True, help_text=_("公交、停车、入口等"))
    opening_hours = models.CharField(_("开放时间"), max_length=120, help_text=_("例：工作日上午8:30—11:30"))
    phone = models.CharField(_("值班电话"), max_length=30, help_text=_("办公电话，不要填个人手机"))
    head_name = models.CharField(_("站长"), max_length=40)
    officer_name = models.CharField(_("联络员"), max_length=40)
    photo = models.ForeignKey(
        CustomImage, verbose_name=_("照片"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    rules = models.TextField(_("工作制度"), blank=True, help_text=_("每行一条"))
    annual_plan = models.TextField(_("年度计划"), blank=True, help_text=_("每行一条"))
    equipment = models.CharField(_("设施"), max_length=200, blank=True)
    accessibility = models.TextField(
        _("无障碍情况"), max_length=400, blank=True, help_text=_("坡道、电梯、卫生间、手语或方言帮助等")
    )
    established_on = models.DateField(_("设立日期"), null=True, blank=True)
    areas = models.ManyToManyField(
        Area, verbose_name=_("覆盖的村（社区）"), blank=True, related_name="stations"
    )
    officers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("联络员账号"), blank=True, related_name="stations"
    )

    search_fields = [
        *TenantPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("address"),
        index.SearchField("rules"),
        index.SearchField("head_name"),
        index.SearchField("officer_name"),
        index.FilterField("status"),
    ]

    content_panels = [
        *TenantPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("status"), FieldPanel("introduction"), FieldPanel("photo")],
            heading=_("基本情况"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldPanel("directions"),
                FieldPanel("opening_hours"),
                FieldPanel("phone"),
                FieldPanel("accessibility"),
            ],
            heading=_("群众怎么来"),
        ),
        MultiFieldPanel([FieldPanel("head_name"), FieldPanel("officer_name")], heading=_("负责人")),
        MultiFieldPanel(
            [
                FieldPanel("rules"),
                FieldPanel("annual_plan"),
                FieldPanel("equipment"),
                FieldPanel("established_on"),
            ],
            heading=_("制度和计划"),
        ),
    ]

    class Meta:
        verbose_name = _("代表联络站")
        verbose_name_plural = _("代表联络站")


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
        return self.filter(date__gte=today or timezone.localdate()).order_by("date", "starts", "id")


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
    def ends_at(self) -> datetime:
        """Return the instant at which it is over."""
        return timezone.make_aware(datetime.combine(self.date, self.ends))
