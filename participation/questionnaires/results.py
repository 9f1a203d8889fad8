"""The results of a questionnaire ready to show: small numbers hidden, the basis beside every question.

The public sees what ``participation.submissions.suppression`` lets it see. A question that was asked only after a
certain answer adds a way round it: how many were asked it *is* how many gave that answer. So such a question is
shown only when that number can be worked out anyhow from what is shown of the first one: when all cells that lead
to it are shown, or all that do not (docs/decisions/0027-questionnaires.md). The office sees everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from participation.questionnaires.figures import Figures
from participation.questionnaires.models.questions import Kind, Question, condition_sentence, numbered
from participation.submissions.suppression import THRESHOLD, Hidden, Shown, shown_number, shown_table

TOO_FEW = "too few"
FOLLOWS = "follows a hidden number"


@dataclass(frozen=True)
class Line:
    """One option with its number; ``percent`` is None where the number is hidden or there is nothing to share."""

    option: int
    label: str
    shown: Shown
    percent: int | None


@dataclass(frozen=True)
class Table:
    """The options of a question, or of one row of a matrix. Without lines nothing can be shown."""

    label: str
    base: Shown
    lines: list[Line]
    mean: str = ""

    @property
    def hides(self) -> bool:
        """Return whether a number is hidden."""
        return any(isinstance(line.shown, Hidden) for line in self.lines)


@dataclass(frozen=True)
class Result:
    """One question with its tables. ``withheld`` says why there are none."""

    number: int
    question: Question
    base: Shown
    tables: list[Table] = field(default_factory=list)
    condition: str = ""
    withheld: str = ""

    @property
    def is_text(self) -> bool:
        """Return whether people wrote an answer in their own words."""
        return self.question.kind == Kind.TEXT

    @property
    def is_multiple(self) -> bool:
        """Return whether the shares may add up to more than the whole."""
        return self.question.kind == Kind.MULTIPLE

    @property
    def is_matrix(self) -> bool:
        """Return whether there is a table for each row."""
        return self.question.kind == Kind.MATRIX

    @property
    def has_lines(self) -> bool:
        """Return whether there is anything to draw."""
        return any(table.lines for table in self.tables)

    @property
    def why_withheld(self) -> str:
        """Return in words why nothing is shown."""
        return {
            TOO_FEW: _("回答的人太少，不列分项。"),
            FOLLOWS: _("列出来就能推算出前面那道题没有列出的人数，所以不列。"),
        }.get(self.withheld, "")


def results_of(questions: Sequence[Question], figures: Figures, *, exact: bool = False) -> list[Result]:
    """Return the results of all questions in their order; ``exact`` hides nothing and is for the office only."""
    found: dict[UUID, Result] = {}
    asked = {question.key: (number, question) for number, question in numbered(questions)}
    for number, question in numbered(questions):
        condition = ""
        parent = asked.get(question.condition_key) if question.condition_key else None
        is_safe = True
        if parent is not None:
            triggers = question.trigger_values(parent[1])
            condition = condition_sentence(parent[0], parent[1], triggers)
            is_safe = exact or _can_be_worked_out(found.get(parent[1].key), triggers)
        found[question.key] = _result(number, question, figures, condition, exact=exact, is_safe=is_safe)
    return list(found.values())


def _can_be_worked_out(parent: Result | None, triggers: frozenset[int]) -> bool:
    """Return whether the numbers shown of the first question tell how many were asked the second."""
    if parent is None or not parent.has_lines:
        return False
    shown = {line.option: not isinstance(line.shown, Hidden) for line in parent.tables[0].lines}
    leading = [is_shown for option, is_shown in shown.items() if option in triggers]
    if all(leading):
        return True
    # The options of a multiple choice do not add up to the whole: what is hidden cannot be had by subtraction.
    return not parent.is_multiple and all(
        is_shown for option, is_shown in shown.items() if option not in triggers
    )


def _result(
    number: int, question: Question, figures: Figures, condition: str, *, exact: bool, is_safe: bool
) -> Result:
    answered = figures.answered(question)
    if not is_safe:
        return Result(number, question, Hidden.COMPLEMENT, [], condition, FOLLOWS)
    base: Shown = answered if exact else shown_number(answered)
    if question.kind == Kind.TEXT:
        return Result(number, question, base, [], condition)
    rows = list(enumerate(question.row_list)) or [(0, "")]
    tables = [_table(question, figures, row, label, answered, exact=exact) for row, label in rows]
    result = Result(number, question, base, tables, condition)
    return result if result.has_lines else Result(number, question, base, [], condition, TOO_FEW)


def _table(
    question: Question, figures: Figures, row: int, label: str, answered: int, *, exact: bool
) -> Table:
    cells = figures.cells(question, row)
    base = answered if question.kind == Kind.MULTIPLE else sum(cells.values())
    shown = dict(cells) if exact else _shown_cells(question, cells, base)
    labels = dict(question.choices)
    lines = [Line(value, labels[value], number, _percent(number, base)) for value, number in shown.items()]
    mean = ""
    if (
        question.kind == Kind.SCALE
        and base
        and lines
        and not any(isinstance(one.shown, Hidden) for one in lines)
    ):
        # With a number hidden, the mean would be one more equation to work it out from.
        mean = f"{sum(value * count for value, count in cells.items()) / base:.1f}"
    return Table(label, base if exact else shown_number(base), lines, mean)


def _shown_cells(question: Question, cells: Mapping[int, int], base: int) -> dict[int, Shown]:
    """Return the cells as the public may see them; none at all when the whole table must go."""
    if question.kind == Kind.MULTIPLE:
        return _shown_choices(question, cells, base)
    names = {str(value): count for value, count in cells.items()}
    shown = shown_table(names, list(reversed(names)))
    return {int(name): number for name, number in shown.items()} if shown is not None else {}


def _shown_choices(question: Question, cells: Mapping[int, int], base: int) -> dict[int, Shown]:
    """Each option is a question of its own: who chose it and who did not, and neither group may be small.

    Where everybody must choose the same number of options, all cells add up to a known sum besides.
    """
    if base < 2 * THRESHOLD:
        return {}
    shown: dict[int, Shown] = {}
    for value, count in cells.items():
        if count < THRESHOLD:
            shown[value] = Hidden.SMALL
        else:
            shown[value] = Hidden.COMPLEMENT if base - count < THRESHOLD else count
    fixed_sum = question.min_choices and question.min_choices == question.max_choices
    if fixed_sum and any(isinstance(number, Hidden) for number in shown.values()):
        also = next((value for value in reversed(list(shown)) if not isinstance(shown[value], Hidden)), None)
        if also is not None:
            shown[also] = Hidden.COMPLEMENT
    return shown


def _percent(number: Shown, base: int) -> int | None:
    return None if isinstance(number, Hidden) or not base else round(100 * number / base)
