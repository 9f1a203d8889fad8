"""Questionnaires, their questions, and the answers."""

from participation.questionnaires.models.pages import (
    QuestionnairePage,
    QuestionnaireQuerySet,
    StructureChangedError,
)
from participation.questionnaires.models.questions import Kind, Question
from participation.questionnaires.models.responses import Response, Tally, TextAnswer, Turnout

__all__ = [
    "Kind",
    "Question",
    "QuestionnairePage",
    "QuestionnaireQuerySet",
    "Response",
    "StructureChangedError",
    "Tally",
    "TextAnswer",
    "Turnout",
]
