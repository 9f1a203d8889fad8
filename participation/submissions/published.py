"""The masked copy of an opinion and its answer: all that the public side reads (``domain.md`` §3.6, W06)."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from liaison.deputies.models import Deputy
from liaison.stations.models import StationPage
from organizations.models import Congress
from participation.consultations.models import ConsultationPage
from participation.submissions.answer_facts import AnswerFacts
from participation.submissions.choices import Rating
from participation.vocabulary import Category

IS_PUBLIC = models.Q(published_at__isnull=False, withdrawn_at__isnull=True)


class Redo(models.TextChoices):
    """重新办理 after "not satisfied": what a reader of the published answer should know."""

    NONE = "", _("没有重新办理")
    RUNNING = "running", _("群众对答复不满意，正在重新办理")
    DONE = "done", _("群众对第一次答复不满意，这是重新办理后的答复")


def _listed_by(name: str, *fields: str) -> models.Index:
    """Return the index of one way of narrowing the public list: its columns, then the list's order."""
    stands = {f"{field}__isnull": False for field in fields if field in {"station", "deputy", "consultation"}}
    columns = [*fields, "-answered_on", "-id"]
    return models.Index(fields=columns, name=name, condition=IS_PUBLIC & models.Q(**stands))


class PublishedCopyQuerySet(models.QuerySet["PublishedCopy"]):
    """Copies by state."""

    def public(self) -> Self:
        """Return the copies that stand on the site."""
        return self.filter(IS_PUBLIC)

    def newest(self) -> Self:
        """Return what was published last first."""
        return self.order_by("-published_at", "-id")


class PublishedCopy(AnswerFacts, index.Indexed, models.Model):
    """The masked copy of an opinion and its answer: prepared by one person, checked by another.

    It holds everything the public list shows, so that the public side never reads the case itself.
    """

    submission = models.OneToOneField(
        "submissions.Submission", on_delete=models.PROTECT, related_name="published_copy"
    )
    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="published_copies")
    number = models.CharField(_("编号"), max_length=24)
    title = models.CharField(_("标题"), max_length=60)
    text = models.TextField(_("意见（已隐去个人信息）"))
    reply = models.TextField(_("答复（已隐去个人信息）"))
    body_name = models.CharField(_("答复单位"), max_length=80)
    target_name = models.CharField(_("对象"), max_length=200, blank=True)
    station = models.ForeignKey(
        StationPage,
        verbose_name=_("提给的联络站"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="published_copies",
        db_index=False,
    )
    deputy = models.ForeignKey(
        Deputy,
        verbose_name=_("提给的代表"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="published_copies",
        db_index=False,
    )
    consultation = models.ForeignKey(
        ConsultationPage,
        verbose_name=_("所提的征求意见"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="published_copies",
        db_index=False,
    )
    category = models.CharField(_("类别"), max_length=12, choices=Category.choices)
    rating = models.CharField(_("评价"), max_length=10, choices=Rating.choices, blank=True)
    redo = models.CharField(_("重新办理"), max_length=8, choices=Redo.choices, blank=True)
    received_on = models.DateField(_("收到日期"))
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)
    answered_on = models.DateField(_("答复日期"))
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("整理人"), on_delete=models.PROTECT, related_name="+"
    )
    prepared_at = models.DateTimeField(_("整理时间"), default=timezone.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审核人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)

    objects = PublishedCopyQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("text"),
        index.SearchField("reply"),
        index.FilterField("congress"),
        index.FilterField("published_at"),
        index.FilterField("withdrawn_at"),
    ]

    class Meta:
        verbose_name = _("公开稿")
        verbose_name_plural = _("公开稿")
        indexes = [
            models.Index(
                fields=["submission"],
                name="copy_waiting",
                condition=models.Q(published_at__isnull=True, withdrawn_at__isnull=True),
            ),
            # What was published last: the front page and the feeds.
            models.Index(fields=["-published_at", "-id"], name="copy_newest", condition=IS_PUBLIC),
            models.Index(
                fields=["congress", "-published_at", "-id"], name="copy_congress_newest", condition=IS_PUBLIC
            ),
            # The list, by the day of the answer, so that a year is one stretch of each of these.
            _listed_by("copy_answered"),
            _listed_by("copy_congress_answered", "congress"),
            _listed_by("copy_category_answered", "category"),
            _listed_by("copy_both_answered", "congress", "category"),
            _listed_by("copy_station_answered", "station"),
            _listed_by("copy_deputy_answered", "deputy"),
            _listed_by("copy_consultation_answered", "consultation"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("prepared_by")),
                name="copy_checked_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True) | models.Q(approved_by__isnull=False),
                name="copy_published_after_check",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def days_taken(self) -> int:
        """Return the calendar days from receipt to answer; 0 is the same day."""
        return (self.answered_on - self.received_on).days

    @property
    def is_redone(self) -> bool:
        """Return whether the sender was not satisfied with the first answer."""
        return self.redo != Redo.NONE

    @classmethod
    def get_indexed_objects(cls) -> Any:
        """Index only what stands on the site."""
        return cls.objects.public()
