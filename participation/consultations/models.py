"""A consultation: why, what, until when, and the draft as articles that can each be answered."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from library.models import CustomDocument
from organizations.pages import SectionPage, TenantPage


class ConsultationKind(models.TextChoices):
    """What is put out (``domain.md`` §3.6, §10.2)."""

    RELAYED_DRAFT = "relayed_draft", _("上级法规草案")
    DECISION = "decision", _("决议、决定草案")
    PROCEDURE = "procedure", _("议事规则等规范性文件")
    PROJECTS = "projects", _("民生实事项目")
    BUDGET = "budget", _("预算草案")
    SUPERVISION = "supervision", _("监督议题")
    QUESTION = "question", _("问题征询")


class Phase(models.TextChoices):
    """Where a consultation stands; always derived from the clock, never stored."""

    UPCOMING = "upcoming", _("尚未开始")
    OPEN = "open", _("正在征求意见")
    CLOSED = "closed", _("已截止")


class ConsultationQuerySet(PageQuerySet["ConsultationPage"]):
    """Consultations by the clock."""

    def open_at(self, now: datetime | None = None) -> Self:
        """Return published consultations that take opinions now, soonest to close first."""
        now = now or timezone.now()
        return self.live().public().filter(opens_at__lte=now, closes_at__gt=now).order_by("closes_at", "pk")


class ConsultationIndexPage(SectionPage):
    """The list of a congress's consultations."""

    template = "participation/consultation_index_page.html"
    parent_page_types = ["home.CongressPage"]
    subpage_types = ["consultations.ConsultationPage"]

    class Meta:
        verbose_name = _("征求意见列表")
        verbose_name_plural = _("征求意见列表")


class ConsultationPage(TenantPage):
    """A draft, or a question, on which opinions are asked."""

    template = "participation/consultation_page.html"
    parent_page_types = ["consultations.ConsultationIndexPage"]
    subpage_types: list[str] = []

    kind = models.CharField(
        _("类型"), max_length=16, choices=ConsultationKind.choices, default=ConsultationKind.DECISION
    )
    issuer = models.CharField(_("发布机关"), max_length=80, blank=True, help_text=_("不填则为本级人大机关"))
    opens_at = models.DateTimeField(_("开始时间"))
    closes_at = models.DateTimeField(_("截止时间"), help_text=_("写到小时；截止以后页面仍可阅读，不再接收意见"))
    short_period_reason = models.CharField(
        _("缩短期限的理由"), max_length=200, blank=True, help_text=_("少于规定天数时填写，会公开显示")
    )
    why = models.TextField(_("为什么征求意见"), max_length=1000)
    plain_summary = models.TextField(_("通俗说明"), max_length=2000, help_text=_("用日常的话说明：和谁有关、改变什么"))
    key_questions = models.TextField(_("重点问题"), blank=True, help_text=_("每行一个问题，三至五个为宜"))
    explanation = models.TextField(_("起草说明"), blank=True)
    explanation_document = models.ForeignKey(
        CustomDocument, verbose_name=_("说明文件"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    contact = models.CharField(_("联系人和电话"), max_length=120, help_text=_("办公电话，不要填个人手机"))
    other_ways = models.TextField(
        _("其他参与方式"), blank=True, help_text=_("来信地址、到站登记等，每行一种")
    )

    objects = PageManager.from_queryset(ConsultationQuerySet)()

    search_fields = [
        *TenantPage.search_fields,
        index.SearchField("why"),
        index.SearchField("plain_summary"),
        index.SearchField("key_questions"),
        index.SearchField("explanation"),
        index.SearchField("articles_text"),
        index.FilterField("closes_at"),
    ]

    class Meta:
        verbose_name = _("征求意见")
        verbose_name_plural = _("征求意见")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="consultation_closes_after_opening",
                violation_error_message=_("截止时间应晚于开始时间。"),
            ),
        ]

    def phase_at(self, now: datetime | None = None) -> Phase:
        """Return where the consultation stands at ``now``. The closing instant itself is closed."""
        now = now or timezone.now()
        if now < self.opens_at:
            return Phase.UPCOMING
        return Phase.OPEN if now < self.closes_at else Phase.CLOSED

    def articles_text(self) -> str:
        """Return the whole draft for the search index."""
        return "\n".join(f"{a.label} {a.heading} {a.text}" for a in self.articles.all())


class ArticleKind(models.TextChoices):
    """What a row of the draft is."""

    HEADING = "heading", _("章节标题")
    ARTICLE = "article", _("条文")


class Article(Orderable):
    """One row of a draft: a chapter heading or an article.

    ``key`` is the article's lasting identity. Rows are written anew when a page is published; opinions hold
    the key and the wording they were written on, so that none is ever orphaned.
    """

    page = ParentalKey(ConsultationPage, on_delete=models.CASCADE, related_name="articles")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(_("类型"), max_length=10, choices=ArticleKind.choices, default=ArticleKind.ARTICLE)
    label = models.CharField(_("序号"), max_length=30, blank=True, help_text=_("例：第九条"))
    heading = models.CharField(_("标题"), max_length=80, blank=True, help_text=_("例：管网接户；章节标题写在这里"))
    text = models.TextField(_("条文"), blank=True)
    plain_note = models.TextField(_("这一条说的是"), blank=True, help_text=_("用日常的话解释，可不填"))

    class Meta(Orderable.Meta):
        verbose_name = _("条文")
        verbose_name_plural = _("条文")

    def __str__(self) -> str:
        return f"{self.label} {self.heading}".strip()

    @property
    def anchor(self) -> str:
        """Return the fragment that leads to this article."""
        return f"a-{self.key.hex[:12]}"
