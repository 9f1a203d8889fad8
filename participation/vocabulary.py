"""Code lists that opinions and the rules about them share (``domain.md`` §17)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
