"""The page of a questionnaire: what it is for, from when to when, and after the close what came out."""

import logging
from datetime import datetime
from typing import Any, Self

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)
from wagtail.models import PageManager, Revision
from wagtail.query import PageQuerySet
from wagtail.search import index

from accounts.models import User
from audit.actions import record
from organizations.pages import TenantPage
from participation.consultations.models import Phase
from participation.consultations.period import GRACE, is_in_time
from participation.questionnaires.admin_forms import QuestionnaireForm, QuestionsPanel
from participation.questionnaires.models.responses import Turnout
from participation.questionnaires.presentation import page_context
from participation.questionnaires.structure import CHANGED, structure_of

BY_THE_CLOCK = "wagtail.publish.scheduled"
logger = logging.getLogger(__name__)


class StructureChangedError(PermissionDenied):
    """A questionnaire that has been answered would be published with other questions or options."""


class QuestionnaireQuerySet(PageQuerySet["QuestionnairePage"]):
    """Questionnaires by the clock."""

    def open_at(self, now: datetime | None = None) -> Self:
        """Return the published ones that can be answered now, soonest to close first."""
        now = now or timezone.now()
        return self.live().filter(opens_at__lte=now, closes_at__gt=now).order_by("closes_at", "id")

    def newest(self) -> Self:
        """Return those that close last, or closed last, first; in the order of the index."""
        return self.order_by("-closes_at", "-id")


class QuestionnairePage(TenantPage):
    """Questions to everybody, with or without a draft beside them. Answered without a name."""

    template = "participation/questionnaire_page.html"
    parent_page_types = ["consultations.ConsultationIndexPage"]
    subpage_types: list[str] = []
    base_form_class = QuestionnaireForm

    consultation = models.ForeignKey(
        "consultations.ConsultationPage",
        verbose_name=_("和哪次征求意见有关"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questionnaires",
        help_text=_("可不选；选了，那次征求意见的页面上会有问卷入口"),
    )
    opens_at = models.DateTimeField(_("开始时间"), help_text=_("写到小时；到时间自动开始接收答卷"))
    closes_at = models.DateTimeField(
        _("截止时间"), help_text=_("写到小时；可以延期，改后重新签发。结果在截止半小时后公布")
    )
    intro = models.TextField(
        _("为什么问"), max_length=1000, help_text=_("用在什么地方、和谁有关；会显示在问卷最前面")
    )
    contact = models.CharField(_("联系人和电话"), max_length=120, help_text=_("办公电话，不要填个人手机"))
    results_note = models.TextField(
        _("结果说明"),
        max_length=5000,
        blank=True,
        help_text=_("截止后填写、签发：结果怎么用，文字回答归纳成几点。不要照抄能看出是谁写的原话"),
    )

    objects = PageManager.from_queryset(QuestionnaireQuerySet)()

    content_panels = [
        *TenantPage.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")])], heading=_("起止时间")
        ),
        PageChooserPanel("consultation", "consultations.ConsultationPage"),
        FieldPanel("contact"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("内容")),
            ObjectList(
                [QuestionsPanel("questions", heading=_("题目"), label=_("题目"), min_num=1)],
                heading=_("题目"),
            ),
            ObjectList([FieldPanel("results_note")], heading=_("结果")),
            ObjectList(TenantPage.promote_panels, heading=_("摘要")),
            ObjectList(TenantPage.settings_panels, heading=_("定时发布")),
        ]
    )
    search_fields = [
        *TenantPage.search_fields,
        index.SearchField("intro"),
        index.SearchField("results_note"),
        index.SearchField("questions_text"),
    ]

    class Meta:
        verbose_name = _("问卷")
        verbose_name_plural = _("问卷")
        indexes = [models.Index(fields=["-closes_at", "-page_ptr"], name="questionnaire_newest")]

    def clean(self) -> None:
        """Check the hours."""
        super().clean()
        if self.opens_at is not None and self.closes_at is not None and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("截止时间应晚于开始时间。")})

    def phase_at(self, now: datetime | None = None) -> Phase:
        """Return where it stands by the clock."""
        now = now or timezone.now()
        if now < self.opens_at:
            return Phase.UPCOMING
        return Phase.OPEN if now < self.closes_at else Phase.CLOSED

    def takes_answers(self, now: datetime | None = None, opened_at: datetime | None = None) -> bool:
        """Return whether answers sent now count; ``opened_at`` is when their form was opened (grace rule)."""
        now = now or timezone.now()
        return self.live and now >= self.opens_at and is_in_time(self.closes_at, now, opened_at)

    def shows_results(self, now: datetime | None = None) -> bool:
        """Return whether the public sees the results: after the close, when no late answer can come any more.

        Numbers that still change one by one would show what each late answer said.
        """
        return (now or timezone.now()) >= self.closes_at + GRACE

    def standing_structure(self) -> list[dict[str, Any]]:
        """Return what of the questions must not change any more; nothing before the first answer."""
        turnout = Turnout.objects.filter(page=self.pk).first() if self.pk else None
        return list(turnout.structure) if turnout is not None and turnout.responses else []

    def publish(self, revision: Revision, user: User | None = None, **kwargs: Any) -> None:
        """Publish, unless answers would lose their meaning; and tell the ledger."""
        try:
            with transaction.atomic():
                self._refuse_other_questions(revision)
                super().publish(revision, user=user, **kwargs)
                page = type(self).objects.get(pk=self.pk)
                if page.live and page.live_revision_id == revision.pk:
                    page._tell_the_ledger(user)
        except StructureChangedError:
            if kwargs.get("log_action") != BY_THE_CLOCK:
                raise
            # Signed for this hour before the first answer came: the clock must not stumble over it every time.
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            logger.error(
                "Questionnaire %s: the scheduled text has other questions than were answered", self.pk
            )

    def _tell_the_ledger(self, user: User | None) -> None:
        hours = {
            name: f"{timezone.localtime(getattr(self, name)):%Y-%m-%d %H:%M}"
            for name in ("opens_at", "closes_at")
        }
        record(
            action="questionnaire.publish",
            object_type="questionnaire",
            object_id=self.pk,
            congress=self.congress,
            by=user,
            data=hours | {"has_results_note": bool(self.results_note.strip())},
        )

    def _refuse_other_questions(self, revision: Revision) -> None:
        """Compare with the questions that were answered, while nobody can answer them."""
        Turnout.objects.get_or_create(page_id=self.pk)
        turnout = Turnout.objects.select_for_update().get(page=self.pk)
        if turnout.responses and structure_of(revision.as_object().questions.all()) != turnout.structure:
            raise StructureChangedError(CHANGED)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the state by the clock of this request, the number of participants, and the results when it is time."""
        return super().get_context(request, *args, **kwargs) | page_context(self, timezone.now())

    def questions_text(self) -> str:
        """Return all questions for the search index."""
        return "\n".join(" ".join([q.text, q.note, *q.option_list]) for q in self.questions.all())
