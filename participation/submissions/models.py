"""What a citizen wrote, kept as it was written, and what the office added to it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import Case
from core.encryption import BlindIndexField, EncryptedTextField, normalize_contact
from liaison.deputies.models import Deputy
from liaison.stations.models import StationPage
from participation.consultations.models import ConsultationPage
from participation.submissions.choices import OFFICE_CHANNELS, AgeStatement, Channel, Rating, Route
from participation.submissions.figures import FigureSheet, ProbeRun
from participation.submissions.office_entry import OfficeEntry
from participation.submissions.parts import Coding, OpinionPart, PartKind
from participation.submissions.published import PublishedCopy, PublishedCopyQuerySet, Redo
from participation.vocabulary import Category

__all__ = [
    "OFFICE_CHANNELS",
    "AgeStatement",
    "Category",
    "Channel",
    "Coding",
    "FigureSheet",
    "OfficeEntry",
    "OpinionPart",
    "PartKind",
    "ProbeRun",
    "PublishedCopy",
    "PublishedCopyQuerySet",
    "Rating",
    "Redo",
    "Route",
    "Submission",
    "Supplement",
]


class Submission(models.Model):
    """An opinion. ``text`` never changes; the office's own words stand elsewhere."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="submission")
    channel = models.CharField(_("渠道"), max_length=12, choices=Channel.choices, default=Channel.WEB)
    station = models.ForeignKey(
        StationPage,
        verbose_name=_("联络站"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    deputy = models.ForeignKey(
        Deputy,
        verbose_name=_("代表"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    consultation = models.ForeignKey(
        ConsultationPage,
        verbose_name=_("征求意见"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submissions",
    )
    article_label = models.CharField(
        _("条文序号"), max_length=240, blank=True, help_text=_("所提各条的序号；内容在逐条意见里")
    )
    from_deputy = models.BooleanField(_("应邀代表的意见"), default=False)
    category = models.CharField(_("类别"), max_length=12, choices=Category.choices, blank=True)
    text = models.TextField(_("意见内容"))
    place = models.CharField(_("地点"), max_length=80, blank=True)
    # Who sent it stands encrypted; read it only where core.encryption's decision says (docs/decisions/0017).
    name = EncryptedTextField(_("姓名"), blank=True)
    contact = EncryptedTextField(_("联系方式"), blank=True)
    contact_digest = BlindIndexField(source="contact", normalize=normalize_contact)
    notify_by = models.CharField(_("进展通知"), max_length=8, blank=True, help_text=_("空表示不通知"))
    identity_erased_at = models.DateTimeField(_("个人信息删除时间"), null=True, blank=True, editable=False)
    consents_to_publication = models.BooleanField(_("同意隐去个人信息后公开"), default=False)
    consent_version = models.CharField(_("告知书版本"), max_length=20)
    age_statement = models.CharField(_("年龄说明"), max_length=10, choices=AgeStatement.choices)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    code_hash = models.CharField(max_length=64, editable=False)
    rating = models.CharField(_("评价"), max_length=10, choices=Rating.choices, blank=True)
    rating_comment = models.TextField(_("评价说明"), blank=True)
    rated_at = models.DateTimeField(_("评价时间"), null=True, blank=True)
    redo_count = models.PositiveSmallIntegerField(_("重新办理次数"), default=0)
    declined_route = models.CharField(_("去向"), max_length=12, choices=Route.choices, blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("并入"), null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )

    class Meta:
        verbose_name = _("群众意见")
        verbose_name_plural = _("群众意见")
        indexes = [
            models.Index(
                fields=["case"], name="submission_unsatisfied", condition=models.Q(rating=Rating.NOT)
            ),
            models.Index(
                fields=["contact_digest"],
                name="submission_by_contact",
                condition=~models.Q(contact_digest=""),
            ),
            models.Index(
                fields=["case"], name="submission_from_deputy", condition=models.Q(from_deputy=True)
            ),
            # What retention still has to look at: it shrinks as it is erased.
            models.Index(
                fields=["id"],
                name="submission_with_identity",
                condition=models.Q(identity_erased_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(redo_count__lte=1), name="one_redo_only"),
            models.CheckConstraint(
                condition=models.Q(contact_digest="") | ~models.Q(contact=""),
                name="no_digest_without_contact",
            ),
        ]

    def __str__(self) -> str:
        return str(self.case)

    @property
    def target_name(self) -> str:
        """Return what the opinion was addressed to."""
        if self.consultation is not None:
            return f"{self.consultation.title} {self.article_label}".strip()
        return str(self.station or self.deputy or self.case.congress.short_office_name)


class Supplement(models.Model):
    """What the citizen added later with the query code; it reaches whoever handles the case."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="supplements")
    text = models.TextField(_("补充内容"))
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        verbose_name = _("补充")
        verbose_name_plural = _("补充")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.submission} +{self.pk}"
