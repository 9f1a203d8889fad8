"""What the pages of consultations show, read from the page itself in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.text import one_line
from organizations.tenancy import Tenants
from participation.consultations.clock import time_left
from participation.consultations.models.counts import QUESTIONS, TOTAL, WHOLE

if TYPE_CHECKING:
    from participation.consultations.models import Article, ConsultationPage


SUMMARY_LENGTH, OPENING_LENGTH = 80, 14


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
        )


@dataclass(frozen=True)
class Counts:
    """How many opinions came in, on each article and in all, and from how many people."""

    by_article: dict[UUID | None, int]
    opinions: int
    people: int


@dataclass(frozen=True)
class Line:
    """A row of the draft with what belongs to it."""

    article: "Article"
    opinion_url: str
    opinion_count: int
    level: int  # of its heading: articles stand one below the chapters, where there are chapters before them


def opinion_counts(page: "ConsultationPage") -> Counts:
    """Return how many opinions and people there are on each article and in all: kept numbers, in one query."""
    if page.pk is None:
        return Counts({}, 0, 0)
    rows = {row.scope: row for row in page.opinion_counts.all()}
    total = rows.get(TOTAL)
    by_article: dict[UUID | None, int] = {
        UUID(scope): row.opinions for scope, row in rows.items() if scope not in {TOTAL, WHOLE, QUESTIONS}
    }
    whole = rows.get(WHOLE)
    if whole is not None:
        by_article[None] = whole.opinions
    return Counts(by_article, total.opinions if total else 0, total.people if total else 0)


def opinion_url(page: "ConsultationPage", article: "Article | None" = None) -> str:
    """Return the address of the opinion form for the whole draft or one article."""
    if page.pk is None:
        return ""
    query = f"?consultation={page.pk}" + (f"&article={article.key}" if article is not None else "")
    return reverse("participation:opinion_new") + query


def draft_context(page: "ConsultationPage", now: datetime) -> dict[str, Any]:
    """Return the draft, the contents list and the counts for the page of a consultation."""
    counts = opinion_counts(page)
    takes_opinions = page.phase_at(now).value == "open"
    articles = list(page.articles.all())
    first_heading = next((n for n, article in enumerate(articles) if article.is_heading), len(articles))
    lines = [
        Line(
            article=article,
            opinion_url=opinion_url(page, article) if takes_opinions and not article.is_heading else "",
            opinion_count=counts.by_article.get(article.key, 0),
            level=4 if position > first_heading else 3,  # below a chapter, or by itself
        )
        for position, article in enumerate(articles)
    ]
    return {
        "lines": lines,
        "contents": contents(articles),
        "counts": counts,
        "whole_count": counts.by_article.get(None, 0),
        "opinion_url": opinion_url(page) if takes_opinions else "",
        "time_left": time_left(page.closes_at, now) if takes_opinions else "",
    }


def contents(articles: list["Article"]) -> list[dict[str, Any]]:
    """Return the contents list: headings, with their articles a step further in."""
    has_headings = any(article.is_heading for article in articles)
    return [
        {
            "title": str(article)
            if article.heading
            else f"{article.label} {one_line(article.text, OPENING_LENGTH)}",
            "url": f"#{article.anchor}",
            "level": 2 if has_headings and (not article.is_heading or article.label.endswith("节")) else 1,
        }
        for article in articles
        if article.label or article.heading
    ]


def state_sentence(page: "ConsultationPage", now: datetime) -> str:
    """Return where the consultation stands, in one sentence."""
    phase = page.phase_at(now).value
    if phase == "upcoming":
        return _("征求意见还没有开始，现在可以先看草案。")
    if phase == "withdrawn":
        return _("这次征求意见已经撤回，不再接收意见，草案和说明仍可阅读。")
    if phase == "closed":
        return _("征求意见已经截止，不再接收意见，草案和说明仍可阅读。")
    return _("正在征求意见，可以对整份草案提，也可以逐条提。")
