"""Which draft and which of its articles the address of the form names (``consultation``, ``article``, ``about``).

``article`` may stand there many times: a lasting key in full, or its beginning as the checkboxes of the reading page
send it, so that an address with three hundred of them is still an address.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines.due import chinese_date
from organizations.models import Congress
from participation.consultations.models import ANSWERABLE, Article, Audience, ConsultationPage, Phase
from participation.submissions.actions.opinions import Target

# What a person can write on in one sitting; whoever ticks more is told.
MAX_ARTICLES = 20
SHORT_KEY = re.compile(r"[0-9a-f]{12}")
QUESTIONS = "questions"


@dataclass(frozen=True)
class Found:
    """What the address names: a target, or why there is none, and whether something was left out of it."""

    target: Target | None = None
    problem: str = ""
    notice: str = ""
    fallback: Congress | None = None
    # What was asked for, when it takes no opinions: what was written on it is shown under its headings.
    intended: Target | None = None


def unknown() -> str:
    """Say that there is no such draft."""
    return _("没有找到链接里的征求意见或条文。请选择向哪个镇（街道）提。")


def find_draft(
    page: ConsultationPage | None,
    wanted: Sequence[str],
    *,
    about: str = "",
    opened_at: datetime | None = None,
    is_invited: bool = False,
) -> Found:
    """Return the target on ``page`` with the articles ``wanted``.

    ``opened_at`` is when the form was opened, if it was sent: within the grace after the close it is still taken.
    """
    congress = page.congress if page is not None else None
    if page is None or congress is None:
        return Found(problem=unknown())
    conditions = [condition for condition in map(_condition, wanted) if condition is not None]
    rows = _rows(page, conditions[:MAX_ARTICLES])
    asks = about == QUESTIONS and bool(page.questions)
    if len(rows) == 1:
        target = Target(congress, consultation=page, article=rows[0], asks_questions=asks)
    else:
        target = Target(congress, consultation=page, articles=tuple(rows), asks_questions=asks)
    problem = _refusal(page, congress, opened_at, is_invited=is_invited)
    if problem:
        return Found(problem=problem, fallback=congress, intended=target)
    if wanted and not rows:
        return Found(problem=unknown(), fallback=congress, intended=target)
    return Found(target, notice=_left_out(len(wanted), len(rows)))


def is_readable(wanted: Sequence[str]) -> bool:
    """Return whether at least one of the values can be a key at all."""
    return not wanted or any(_condition(value) is not None for value in wanted)


def page_of_article(wanted: Sequence[str]) -> Q:
    """Return the condition for the draft that holds the article, for addresses that name no draft."""
    key = next((uuid.UUID(value) for value in wanted if _is_full(value)), None)
    return Q(articles__key=key) if key is not None else Q(pk__in=[])


def _rows(page: ConsultationPage, conditions: Sequence[Q]) -> list[Article]:
    """Return the articles in the order of the draft."""
    if not conditions:
        return []
    either = Q()
    for condition in conditions:
        either |= condition
    found: QuerySet[Article] = Article.objects.filter(either, page=page, kind__in=ANSWERABLE)
    return list(found.order_by("sort_order", "id"))


def _condition(value: str) -> Q | None:
    """Return the condition for one value of the address, None for what is no key."""
    if _is_full(value):
        return Q(key=uuid.UUID(value))
    if SHORT_KEY.fullmatch(value):
        return Q(key__gte=uuid.UUID(value + "0" * 20), key__lte=uuid.UUID(value + "f" * 20))
    return None


def _is_full(value: str) -> bool:
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return len(value) in {32, 36}


def _left_out(wanted: int, found: int) -> str:
    """Say what of a choice is not in the form."""
    if wanted > MAX_ARTICLES:
        words = _("一次最多选%(most)d条，这里是前%(most)d条，其余的请提交以后再提一次。")
        return words % {"most": MAX_ARTICLES}
    if found < wanted:
        return _("选中的条文里有的已经不在现在的文本里，这里是找到的%(found)d条。") % {"found": found}
    return ""


def _refusal(
    page: ConsultationPage, congress: Congress, opened_at: datetime | None, *, is_invited: bool
) -> str:
    """Return why no opinion is taken now, and what can be done instead; empty when one is."""
    names = {"title": page.title, "to": congress.short_office_name, "contact": page.contact}
    phase = page.phase_at()
    if phase is Phase.WITHDRAWN:
        return _("《%(title)s》已经撤回，不再接收意见。您可以改为直接向%(to)s提一般意见。") % names
    if page.audience == Audience.DEPUTIES and not is_invited:
        return _("《%(title)s》这次只征求人大代表的意见。您可以改为直接向%(to)s提一般意见。") % names
    if page.takes_opinions(opened_at=opened_at):
        return ""
    moment = timezone.localtime(page.opens_at if phase is Phase.UPCOMING else page.closes_at)
    names["when"] = f"{chinese_date(moment.date())}{moment:%H:%M}"
    if phase is Phase.UPCOMING:
        return _("《%(title)s》%(when)s开始征求意见，现在还不能提。您可以先直接向%(to)s提一般意见。") % names
    words = _(
        "《%(title)s》已于%(when)s截止，不再接收意见。您可以改为直接向%(to)s提一般意见，也可以联系：%(contact)s。"
    )
    return words % names
