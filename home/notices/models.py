"""Notice pages and their attachments."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from core.paging import keyset_page, with_cursor
from home.models import PLAIN_FEATURES
from home.notices.admin_forms import NoticeForm
from home.notices.presentation import rows
from library.models import CustomDocument
from organizations.pages import SectionPage, TenantPage
from organizations.tenancy import tenants_of

PAGE_SIZE = 20
NEWEST_FIRST = ("-issued_on", "-id")
MIN_DATE = date(1980, 1, 1)


class NoticeKind(models.TextChoices):
    """Kinds of notice (``domain.md`` §10.3, N1–N11)."""

    CONSULTATION = "consultation", _("征求意见公告")
    RECEPTION = "reception", _("接待日公告")
    MEETING = "meeting", _("会议通知")
    PERSONNEL = "personnel", _("选举和任免公告")
    PROJECTS = "projects", _("民生实事征集公告")
    TOPICS = "topics", _("监督议题征集公告")
    ATTENDING = "attending", _("旁听公告")
    FEEDBACK = "feedback", _("意见采纳情况")
    QUALIFICATION = "qualification", _("代表资格和补选公告")
    CHANGE = "change", _("改期、取消通知")
    CORRECTION = "correction", _("更正启事")
    NEWS = "news", _("工作动态")


# A street has no congress, so it issues none of these (组织法 59; R53).
KINDS_OF_A_CONGRESS = frozenset({NoticeKind.PERSONNEL, NoticeKind.QUALIFICATION})
NOT_OF_A_STREET = _("街道不设人民代表大会，不发布选举、任免和代表资格公告。")
KINDS_ABOUT_ANOTHER = frozenset({NoticeKind.CORRECTION, NoticeKind.CHANGE})


class NoticeQuerySet(PageQuerySet["NoticePage"]):
    """Notices as lists ask for them."""

    def below(self, path: str) -> Self:
        """Return the notices of a section; the county's section holds those of its towns too."""
        return self.filter(path__startswith=path)

    def newest(self) -> Self:
        """Return newest first, in the order of the list's index."""
        return self.order_by(*NEWEST_FIRST)

    def with_state(self) -> Self:
        """Mark each notice of which a correction or a change is published."""
        later = NoticePage.objects.live().filter(about=OuterRef("pk"))
        return self.annotate(
            is_corrected=Exists(later.filter(kind=NoticeKind.CORRECTION)),
            is_changed=Exists(later.filter(kind=NoticeKind.CHANGE)),
        )


class NoticeIndexPage(SectionPage):
    """The list of a congress's notices; the county's list holds those of its towns and streets too."""

    template = "home/notice_index_page.html"
    parent_page_types = ["home.CongressPage"]
    subpage_types = ["notices.NoticePage"]

    class Meta:
        verbose_name = _("通知公告列表")
        verbose_name_plural = _("通知公告列表")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of the list; whatever in the address is no kind, town or cursor is passed over."""
        context = super().get_context(request, *args, **kwargs)
        tenants = tenants_of(request)
        towns = tenants.congresses if self.congress is not None and self.congress.is_county else []
        town = next((one for one in towns if one.slug == request.GET.get("town")), None)
        kind = request.GET.get("kind", "")
        kind = kind if kind in NoticeKind.values else ""
        notices = NoticePage.objects.live().below(self.section_path).with_state()
        if kind:
            notices = notices.filter(kind=kind)
        if town is not None and town.section_page is not None:
            notices = notices.below(self.path if town.is_county else town.section_page.path)
        found = keyset_page(notices, NEWEST_FIRST, request.GET.get("cursor"), PAGE_SIZE)
        return context | {
            "rows": rows(found.items, request),
            "kinds": NoticeKind.choices,
            "kind": kind,
            "towns": towns,
            "town": town,
            "next_url": with_cursor(request.GET, found.next_cursor) if found.next_cursor else "",
            "previous_url": with_cursor(request.GET, found.previous_cursor) if found.previous_cursor else "",
        }


class NoticePage(TenantPage):
    """A notice with issuer, document number and date."""

    template = "home/notice_page.html"
    parent_page_types = ["notices.NoticeIndexPage"]
    subpage_types: list[str] = []

    base_form_class = NoticeForm

    kind = models.CharField(
        _("类型"),
        max_length=16,
        choices=NoticeKind.choices,
        help_text=_("更正启事和改期、取消通知要在下方选定所更正（变更）的公告，两边都会显示"),
    )
    issuer = models.CharField(_("发布机关"), max_length=80, blank=True, help_text=_("不填则为本级人大机关"))
    number_prefix = models.CharField(
        _("文号字头"),
        max_length=20,
        blank=True,
        help_text=_("例：柳人主。沿用上一份的字头，没有文号的不填序号即可"),
    )
    number_year = models.PositiveSmallIntegerField(
        _("年份"), null=True, blank=True, validators=[MinValueValidator(1980), MaxValueValidator(2200)]
    )
    number_serial = models.PositiveSmallIntegerField(
        _("序号"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("填了序号才显示文号")
    )
    issued_on = models.DateField(
        _("发布日期"),
        default=timezone.localdate,
        help_text=_("文末的日期；列表按它排列"),
        validators=[MinValueValidator(MIN_DATE, _("日期太早，请检查年份。"))],
    )
    body = RichTextField(_("正文"), features=PLAIN_FEATURES)
    about = models.ForeignKey(
        "self",
        verbose_name=_("所更正（变更）的公告"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
        help_text=_("只有更正启事和改期、取消通知需要选择"),
    )

    objects = PageManager.from_queryset(NoticeQuerySet)()

    content_panels = [
        *TenantPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("issuer"),
                FieldRowPanel(
                    [FieldPanel("number_prefix"), FieldPanel("number_year"), FieldPanel("number_serial")]
                ),
                FieldPanel("issued_on"),
            ],
            heading=_("文头"),
        ),
        FieldPanel("body"),
        InlinePanel("attachments", heading=_("附件"), label=_("附件")),
        PageChooserPanel("about", "notices.NoticePage"),
    ]
    search_fields = [
        *TenantPage.search_fields,
        index.SearchField("body"),
        index.SearchField("document_number"),
        index.FilterField("kind"),
        index.FilterField("issued_on"),
    ]

    class Meta:
        verbose_name = _("公告")
        verbose_name_plural = _("公告")
        indexes = [models.Index(fields=["-issued_on", "-page_ptr"], name="notice_newest")]

    def document_number(self) -> str:
        """Return the number as it is written: 柳人主〔2026〕第7号; empty when no serial was given."""
        if not (self.number_prefix and self.number_year and self.number_serial):
            return ""
        return f"{self.number_prefix}〔{self.number_year}〕第{self.number_serial}号"

    def clean(self) -> None:
        """Check the number as a whole, the notice a correction refers to, and what a street may issue."""
        super().clean()
        if self.number_serial and not (self.number_prefix and self.number_year):
            raise ValidationError({"number_serial": _("有序号的文号还要填写字头和年份。")})
        if self.number_serial:
            self._check_number_is_free()
        if self.kind in KINDS_ABOUT_ANOTHER and self.about_id is None:
            raise ValidationError({"about": _("请选择被更正（变更）的公告。")})
        if self.about_id is not None and self.about_id == self.pk:
            raise ValidationError({"about": _("公告不能更正自己。")})
        if self.about_id is not None and self.kind not in KINDS_ABOUT_ANOTHER:
            raise ValidationError(
                {"about": _("只有更正启事和改期、取消通知才选择另一份公告，请清除或改类型。")}
            )
        self._check_kind_fits_tenant()

    def _check_number_is_free(self) -> None:
        """A document number is unique per prefix and year (``domain.md`` §2.1)."""
        same = NoticePage.objects.filter(
            number_prefix=self.number_prefix, number_year=self.number_year, number_serial=self.number_serial
        )
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"number_serial": _("这个文号已经用过。")})

    def _check_kind_fits_tenant(self) -> None:
        """A street's working committee announces no elections."""
        placed = bool(self.path or getattr(self, "_cached_parent_obj", None))
        if self.kind not in KINDS_OF_A_CONGRESS or not placed:
            return
        parent = self.get_parent()
        congress = getattr(parent.specific, "congress", None) if parent is not None else None
        if congress is not None and congress.is_street:
            raise ValidationError({"kind": NOT_OF_A_STREET})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the notice corrects and what corrects it, as far as it is published."""
        followers = list(self.followed_by.live().order_by("issued_on", "id")) if self.pk else []
        about = self.about if self.about is not None and self.about.live else None
        return super().get_context(request, *args, **kwargs) | {
            "issuer": self.issuer or (self.congress.office_name if self.congress is not None else ""),
            "about": about,
            "followers": followers,
            "attachments": list(self.attachments.select_related("document")) if self.pk else [],
        }


class NoticeAttachment(Orderable):
    """A document attached to a notice."""

    page = ParentalKey(NoticePage, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        CustomDocument, verbose_name=_("文件"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("显示名称"), max_length=80, blank=True, help_text=_("不填则用文件标题"))

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("附件")
        verbose_name_plural = _("附件")

    def __str__(self) -> str:
        return self.title or self.document.title
