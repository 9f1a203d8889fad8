"""Notice pages and their attachments."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from home.models import PLAIN_FEATURES
from library.models import CustomDocument
from organizations.pages import SectionPage, TenantPage


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
KINDS_ABOUT_ANOTHER = frozenset({NoticeKind.CORRECTION, NoticeKind.CHANGE})


class NoticeIndexPage(SectionPage):
    """The list of a congress's notices."""

    template = "home/notice_index_page.html"
    parent_page_types = ["home.CongressPage"]
    subpage_types = ["notices.NoticePage"]

    class Meta:
        verbose_name = _("通知公告列表")
        verbose_name_plural = _("通知公告列表")


class NoticePage(TenantPage):
    """A notice with issuer, document number and date."""

    template = "home/notice_page.html"
    parent_page_types = ["notices.NoticeIndexPage"]
    subpage_types: list[str] = []

    kind = models.CharField(_("类型"), max_length=16, choices=NoticeKind.choices)
    issuer = models.CharField(_("发布机关"), max_length=80, blank=True, help_text=_("不填则为本级人大机关"))
    number_prefix = models.CharField(_("文号字头"), max_length=20, blank=True, help_text=_("例：柳人主"))
    number_year = models.PositiveSmallIntegerField(
        _("年份"), null=True, blank=True, validators=[MinValueValidator(1980), MaxValueValidator(2200)]
    )
    number_serial = models.PositiveSmallIntegerField(_("序号"), null=True, blank=True)
    issued_on = models.DateField(_("发布日期"), default=timezone.localdate)
    body = RichTextField(_("正文"), features=PLAIN_FEATURES)
    about = models.ForeignKey(
        "self", verbose_name=_("所更正（变更）的公告"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="followed_by",
    )

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
        """Return the number as it is written: 柳人主〔2026〕第7号; empty when the notice has none."""
        if not (self.number_prefix and self.number_year and self.number_serial):
            return ""
        return f"{self.number_prefix}〔{self.number_year}〕第{self.number_serial}号"

    def clean(self) -> None:
        """Check the number as a whole, the notice a correction refers to, and what a street may issue."""
        super().clean()
        given = [bool(self.number_prefix), bool(self.number_year), bool(self.number_serial)]
        if any(given) and not all(given):
            raise ValidationError({"number_prefix": _("文号的字头、年份、序号要么都填，要么都不填。")})
        if all(given):
            self._check_number_is_free()
        if self.kind in KINDS_ABOUT_ANOTHER and self.about_id is None:
            raise ValidationError({"about": _("请选择被更正（变更）的公告。")})
        if self.about_id is not None and self.about_id == self.pk:
            raise ValidationError({"about": _("公告不能更正自己。")})
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
            raise ValidationError({"kind": _("街道不设人民代表大会，不发布选举、任免和代表资格公告。")})


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
