"""Reading questionnaires for the office, inside the user's scope, and for those who answer."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Permission
from organizations.choices import pages_within
from participation.questionnaires.models import Question, QuestionnairePage, Response, TextAnswer

LARGEST_ID = 2**63 - 1
READ, TAKE_AWAY = Permission.VIEW_ALL_CASES, Permission.EXPORT_CASES


def visible_to(user: User, permission: Permission = READ) -> QuerySet[QuestionnairePage]:
    """Return the questionnaires, drafts too, of the congresses in which ``user`` holds the permission."""
    return QuestionnairePage.objects.filter(pages_within(user, [permission]))


def one_of(pages: QuerySet[QuestionnairePage], page_id: int) -> QuestionnairePage | None:
    """Return the page of a number out of an address; a number too large for a database is nobody's."""
    return pages.filter(pk=page_id).first() if page_id <= LARGEST_ID else None


def public_questionnaire(page_id: int) -> QuestionnairePage | None:
    """Return a published questionnaire."""
    return one_of(QuestionnairePage.objects.live().select_related("consultation"), page_id)


def questions_of(page: QuestionnairePage) -> list[Question]:
    """Return the questions in their order."""
    return list(page.questions.all())


def open_below(path: str, now: datetime, most: int) -> list[QuestionnairePage]:
    """Return the first open questionnaires of a section; of everywhere for an empty path."""
    return list(QuestionnairePage.objects.open_at(now).filter(path__startswith=path)[:most])


def below(path: str, most: int) -> list[QuestionnairePage]:
    """Return the latest questionnaires of a section, whatever their state."""
    return list(QuestionnairePage.objects.live().filter(path__startswith=path).newest()[:most])


def of_consultation(consultation_id: int, most: int) -> list[QuestionnairePage]:
    """Return the questionnaires that stand beside a consultation."""
    return list(QuestionnairePage.objects.live().filter(consultation=consultation_id).newest()[:most])


def texts_of(page: QuestionnairePage, question: Question) -> QuerySet[TextAnswer]:
    """Return what was written to a question."""
    return TextAnswer.objects.filter(page=page, key=question.key)


def responses_of(page: QuestionnairePage) -> QuerySet[Response]:
    """Return the filled-in questionnaires with what was written in them."""
    return Response.objects.filter(page=page).prefetch_related("texts")


def said_in(response: Response, questions: list[Question]) -> list[tuple[Question, int, str, Any]]:
    """Return what one person answered, in words: question, row of a matrix, label of the row, answer.

    An answer is a number for a scale, otherwise words; None where nothing was answered.
    """
    texts = {text.key: text.text for text in response.texts.all()}
    said: list[tuple[Question, int, str, Any]] = []
    for question in questions:
        chosen: Any = response.answers.get(question.key.hex)
        labels: dict[Any, str] = dict(question.choices)
        if question.kind == "matrix":
            by_row = chosen or {}
            said += [
                (question, row, label, labels.get(by_row.get(str(row))))
                for row, label in enumerate(question.row_list)
            ]
        elif question.kind == "text":
            said.append((question, 0, "", texts.get(question.key)))
        elif question.kind == "scale":
            said.append((question, 0, "", chosen[0] if chosen else None))
        else:
            said.append(
                (
                    question,
                    0,
                    "",
                    "；".join(labels[value] for value in chosen if value in labels) if chosen else None,
                )
            )
    return said
