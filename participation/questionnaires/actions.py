"""Taking in what somebody answered: once for each form, counted in the same transaction."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from participation.questionnaires.models import (
    Kind,
    Question,
    QuestionnairePage,
    Response,
    Tally,
    TextAnswer,
    Turnout,
)
from participation.questionnaires.structure import structure_of

Place = tuple[UUID, int, int]


class ClosedError(Exception):
    """The questionnaire takes no answers at this moment."""


class OtherQuestionsError(Exception):
    """The questions were changed after the form had been opened; nobody had answered them yet."""


@dataclass(frozen=True)
class Answers:
    """What was answered, cleaned: numbers of options by question; for a matrix column by row; texts."""

    chosen: dict[UUID, list[int]] = field(default_factory=dict)
    by_row: dict[UUID, dict[int, int]] = field(default_factory=dict)
    texts: dict[UUID, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.chosen or self.by_row or self.texts)

    def as_json(self) -> dict[str, Any]:
        """Return what is kept of the choices."""
        kept: dict[str, Any] = {key.hex: values for key, values in self.chosen.items()}
        return kept | {
            key.hex: {str(row): value for row, value in rows.items()} for key, rows in self.by_row.items()
        }

    def places(self) -> Iterator[Place]:
        """Yield every counter that goes up by one."""
        for key in (*self.chosen, *self.by_row, *self.texts):
            yield key, 0, Tally.ANSWERED
        for key, values in self.chosen.items():
            yield from ((key, 0, value) for value in values)
        for key, rows in self.by_row.items():
            yield from ((key, row, value) for row, value in rows.items())


def token_digest(token: str) -> str:
    """Return what is kept of a form's one-time token."""
    return hashlib.sha256(token.encode()).hexdigest()


def was_sent(token: str) -> bool:
    """Return whether this very form was stored before."""
    return Response.objects.filter(token=token_digest(token)).exists()


def store_response(
    *,
    page: QuestionnairePage,
    questions: Sequence[Question],
    answers: Answers,
    token: str,
    opened_at: datetime | None = None,
) -> None:
    """Store and count. The same ``token`` counts once, however often and however parallel it is sent.

    ``questions`` are those of the form that was filled in. Raises :class:`ClosedError` when the questionnaire is
    not open at this instant, :class:`OtherQuestionsError` when its questions are others by now.
    """
    try:
        with transaction.atomic():
            turnout = _locked(page)
            if was_sent(token):
                return
            standing = QuestionnairePage.objects.live().filter(pk=page.pk).first()
            if standing is None or not standing.takes_answers(opened_at=opened_at):
                raise ClosedError
            _check_questions(turnout, standing, questions)
            _write(page, answers, token)
            _count(turnout, answers)
    except IntegrityError:
        if not was_sent(token):
            raise


def _locked(page: QuestionnairePage) -> Turnout:
    """Return the row for which everybody waits who answers or publishes this questionnaire."""
    found = Turnout.objects.select_for_update().filter(page=page).first()
    if found is None:
        Turnout.objects.get_or_create(page=page)
        found = Turnout.objects.select_for_update().get(page=page)
    return found


def _check_questions(turnout: Turnout, page: QuestionnairePage, questions: Sequence[Question]) -> None:
    """From the first answer on the questions stand, with a counter for everything that can be chosen."""
    answered = structure_of(questions)
    if turnout.responses:
        if answered != turnout.structure:
            raise OtherQuestionsError
        return
    if answered != structure_of(page.questions.all()):
        raise OtherQuestionsError
    turnout.structure = answered
    Tally.objects.filter(page=page).delete()
    Tally.objects.bulk_create(
        Tally(page=page, key=key, row=row, option=option) for key, row, option in _all_places(questions)
    )


def _all_places(questions: Iterable[Question]) -> Iterator[Place]:
    for question in questions:
        yield question.key, 0, Tally.ANSWERED
        rows = range(len(question.row_list)) if question.kind == Kind.MATRIX else range(1)
        for row in rows:
            yield from ((question.key, row, value) for value, _label in question.choices)


def _write(page: QuestionnairePage, answers: Answers, token: str) -> None:
    response = Response.objects.create(page=page, token=token_digest(token), answers=answers.as_json())
    TextAnswer.objects.bulk_create(
        TextAnswer(response=response, page=page, key=key, text=text) for key, text in answers.texts.items()
    )


def _count(turnout: Turnout, answers: Answers) -> None:
    """Raise the counters: one read and one write, however many questions there are."""
    wanted = set(answers.places())
    tallies = Tally.objects.filter(page=turnout.page_id)
    ids = [pk for pk, *place in tallies.values_list("pk", "key", "row", "option") if tuple(place) in wanted]
    if len(ids) != len(wanted):
        raise OtherQuestionsError
    tallies.filter(pk__in=ids).update(count=F("count") + 1)
    turnout.responses += 1
    turnout.save(update_fields=["responses", "structure"])


__all__ = [
    "Answers",
    "ClosedError",
    "OtherQuestionsError",
    "store_response",
    "token_digest",
    "was_sent",
]
