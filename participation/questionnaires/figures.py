"""The counts of a questionnaire: two queries, however many have answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from participation.questionnaires.models.responses import Tally, Turnout

if TYPE_CHECKING:
    from participation.questionnaires.models import Question, QuestionnairePage

Place = tuple[UUID, int, int]  # key of the question, row (0 outside a matrix), option


@dataclass(frozen=True)
class Figures:
    """How many took part, and how often each option was chosen."""

    participants: int = 0
    counts: Mapping[Place, int] = field(default_factory=dict)

    def answered(self, question: "Question") -> int:
        """Return how many answered a question at all."""
        return self.counts.get((question.key, 0, Tally.ANSWERED), 0)

    def cells(self, question: "Question", row: int = 0) -> dict[int, int]:
        """Return for each option how often it was chosen, with zeros."""
        return {value: self.counts.get((question.key, row, value), 0) for value, _label in question.choices}


def figures_of(page: "QuestionnairePage", *, with_counts: bool = True) -> Figures:
    """Read the figures of a questionnaire."""
    if page.pk is None:
        return Figures()
    participants = Turnout.objects.filter(page=page.pk).values_list("responses", flat=True).first() or 0
    if not with_counts:
        return Figures(participants)
    rows = Tally.objects.filter(page=page.pk).values_list("key", "row", "option", "count")
    return Figures(participants, {(key, row, option): count for key, row, option, count in rows})
