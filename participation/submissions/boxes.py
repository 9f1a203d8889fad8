"""The boxes of an opinion on a draft: one for each chosen article, one for the whole, one for each key question.

Their names are what the form sends, so they stay the same while a page is open: an article's box is named by its
lasting key. When exactly one article is chosen its box is ``text``, as it was when a form had one box only, so that
forms, scripts and codes from before keep working.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from participation.consultations.models import Article
from participation.consultations.rows_html import text_html
from participation.submissions.actions.opinions import Part, Target

TEXT, WHOLE = "text", "whole"
ARTICLE_PREFIX, QUESTION_PREFIX = "part-", "question-"
MAX_QUESTIONS = 12
# All boxes together: what one person can read of one opinion.
TOTAL_MAX = 20_000


@dataclass(frozen=True)
class Box:
    """One box of the form. ``is_main``: what the sender came for; the others are shown folded."""

    name: str
    article: Article | None = None
    question: str = ""
    is_main: bool = True

    @property
    def label(self) -> str:
        """Return what the box asks for."""
        if self.article is not None:
            return _("您的意见（对%(label)s）") % {"label": self.article.label or self.article.heading}
        if self.question:
            return _("重点问题：%(question)s") % {"question": self.question}
        return _("您的意见（对整份草案）") if self.is_main else _("对整份草案的意见")

    @property
    def html(self) -> SafeString:
        """Return the wording of the article, as on the reading page."""
        return (
            text_html(self.article.anchor, self.article.text) if self.article is not None else SafeString("")
        )

    @property
    def title(self) -> str:
        """Return the heading of what was written here, when it is put together with the rest."""
        if self.article is not None:
            return str(self.article)
        return _("重点问题“%(question)s”") % {"question": self.question} if self.question else _("整份草案")

    def part(self, text: str) -> Part:
        """Return what was written here."""
        return Part(text, article=self.article, question=self.question)


def boxes_for(target: Target | None) -> list[Box]:
    """Return the boxes for a target on a draft, in the order in which they are shown; none for any other target."""
    if target is None or target.consultation is None:
        return []
    chosen = target.chosen
    articles = [Box(article_box(article), article) for article in chosen]
    if len(chosen) == 1:
        articles = [Box(TEXT, chosen[0])]
    comes_for_whole = not chosen and not target.asks_questions
    whole = Box(WHOLE if len(chosen) == 1 else TEXT, is_main=comes_for_whole)
    comes_for_questions = target.asks_questions and not chosen
    questions = [
        Box(f"{QUESTION_PREFIX}{number}", question=question, is_main=comes_for_questions)
        for number, question in enumerate(target.consultation.questions[:MAX_QUESTIONS], start=1)
    ]
    return [*questions, *articles, whole] if target.asks_questions else [*articles, whole, *questions]


def article_box(article: Article) -> str:
    """Return the name of an article's box where there are several."""
    return f"{ARTICLE_PREFIX}{article.key.hex[:12]}"


def put_together(written: Sequence[tuple[Box, str]]) -> str:
    """Return one text of what stands in the boxes, each under its heading; one box alone needs none."""
    if len(written) == 1 and not written[0][0].question:
        return written[0][1]
    return "\n\n".join(f"{box.title}：\n{text}" for box, text in written)


def rescued(data: Mapping[str, str], boxes: Sequence[Box]) -> str:
    """Return all that was written in the boxes of a form that can no longer be taken, as one text.

    ``boxes`` are those of the draft it was written on, as far as that is still known.
    """
    known = {box.name for box in boxes}
    lost = [Box(name) for name in data if is_box(name) and name not in known and name != TEXT]
    if TEXT not in known:
        lost.insert(0, Box(TEXT))
    found = [(box, str(data.get(box.name) or "").strip("\n")) for box in (*boxes, *lost)]
    written = [(box, text) for box, text in found if text.strip()]
    if len(written) == 1:
        return written[0][1]
    return "\n\n".join(f"{box.title}：\n{text}" if box.name in known else text for box, text in written)


def is_box(name: str) -> bool:
    """Return whether a field of this name holds what somebody wrote on a draft."""
    return name in {TEXT, WHOLE} or name.startswith((ARTICLE_PREFIX, QUESTION_PREFIX))
