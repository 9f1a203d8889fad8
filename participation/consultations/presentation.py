"""How consultations appear in lists, and where they stand in one sentence; the reading page is in ``reading.py``."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.text import one_line
from organizations.tenancy import Tenants
from participation.consultations.clock import time_left
from participation.consultations.period import grace_words

if TYPE_CHECKING:
    from participation.consultations.models import ConsultationPage


SUMMARY_LENGTH = 80


@dataclass(frozen=True)
class Card:
    """A consultation in a list."""

    title: str
    url: str
    state: str
    opens_at: datetime
    closes_at: datetime
    time_left: str
    summary: str
    congress: str
    grace: str = ""

    @classmethod
    def of(cls, page: "ConsultationPage", tenants: Tenants, request: HttpRequest, now: datetime) -> Self:
        """Return the card of ``page`` as it stands at ``now``."""
        owner = tenants.owner(page)
        return cls(
            title=page.title,
            url=page.get_url(request) or "",
            state=page.phase_at(now).value,
            opens_at=page.opens_at,
            closes_at=page.closes_at,
            time_left=time_left(page.closes_at, now),
            summary=one_line(page.plain_summary, SUMMARY_LENGTH),
            congress=owner.name if owner is not None else "",
            grace=grace_words(),
        )


def state_sentence(page: "ConsultationPage", now: datetime) -> str:
    """Return where the consultation stands, in one sentence."""
    phase = page.phase_at(now).value
    if phase == "upcoming":
        return _("征求意见还没有开始，现在可以先看草案。")
    if phase == "withdrawn":
        return _("这次征求意见已经撤回，不再接收意见，草案和说明仍可阅读。")
    if phase == "closed":
        return _("征求意见已经截止，不再接收意见，草案和说明仍可阅读。")
    if page.audience == "deputies":
        return _("这次只征求人大代表的意见，草案和说明可以阅读。")
    return _("正在征求意见，可以对整份草案提，也可以逐条提。")
