"""Filled-in questionnaires for the office's own table: one line for each, one column for each question.

Nobody's name is in them. What people wrote in their own words may still name somebody: such places are starred
out as in a published copy (``core.masking``). The lines stand in no order that tells who came first.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qs

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.masking import propose_masked
from exchange.registry import Column, ExportKind, exports
from participation.questionnaires.models import Kind, Question, QuestionnairePage, Response
from participation.questionnaires.queries import TAKE_AWAY, questions_of, responses_of, said_in, visible_to

NAME = "questionnaire"
CHUNK = 1000
NARROW, WIDE = 18, 50


def query_of(page: QuestionnairePage) -> str:
    """Return what asks for the answers to one questionnaire."""
    return f"page={page.pk}"


def _page(user: User, query: str) -> QuestionnairePage:
    """Return the questionnaire that is asked for, as far as the person may take its answers away."""
    asked = parse_qs(query).get("page", [""])[0]
    number = asked if asked.isdecimal() and len(asked) < 19 else "0"
    page = visible_to(user, TAKE_AWAY).filter(pk=number).first()
    if page is None:
        raise PermissionDenied
    return page


def is_permitted(user: User) -> bool:
    """Return whether the person may take answers away at all."""
    return user.holds(TAKE_AWAY)


def count(user: User, query: str) -> int:
    """Return how many lines the export has."""
    return responses_of(_page(user, query)).count()


def describe(user: User, query: str) -> str:
    """Return which questionnaire it is."""
    try:
        return _page(user, query).title
    except PermissionDenied:
        return ""


def columns(user: User, query: str) -> tuple[Column, ...]:
    """Return the columns: the day, then the questions as printed."""
    return columns_of(questions_of(_page(user, query)))


def columns_of(questions: Sequence[Question]) -> tuple[Column, ...]:
    """Return the columns for some questions; a matrix has one for each row."""
    found = [Column(_("收到日期"), 12, "date")]
    for number, question in enumerate(questions, start=1):
        kind = "number" if question.kind == Kind.SCALE else "text"
        width = WIDE if question.kind == Kind.TEXT else NARROW
        labels = [f"{question.text}－{row}" for row in question.row_list] or [question.text]
        found += [Column(f"{number}. {label}", width, kind) for label in labels]
    return tuple(found)


def chunks(user: User, query: str) -> Iterator[list[Sequence[Any]]]:
    """Yield the lines, a thousand at a time, found by key: memory and time of a chunk stay the same."""
    page = _page(user, query)
    questions = questions_of(page)
    last = -1
    while True:
        found = list(_after(page, last))
        if not found:
            return
        last = found[-1].pk
        yield [line_of(response, questions) for response in found]


def _after(page: QuestionnairePage, last: int) -> QuerySet[Response]:
    return responses_of(page).filter(pk__gt=last).order_by("pk")[:CHUNK]


def line_of(response: Response, questions: list[Question]) -> Sequence[Any]:
    """Return one line; numbers stay numbers, texts are masked."""
    cells: list[Any] = [response.received_on]
    for question, _row, _label, answer in said_in(response, questions):
        is_text = question.kind == Kind.TEXT and answer
        cells.append(propose_masked(answer).text if is_text else answer)
    return cells


def register() -> None:
    """Offer the answers to the export framework."""
    exports.register(
        ExportKind(NAME, _("问卷答卷"), (), is_permitted, count, chunks, describe, columns_for=columns)
    )
