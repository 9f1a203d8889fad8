"""What a citizen wrote, kept as it was written, and what the office added to it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from casework.models import Case
from core.encryption import BlindIndexField, EncryptedTextField, normalize_contact
from liaison.deputies.models import Deputy
from liaison.stations.models import StationPage
from organizations.models import Congress
from participation.consultations.models import ConsultationPage
from participation.submissions.office_entry import OfficeEntry

__all__ = [
    "OFFICE_CHANNELS",
    "AgeStatement",
    "Category",
    "Channel",
    "OfficeEntry",
    "PublishedCopy",
    "PublishedCopyQuerySet",
    "Rating",
    "Route",
    "Submission",
    "Supplement",
]


class Channel(models.TextChoices):
    """渠道 (``domain.md`` §17)."""

    WEB = "web", _("网页")
    QR_STATION = "qr_station", _("扫码-站")
    QR_DEPUTY = "qr_deputy", _("扫码-代表")
    PROXY = "proxy", _("站点代录")
    PHONE = "phone", _("电话")
    LETTER = "letter", _("来信")
    RECEPTION = "reception", _("接待日")
    VISIT = "visit", _("走访")
    MEETING = "meeting", _("座谈")


OFFICE_CHANNELS = (
    Channel.PROXY,
    Channel.PHONE,
    Channel.LETTER,
    Channel.RECEPTION,
    Channel.VISIT,
    Channel.MEETING,
)
"""Through these an opinion comes by a person of the office, who types it in."""


class Category(models.TextChoices):
    """意见类别 (``domain.md`` §17)."""

    EDUCATION = "education", _("教育助学")
    HEALTH = "health", _("医疗卫生")
    CARE = "care", _("养老托育")
    JOBS = "jobs", _("就业创业")
    TRAFFIC = "traffic", _("交通出行")
    UTILITIES = "utilities", _("供水供电供气")
    SANITATION = "sanitation", _("环境卫生")
    FARMLAND = "farmland", _("农田水利")
    HOUSING = "housing", _("住房与小区")
    CULTURE = "culture", _("文化体育")
    SAFETY = "safety", _("公共安全")
    SECURITY = "security", _("社会保障")
    SERVICES = "services", _("便民服务")
    GOVERNANCE = "governance", _("乡村治理")
    LEGISLATION = "legislation", _("立法意见")
    SUPERVISION = "supervision", _("监督议题")
    OTHER = "other", _("其他")


class Route(models.TextChoices):
    """去向, for matters that are not taken in (``domain.md`` §17)."""

    PETITION = "petition", _("转信访渠道")
    COURT = "court", _("转司法、仲裁、复议")
    DISCIPLINE = "discipline", _("转纪检监察")
    OTHER_LEVEL = "other_level", _("不属本级")
    UNCLEAR = "unclear", _("信息不足无法办理")
    INVALID = "invalid", _("无效内容")


class AgeStatement(models.TextChoices):
    """The sender's statement; no birth date is asked (个保法 31; ``domain.md`` §6.1)."""

    ADULT_OR_14 = "14plus", _("我已年满14周岁")
    GUARDIAN = "guardian", _("我是监护人，代未满14周岁的孩子提交")


class Rating(models.TextChoices):
    """评价 (``domain.md`` §17)."""

    SATISFIED = "satisfied", _("满意")
    MOSTLY = "mostly", _("基本满意")
    NOT = "not", _("不满意")


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
    article_key = models.UUIDField(_("条文"), null=True, blank=True)
    article_label = models.CharField(_("条文序号"), max_length=120, blank=True)
    article_text = models.TextField(_("提交时的条文"), blank=True)
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
            models.Index(fields=["consultation", "article_key"], name="submission_by_article"),
            models.Index(
                fields=["contact_digest"],
                name="submission_by_contact",
                condition=~models.Q(contact_digest=""),
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


class PublishedCopyQuerySet(models.QuerySet["PublishedCopy"]):
    """Copies by state."""

    def public(self) -> Self:
        """Return the copies that stand on the site."""
        return self.filter(published_at__isnull=False, withdrawn_at__isnull=True)

    def newest(self) -> Self:
        """Return newest first, in the order of the list's index."""
        return self.order_by("-published_at", "-id")


class PublishedCopy(index.Indexed, models.Model):
    """The masked copy of an opinion and its answer: prepared by one person, checked by another.

    It holds everything the public list shows, so that the public side never reads the case itself.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="published_copy")
    congress = models.ForeignKey(Congress, on_delete=models.PROTECT, related_name="published_copies")
    number = models.CharField(_("编号"), max_length=24)
    title = models.CharField(_("标题"), max_length=60)
    text = models.TextField(_("意见（已隐去个人信息）"))
    reply = models.TextField(_("答复（已隐去个人信息）"))
    body_name = models.CharField(_("答复单位"), max_length=80)
    target_name = models.CharField(_("对象"), max_length=200, blank=True)
    category = models.CharField(_("类别"), max_length=12, choices=Category.choices)
    rating = models.CharField(_("评价"), max_length=10, choices=Rating.choices, blank=True)
    received_on = models.DateField(_("收到日期"))
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
                fields=["-published_at", "-id"],
                name="copy_newest",
                condition=models.Q(published_at__isnull=False, withdrawn_at__isnull=True),
            ),
            models.Index(
                fields=["congress", "-published_at", "-id"],
                name="copy_congress_newest",
                condition=models.Q(published_at__isnull=False, withdrawn_at__isnull=True),
            ),
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

    @classmethod
    def get_indexed_objects(cls) -> Any:
        """Index only what stands on the site."""
        return cls.objects.public()
