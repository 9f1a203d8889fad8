"""What is chosen about an opinion: how it came, what it is about, where it went (``domain.md`` §17)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
