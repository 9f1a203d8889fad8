"""A station is a page: what the clerk enters there is what citizens, posters and opinions use."""

import logging
from typing import Any, Self

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Prefetch
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.images.models import SourceImageIOError
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from accounts.models import User
from core.http import parse_page
from liaison.links import opinion_qr, opinion_url
from liaison.stations.models.editing import StationForm, StationTester
from library.models import CustomImage, CustomRendition
from organizations.models import Area, Congress
from organizations.pages import SectionPage, TenantPage
from organizations.scope import congresses_by_path, owner_in

PER_PAGE = 20
SHOWN = 3  # receptions on a station's page
PHOTO = "fill-960x540"
logger = logging.getLogger(__name__)


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


class StationQuerySet(PageQuerySet):
    """Stations for the public lists."""

    def with_photos(self) -> Self:
        """Fetch photos and their small copies at once (``wagtail-notes.md`` 12)."""
        photos = CustomImage.objects.prefetch_renditions(PHOTO)
        return self.prefetch_related(Prefetch("photo", queryset=photos))

    def with_next_days(self) -> Self:
        """Fetch the days on which each station will receive, as ``coming``."""
        # Receptions point at stations, so their model is not known in this module.
        receptions = self.model._meta.get_field("receptions").related_model.objects
        days = receptions.filter(status="announced").upcoming()
        return self.prefetch_related(Prefetch("receptions", queryset=days, to_attr="coming"))


class StationIndexPage(SectionPage):
    """The list of a congress's stations."""

    template = "liaison/station_index_page.html"
    parent_page_types = ["home.CongressPage"]
    subpage_types = ["stations.StationPage"]

    class Meta:
        verbose_name = _("联络站列表")
        verbose_name_plural = _("联络站列表")

    def permissions_for_user(self, user: User) -> StationTester:
        """Return the tester that keeps officers to their own stations."""
        return StationTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add a page of the stations in this section and, for the county, in its towns."""
        context = super().get_context(request, *args, **kwargs)
        congress: Congress = context["congress"]
        owners = list(
            Congress.objects.filter(path__startswith=congress.path)
            .select_related("section_page")
            .order_by("path")
        )
        town = next((one for one in owners if one.slug == request.GET.get("town")), None)
        section = (town or congress).section_page
        stations = StationPage.objects.live().filter(path__startswith=section.path if section else self.path)
        stations = stations.exclude(status=StationStatus.CLOSED).with_photos().with_next_days()
        page = Paginator(stations.order_by("path"), PER_PAGE).get_page(parse_page(request.GET.get("page")))
        sections = congresses_by_path(owners)
        return context | {
            "page_of_stations": page,
            "rows": [(station, owner_in(sections, station)) for station in page.object_list],
            "owners": owners,
            "town": town,
        }


class StationPage(TenantPage):
    """A deputy liaison station (代表联络站; 组织法 60, 代表法 28)."""

    template = "liaison/station_page.html"
    parent_page_types = ["stations.StationIndexPage"]
    subpage_types: list[str] = []
    base_form_class = StationForm

    kind = models.CharField(
        _("类型"), max_length=12, choices=StationKind.choices, default=StationKind.STATION
    )
    status = models.CharField(
        _("状态"), max_length=10, choices=StationStatus.choices, default=StationStatus.OPEN
    )
    introduction = models.TextField(_("站点简介"), max_length=1000, blank=True)
    address = models.CharField(_("地址"), max_length=120, help_text=_("写到门牌和楼层，让第一次来的人找得到"))
    directions = models.CharField(_("怎么走"), max_length=200, blank=True, help_text=_("公交、停车、入口等"))
    opening_hours = models.CharField(_("开放时间"), max_length=120, help_text=_("例：工作日上午8:30—11:30"))
    phone = models.CharField(_("值班电话"), max_length=30, help_text=_("办公电话，不要填个人手机"))
    head_name = models.CharField(_("站长"), max_length=40)
    officer_name = models.CharField(_("联络员"), max_length=40)
    photo = models.ForeignKey(
        CustomImage,
        verbose_name=_("照片"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    rules = models.TextField(_("工作制度"), blank=True, help_text=_("每行一条"))
    annual_plan = models.TextField(_("年度计划"), blank=True, help_text=_("每行一条"))
    equipment = models.CharField(_("设施"), max_length=200, blank=True)
    accessibility = models.TextField(
        _("无障碍情况"), max_length=400, blank=True, help_text=_("坡道、电梯、卫生间、手语或方言帮助等")
    )
    established_on = models.DateField(_("设立日期"), null=True, blank=True)
    areas = ParentalManyToManyField(
        Area, verbose_name=_("覆盖的村（社区）"), blank=True, related_name="stations"
    )
    officers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("联络员账号"), blank=True, related_name="stations"
    )

    objects = PageManager.from_queryset(StationQuerySet)()

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
            [
                FieldPanel("kind"),
                FieldPanel("status", help_text=_("暂停或撤销后，页面和海报上会写明")),
                FieldPanel("introduction"),
                FieldPanel("photo"),
            ],
            heading=_("基本情况"),
            help_text=_("以下内容经签发后公开，也用于海报和群众提意见的表单。"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldPanel("directions"),
                FieldPanel("opening_hours"),
                FieldPanel("phone"),
                FieldPanel("accessibility"),
                FieldPanel("areas", widget=CheckboxSelectMultiple),
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

    def permissions_for_user(self, user: User) -> StationTester:
        """Return the tester that keeps officers to their own stations."""
        return StationTester(user, self)

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return {StationStatus.OPEN: "open", StationStatus.PAUSED: "warning"}.get(self.status, "closed")  # type: ignore[call-overload]

    @property
    def is_open(self) -> bool:
        """Return whether the station receives."""
        return self.status == StationStatus.OPEN

    @property
    def takes_opinions(self) -> bool:
        """Return whether opinions can be left for this station: a closed one takes none."""
        return self.status != StationStatus.CLOSED

    @property
    def picture(self) -> CustomRendition | None:
        """Return the photo for cards and the page, or None when there is none or its file cannot be read."""
        if self.photo is None:
            return None
        try:
            return self.photo.get_rendition(PHOTO)
        except (SourceImageIOError, OSError, ValueError):
            logger.warning("The photo %s of station %s cannot be read", self.photo_id, self.pk)
            return None

    @property
    def next_day(self) -> str:
        """Return the next day of reception in words; only for rows fetched by ``with_next_days``."""
        now = timezone.now()
        return next((day.when for day in self.coming if day.ends_at > now), "")

    @property
    def rule_lines(self) -> list[str]:
        """Return the rules, one a line."""
        return [line.strip() for line in self.rules.splitlines() if line.strip()]

    @property
    def plan_lines(self) -> list[str]:
        """Return the annual plan, one item a line."""
        return [line.strip() for line in self.annual_plan.splitlines() if line.strip()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the deputies, the next receptions and the ways to leave an opinion."""
        context = super().get_context(request, *args, **kwargs)
        return context | {
            "deputies": self.deputies.public() if self.pk else [],
            "receptions": self.receptions.next_shown(SHOWN) if self.pk else [],
            "opinion_url": opinion_url(station=self.pk) if self.pk else "",
            "qr": opinion_qr(station=self.pk) if self.pk else None,
            "poster_url": reverse("liaison:station_poster", args=[self.pk]) if self.pk else "",
        }
