"""Questionnaires, and people who answer them."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from core import botcheck
from organizations.models import Congress
from participation.consultations.models import ConsultationIndexPage
from participation.questionnaires.actions import Answers, store_response
from participation.questionnaires.forms import AnswerForm
from participation.questionnaires.models import Kind, Question, QuestionnairePage
from tests.factories.liaison import list_page

_numbers = count(1)
Answer = int | str | list[int] | dict[int, int]


def single(text: str = "您住在哪里？", options: str = "镇上\n村里\n外地", **fields: Any) -> Question:
    """A question with one answer."""
    return Question(kind=Kind.SINGLE, text=text, options=options, **fields)


def multiple(text: str = "您常去哪里？", options: str = "集市\n图书室\n广场", **fields: Any) -> Question:
    """A question with any number of answers."""
    return Question(kind=Kind.MULTIPLE, text=text, options=options, **fields)


def scale(text: str = "您满意吗？", **fields: Any) -> Question:
    """A question answered by one to five."""
    ends = {"low_label": "很不满意", "high_label": "很满意"}
    return Question(kind=Kind.SCALE, text=text, **(ends | fields))


def matrix(
    text: str = "下面几样您觉得怎么样？",
    rows: str = "路灯\n公厕",
    options: str = "好\n一般\n差",
    **fields: Any,
) -> Question:
    """A question for each of some things."""
    return Question(kind=Kind.MATRIX, text=text, rows=rows, options=options, **fields)


def written(text: str = "还有什么想说的？", **fields: Any) -> Question:
    """A question answered in one's own words."""
    return Question(kind=Kind.TEXT, text=text, **({"is_required": False} | fields))


def after(number: int, answers: str, question: Question) -> Question:
    """Ask ``question`` only of those who gave one of these answers to the question of this number."""
    question.condition_number, question.condition_answers = number, answers
    return question


def make_questionnaire(
    congress: Congress, questions: Sequence[Question] = (), title: str = "", **fields: Any
) -> QuestionnairePage:
    """Make a published questionnaire that is open."""
    number, now = next(_numbers), timezone.now()
    values = {
        "opens_at": now - timedelta(days=3),
        "closes_at": now + timedelta(days=10),
        "intro": "为了定下明年先修哪里。",
        "contact": "办公室 0000-1234567",
    }
    page = QuestionnairePage(
        title=title or f"第{number}份问卷", slug=f"questionnaire-{number}", **(values | fields)
    )
    asked = list(questions) or [single()]
    for order, question in enumerate(asked):
        question.sort_order = order
        if question.condition_number:
            question.condition_key = asked[question.condition_number - 1].key
    page.questions = asked
    list_page(congress, ConsultationIndexPage).add_child(instance=page)
    return QuestionnairePage.objects.get(pk=page.pk)


def asked_in(page: QuestionnairePage) -> list[Question]:
    """Return the questions as they are asked."""
    return list(page.questions.all())


def answer(page: QuestionnairePage, given: dict[int, Answer], token: str = "", times: int = 1) -> None:
    """Answer by the numbers of the questions and of their options, past the form."""
    questions = asked_in(page)
    chosen: dict[uuid.UUID, list[int]] = {}
    by_row: dict[uuid.UUID, dict[int, int]] = {}
    texts: dict[uuid.UUID, str] = {}
    for number, value in given.items():
        key = questions[number - 1].key
        if isinstance(value, str):
            texts[key] = value
        elif isinstance(value, dict):
            by_row[key] = value
        else:
            chosen[key] = value if isinstance(value, list) else [value]
    for _time in range(times):
        store_response(
            page=page,
            questions=questions,
            answers=Answers(chosen, by_row, texts),
            token=token or uuid.uuid4().hex,
            opened_at=timezone.now(),
        )


def ticket(seconds_ago: float = 30) -> str:
    """A ticket as the form carries it, of somebody who took the time to read."""
    return botcheck.issue_ticket(AnswerForm.bot_scope, timezone.now() - timedelta(seconds=seconds_ago))


def posted(page: QuestionnairePage, given: dict[int, Answer], **fields: Any) -> dict[str, Any]:
    """Return the form as a browser sends it."""
    data: dict[str, Any] = {"ticket": ticket()} | fields
    questions = asked_in(page)
    for number, value in given.items():
        name = f"q_{questions[number - 1].key.hex}"
        if isinstance(value, dict):
            data |= {f"{name}_{row}": str(column) for row, column in value.items()}
        else:
            data[name] = [str(one) for one in value] if isinstance(value, list) else str(value)
    return data


def answer_url(page: QuestionnairePage) -> str:
    """Return the address of the form."""
    return f"/questionnaires/{page.pk}/answer/"
