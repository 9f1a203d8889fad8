"""What is put out, to whom, and where it stands by the clock."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.query import PageQuerySet


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
    WITHDRAWN = "withdrawn", _("已撤回")


class Audience(models.TextChoices):
    """Who is asked."""

    PUBLIC = "public", _("公众（可同时邀请代表）")
    DEPUTIES = "deputies", _("只请代表")


class ConsultationQuerySet(PageQuerySet[Any]):
    """Consultations by the clock."""

    def open_at(self, now: datetime | None = None) -> Self:
        """Return published consultations that take opinions now, soonest to close first."""
        now = now or timezone.now()
        return self.live().in_phase(Phase.OPEN, now).order_by("closes_at", "id")

    def in_phase(self, phase: str, now: datetime | None = None) -> Self:
        """Return those which stand at ``phase`` now; all for an empty phase."""
        now = now or timezone.now()
        if phase == Phase.WITHDRAWN:
            return self.filter(is_withdrawn=True)
        times = {
            Phase.OPEN: {"opens_at__lte": now, "closes_at__gt": now},
            Phase.UPCOMING: {"opens_at__gt": now},
            Phase.CLOSED: {"closes_at__lte": now},
        }
        return self.filter(is_withdrawn=False, **times[Phase(phase)]) if phase else self
