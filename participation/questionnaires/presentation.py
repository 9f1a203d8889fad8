"""What the public pages show of a questionnaire, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.text import one_line
from organizations.tenancy import Tenants
from participation.consultations.clock import time_left
from participation.consultations.period import GRACE
from participation.questionnaires.figures import figures_of
from participation.questionnaires.results import results_of

if TYPE_CHECKING:
    from participation.questionnaires.models import QuestionnairePage

SUMMARY_LENGTH = 80
GRACE_MINUTES = int(GRACE.total_seconds() // 60)
SECONDS_PER_QUESTION = 15


@dataclass(frozen=True)
class Card:
    """A questionnaire in a list."""

    title: str
    url: str
    state: str
    label: str
    opens_at: datetime
    closes_at: datetime
    time_left: str
    summary: str
    congress: str

    @classmethod
    def of(cls, page: "QuestionnairePage", tenants: Tenants, request: HttpRequest, now: datetime) -> Self:
        """Return the card of ``page`` as it stands at ``now``."""
        owner = tenants.owner(page)
        phase = page.phase_at(now).value
        return cls(
            title=page.title,
            url=page.get_url(request) or "",
            state=phase,
            label=phase_label(phase),
            opens_at=page.opens_at,
            closes_at=page.closes_at,
            time_left=time_left(page.closes_at, now) if phase == "open" else "",
            summary=one_line(page.intro, SUMMARY_LENGTH),
            congress=owner.name if owner is not None else "",
        )


def phase_label(phase: str) -> str:
    """Return the state in a word or two."""
    return {"upcoming": _("即将开始"), "open": _("正在答卷")}.get(phase, _("已截止"))


def state_sentence(page: "QuestionnairePage", now: datetime) -> str:
    """Return where the questionnaire stands, in one sentence."""
    phase = page.phase_at(now).value
    if phase == "upcoming":
        return _("还没有开始，到时间就可以在这里填写。")
    if phase == "open":
        return _("正在进行，谁都可以填，不用注册，不记名。")
    if page.shows_results(now):
        return _("已经截止，结果见下面。")
    return _("已经截止，结果在截止%(minutes)d分钟后公布。") % {"minutes": GRACE_MINUTES}


def minutes_for(questions: int) -> int:
    """Return about how many minutes the questions take."""
    return max(1, round(questions * SECONDS_PER_QUESTION / 60))


def page_context(page: "QuestionnairePage", now: datetime) -> dict[str, Any]:
    """Return what the page of a questionnaire shows: three queries besides the page's own."""
    questions = list(page.questions.all())
    figures = figures_of(page, with_counts=page.shows_results(now))
    phase = page.phase_at(now).value
    consultation = page.consultation if page.consultation is not None and page.consultation.live else None
    return {
        "phase": phase,
        "phase_label": phase_label(phase),
        "state_sentence": state_sentence(page, now),
        "time_left": time_left(page.closes_at, now) if phase == "open" else "",
        "participants": figures.participants,
        "question_count": len(questions),
        "minutes": minutes_for(len(questions)),
        "grace_minutes": GRACE_MINUTES,
        "consultation": consultation,
        "answer_url": reverse("participation:questionnaire", args=[page.pk])
        if phase == "open" and page.pk
        else "",
        "results": results_of(questions, figures) if page.shows_results(now) else [],
    }
