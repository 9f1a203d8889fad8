"""A consultation: why, what, until when, and the draft as articles that can each be answered."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms import Select
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import PageManager, Revision
from wagtail.search import index

from accounts.models import User
from core.qr import public_address
from deadlines.due import DueDate, chinese_date, due_date
from library.models import CustomDocument
from organizations.pages import TenantPage
from participation.consultations.admin_forms import ConsultationForm
from participation.consultations.admin_panels import DraftPanel, KindPanel, ReadinessPanel
from participation.consultations.clock import time_left
from participation.consultations.descent import history
from participation.consultations.freezing import Before, freeze
from participation.consultations.models.phases import Audience, ConsultationKind, ConsultationQuerySet, Phase
from participation.consultations.models.versions import Stage
from participation.consultations.period import grace_words, is_in_time
from participation.consultations.presentation import state_sentence
from participation.consultations.reading import draft_context, jump


class ConsultationPage(TenantPage):
    """A draft, or a question, on which opinions are asked."""

    template = "participation/consultation_page.html"
    parent_page_types = ["consultations.ConsultationIndexPage"]
    subpage_types: list[str] = []
    base_form_class = ConsultationForm

    kind = models.CharField(
        _("类型"),
        max_length=16,
        choices=ConsultationKind.choices,
        default=ConsultationKind.DECISION,
        help_text=_("上级法规草案征求意见一般不少于30日（立法法第四十条），其他不少于7日"),
    )
    stage = models.CharField(
        _("稿次"),
        max_length=10,
        choices=Stage.choices,
        default=Stage.DRAFT,
        help_text=_("公开的是哪一稿；文本有改动再次签发时，旧稿自动留存，可以对照"),
    )
    follows = models.ForeignKey(
        "self",
        verbose_name=_("上一次征求意见"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
        help_text=_("同一部草案以前征求过意见的，选上那一次：条文可以逐条对照，以前的意见也能从新稿找到"),
    )
    audience = models.CharField(
        _("向谁征求"), max_length=10, choices=Audience.choices, default=Audience.PUBLIC
    )
    issuer = models.CharField(_("发布机关"), max_length=80, blank=True, help_text=_("不填则为本级人大机关"))
    opens_at = models.DateTimeField(_("开始时间"), help_text=_("写到小时；到时间自动开始接收意见"))
    closes_at = models.DateTimeField(
        _("截止时间"), help_text=_("写到小时；截止以后页面仍可阅读，不再接收意见")
    )
    short_period_reason = models.CharField(
        _("缩短期限的理由"), max_length=200, blank=True, help_text=_("少于规定天数时填写，会公开显示")
    )
    why = models.TextField(_("为什么征求意见"), max_length=1000, help_text=_("起因、将在哪次会议上用"))
    plain_summary = models.TextField(
        _("通俗说明"), max_length=2000, help_text=_("用日常的话说明：和谁有关、改变什么")
    )
    key_questions = models.TextField(_("重点问题"), blank=True, help_text=_("每行一个问题，三至五个为宜"))
    explanation = models.TextField(_("起草说明"), blank=True, help_text=_("必要性、主要内容；也可以只附文件"))
    explanation_document = models.ForeignKey(
        CustomDocument,
        verbose_name=_("说明文件"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    contact = models.CharField(_("联系人和电话"), max_length=120, help_text=_("办公电话，不要填个人手机"))
    other_ways = models.TextField(
        _("其他参与方式"), blank=True, help_text=_("来信地址、到站登记等，每行一种")
    )

    is_withdrawn = models.BooleanField(_("已撤回"), default=False, editable=False)
    change_note = models.CharField(
        _("这次改动的说明"),
        max_length=300,
        blank=True,
        help_text=_("公开以后改文本、改截止时间，或者撤回时填写，会公开显示"),
    )

    objects = PageManager.from_queryset(ConsultationQuerySet)()

    content_panels = [
        ReadinessPanel(),
        *TenantPage.content_panels,
        MultiFieldPanel(
            [
                KindPanel(),
                FieldPanel("kind"),
                FieldPanel("stage"),
                FieldPanel("follows", widget=Select),
                FieldPanel("audience"),
                *(FieldPanel(name) for name in ("issuer", "why", "plain_summary")),
            ],
            heading=_("这是什么"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldPanel("short_period_reason"),
            ],
            heading=_("起止时间"),
        ),
        FieldPanel("key_questions"),
        MultiFieldPanel([FieldPanel("explanation"), FieldPanel("explanation_document")], heading=_("说明")),
        MultiFieldPanel([FieldPanel("contact"), FieldPanel("other_ways")], heading=_("怎么联系")),
        FieldPanel("change_note"),
    ]
    draft_panels = [DraftPanel(heading=_("现在的草案")), FieldPanel("pasted_text")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("内容")),
            ObjectList(draft_panels, heading=_("草案条文")),
            ObjectList(TenantPage.promote_panels, heading=_("摘要")),
            ObjectList(TenantPage.settings_panels, heading=_("定时发布")),
        ]
    )

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
        indexes = [models.Index(fields=["-closes_at", "-page_ptr"], name="consultation_latest")]
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
        if self.is_withdrawn:
            return Phase.WITHDRAWN
        if now < self.opens_at:
            return Phase.UPCOMING
        return Phase.OPEN if now < self.closes_at else Phase.CLOSED

    def takes_opinions(self, now: datetime | None = None, opened_at: datetime | None = None) -> bool:
        """Return whether an opinion sent ``now`` is taken; ``opened_at`` is when its form was opened."""
        now = now or timezone.now()
        if self.phase_at(now) is Phase.OPEN:
            return True
        return self.phase_at(now) is Phase.CLOSED and is_in_time(self.closes_at, now, opened_at)

    def took_letters_on(self, day: date) -> bool:
        """Return whether what reached the office on ``day`` by letter or in person came in time."""
        if self.is_withdrawn:
            return False
        return timezone.localdate(self.opens_at) <= day <= timezone.localdate(self.closes_at)

    def clean(self) -> None:
        """Check the period: a relayed draft may be out for less than the law's 30 days only with a stated reason."""
        super().clean()
        if self.opens_at is None or self.closes_at is None:
            return
        if self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("截止时间应晚于开始时间。")})
        if (
            self.kind == ConsultationKind.RELAYED_DRAFT
            and self.is_short
            and not self.short_period_reason.strip()
        ):
            raise ValidationError({"short_period_reason": self.short_period_message})

    @property
    def questions(self) -> list[str]:
        """Return the key questions, one for each line."""
        return [line.strip() for line in self.key_questions.splitlines() if line.strip()]

    @property
    def ways(self) -> list[str]:
        """Return the other ways to take part, one for each line."""
        return [line.strip() for line in self.other_ways.splitlines() if line.strip()]

    @property
    def short_url(self) -> str:
        """Return the whole address in its shortest form, to be passed on."""
        return public_address(reverse("participation:consultation_short", args=[self.pk]))

    @property
    def minimum(self) -> DueDate:
        """Return the earliest day of closing by the rules (立法法 40; local practice)."""
        is_draft = self.kind == ConsultationKind.RELAYED_DRAFT
        rule = "consultation.minimum_draft" if is_draft else "consultation.minimum"
        return due_date(rule, timezone.localdate(self.opens_at), self.congress)

    @property
    def is_short(self) -> bool:
        """Return whether it closes before the earliest day."""
        return timezone.localdate(self.closes_at) < self.minimum.on

    @property
    def short_period_message(self) -> str:
        """Return why the period is too short, with the reckoning."""
        return _("征求意见的时间偏短。%(reckoning)s。确需缩短的，请写明理由，会公开显示。") % {
            "reckoning": self.minimum.explanation
        }

    @property
    def result_due(self) -> DueDate:
        """Return by when the result is to be public (立法法 40; the number of days is the profile's)."""
        return due_date("consultation.feedback", timezone.localdate(self.closes_at), self.congress)

    @property
    def feedback_line(self) -> str:
        """Return by when the outcome will be public."""
        return _("结果将于%(date)s前公布") % {"date": chinese_date(self.result_due.on)}

    def publish(self, revision: Revision, user: User | None = None, **kwargs: Any) -> None:
        """Publish, and freeze what now stands on the site: the text as a version, changes as history."""
        with transaction.atomic():
            standing = type(self).objects.filter(pk=self.pk).first()
            before = Before(
                was_live=standing is not None and standing.live,
                closes_at=standing.closes_at if standing is not None else None,
                is_withdrawn=standing is not None and standing.is_withdrawn,
                stage=standing.stage if standing is not None else "",
            )
            super().publish(revision, user=user, **kwargs)
            page = type(self).objects.get(pk=self.pk)
            if page.live and page.live_revision_id == revision.pk:
                freeze(page, before)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer 跳到第__条 with the place of the article; otherwise show the page."""
        anchor = jump(self, request)
        if anchor:
            return HttpResponseRedirect(f"{self.get_url(request)}#{anchor}")
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the state by the clock of this request, the draft with its links, and the counts."""
        now = timezone.now()
        phase = self.phase_at(now)
        takes = phase is Phase.OPEN and self.audience == Audience.PUBLIC
        context = super().get_context(request, *args, **kwargs)
        context |= draft_context(self, request, takes_opinions=takes)
        return context | {
            **history(self),
            "phase": phase,
            "time_left": time_left(self.closes_at, now) if phase is Phase.OPEN else "",
            "grace": grace_words(),
            "state_sentence": state_sentence(self, now),
            "issuer": self.issuer or (self.congress.office_name if self.congress is not None else ""),
            "questions": self.questions,
            "ways": self.ways,
            "share": self.short_url if self.live and self.pk else "",
        }

    def articles_text(self) -> str:
        """Return the whole draft for the search index."""
        return "\n".join(f"{a.label} {a.heading} {a.text}" for a in self.articles.all())
