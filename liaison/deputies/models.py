"""The register of deputies and its public list (``domain.md`` §2.2, §3.1.1).

Only what 代表法 58 makes public stands here: no private phone, no home address, no number of any paper.
"""

import logging
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from pypinyin import lazy_pinyin
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.search import index

from core.http import parse_page
from library.models import CustomImage, CustomRendition
from organizations.models import Area, Congress, Term
from organizations.pages import SectionPage

PER_PAGE = 24
FACE = "fill-216x288"  # three times the 72 x 96 of a card: sharp on a phone
MAX_QUERY = 30
logger = logging.getLogger(__name__)


class DeputyStatus(models.TextChoices):
    """A deputy's standing (代表法 61, 62)."""

    IN_OFFICE = "in_office", _("在任")
    SUSPENDED = "suspended", _("暂停执行代表职务")
    ENDED = "ended", _("代表资格终止")


class DeputyQuerySet(models.QuerySet["Deputy"]):
    """Deputies by standing."""

    def in_office(self) -> Self:
        """Return deputies who may be shown and met."""
        return self.filter(status=DeputyStatus.IN_OFFICE)

    def public(self) -> Self:
        """Return what the public list shows, with all it needs, in pinyin order."""
        return (
            self.in_office()
            .select_related("congress", "term", "station")
            .with_photos()
            .order_by("pinyin", "id")
        )

    def with_photos(self) -> Self:
        """Fetch photos and their small copies at once (``wagtail-notes.md`` 12)."""
        photos = CustomImage.objects.prefetch_renditions(FACE)
        return self.prefetch_related(Prefetch("photo", queryset=photos))

    def matching(self, text: str) -> Self:
        """Return deputies whose name, electoral district or village contains ``text``."""
        villages = Deputy.areas.through.objects.filter(area__name__icontains=text)
        found = Q(name__icontains=text) | Q(constituency__icontains=text)
        return self.filter(found | Q(pk__in=villages.values("deputy")))


class Deputy(index.Indexed, models.Model):
    """A person's mandate in one congress for one term."""

    congress = models.ForeignKey(
        Congress, verbose_name=_("人大"), on_delete=models.PROTECT, related_name="deputies"
    )
    term = models.ForeignKey(Term, verbose_name=_("届"), on_delete=models.PROTECT, related_name="deputies")
    name = models.CharField(_("姓名"), max_length=40)
    pinyin = models.CharField(_("姓名拼音"), max_length=120, editable=False)
    photo = models.ForeignKey(
        CustomImage,
        verbose_name=_("照片"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    constituency = models.CharField(_("选区"), max_length=60, help_text=_("例：柳塘镇第三选区"))
    group = models.CharField(_("代表小组"), max_length=60, blank=True)
    occupation = models.CharField(_("单位和职务"), max_length=80, blank=True)
    introduction = models.TextField(_("履职简介"), max_length=600, blank=True)
    station = models.ForeignKey(
        "stations.StationPage",
        verbose_name=_("进驻联络站"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deputies",
    )
    areas = models.ManyToManyField(
        Area, verbose_name=_("联系的村（社区）"), blank=True, related_name="deputies"
    )
    status = models.CharField(
        _("状态"), max_length=12, choices=DeputyStatus.choices, default=DeputyStatus.IN_OFFICE
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登录账号"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deputy",
    )

    objects = DeputyQuerySet.as_manager()

    search_fields = [
        index.SearchField("name", boost=4),
        index.SearchField("constituency"),
        index.SearchField("introduction"),
        index.FilterField("congress"),
        index.FilterField("status"),
    ]

    class Meta:
        verbose_name = _("代表")
        verbose_name_plural = _("代表")
        ordering = ["pinyin", "id"]
        indexes = [models.Index(fields=["congress", "status", "pinyin", "id"], name="deputy_list")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the public page of the deputy."""
        return reverse("liaison:deputy", args=[self.pk])

    def clean(self) -> None:
        """Keep the mandate inside one congress; a street has none of its own (组织法 59; R53)."""
        self.pinyin = " ".join(lazy_pinyin(self.name))[:120]
        if self.congress_id is None:
            return
        if self.congress.is_street:
            raise ValidationError(
                {"congress": _("街道不设人民代表大会，代表由县级人大选举产生，请在县级人大登记。")}
            )
        if self.term_id and self.term.congress_id != self.congress_id:
            raise ValidationError({"term": _("该届次不属于所选人大。")})

    @property
    def level(self) -> str:
        """Return 县人大代表, 镇人大代表 and so on."""
        return _("%(kind)s代表") % {"kind": self.congress.get_kind_display().replace("县级", "县")}

    @property
    def face(self) -> CustomRendition | None:
        """Return the small photo, or None when there is none or its file cannot be read."""
        if self.photo is None:
            return None
        try:
            return self.photo.get_rendition(FACE)
        except (SourceImageIOError, InvalidFilterSpecError, OSError, ValueError):
            logger.warning("The photo %s of deputy %s cannot be read", self.photo_id, self.pk)
            return None


class DeputyGroup(models.Model):
    """Deputies of one congress who are asked and met together: 代表小组, 专业小组 (``domain.md`` §3.1.2)."""

    congress = models.ForeignKey(
        Congress, verbose_name=_("人大"), on_delete=models.PROTECT, related_name="deputy_groups"
    )
    name = models.CharField(_("名称"), max_length=60, help_text=_("例：农业农村代表小组"))
    members = models.ManyToManyField(
        Deputy,
        verbose_name=_("成员"),
        blank=True,
        related_name="groups",
        help_text=_("只能选本级人大的在任代表"),
    )

    class Meta:
        verbose_name = _("代表小组")
        verbose_name_plural = _("代表小组")
        ordering = ["congress", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["congress", "name"],
                name="one_group_of_a_name",
                violation_error_message=_("本级人大已有同名的代表小组。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeputyIndexPage(SectionPage):
    """The list of a congress's deputies."""

    template = "liaison/deputy_index_page.html"
    parent_page_types = ["home.CongressPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("代表名录")
        verbose_name_plural = _("代表名录")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add a page of the deputies of this congress and, for the county, of its towns."""
        context = super().get_context(request, *args, **kwargs)
        congress: Congress = context["congress"]
        below = list(Congress.objects.filter(path__startswith=congress.path).order_by("path"))
        levels = [one for one in below if not one.is_street]
        level = next((one for one in levels if one.slug == request.GET.get("level")), None)
        text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:MAX_QUERY]
        deputies = Deputy.objects.public().filter(congress__in=[level] if level else levels)
        if text:
            deputies = deputies.matching(text)
        # The county's own deputies stand before those of its towns.
        page = Paginator(deputies.order_by("congress__path", "pinyin", "id"), PER_PAGE).get_page(
            parse_page(request.GET.get("page"))
        )
        return context | {"page_of_deputies": page, "levels": levels, "level": level, "text": text}
