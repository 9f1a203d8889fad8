"""What is wrong with the questions as they stand in the edit form: pure rules, each with its row and its field."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participation.questionnaires.structure import lines_of

MOST_QUESTIONS, MOST_OPTIONS, MOST_COLUMNS, MOST_ROWS, MOST_STEPS = 60, 30, 10, 20, 11
LONGEST_OPTION = 100
CHOOSING, CONDITIONAL_ON = (
    frozenset({"single", "multiple", "matrix"}),
    frozenset({"single", "multiple", "scale"}),
)


@dataclass(frozen=True)
class Row:
    """A question as it was typed in."""

    number: int
    kind: str
    options: list[str]
    rows: list[str]
    values: Mapping[str, Any]

    @classmethod
    def of(cls, number: int, values: Mapping[str, Any]) -> "Row":
        """Read a cleaned form; whatever is missing has an error of its own already."""
        options, rows = str(values.get("options") or ""), str(values.get("rows") or "")
        return cls(number, str(values.get("kind") or ""), lines_of(options), lines_of(rows), values)

    def number_of(self, name: str, default: int) -> int:
        """Return a number that was typed in, or the default."""
        value = self.values.get(name)
        return default if value is None else int(value)

    @property
    def answers(self) -> set[str]:
        """Return the answers on which another question may depend."""
        if self.kind == "scale":
            first, last = self.number_of("scale_from", 1), self.number_of("scale_to", 5)
            return {str(step) for step in range(first, min(last, first + MOST_STEPS) + 1)}
        return set(self.options)


@dataclass(frozen=True)
class Problem:
    """One thing to put right: in which question (from 1), at which field."""

    number: int
    field: str
    message: str | Promise


def problems(rows: Sequence[Row]) -> list[Problem]:
    """Return everything that is wrong, in the order of the form."""
    found = [Problem(row.number, field, message) for row in rows for field, message in _own(row)]
    found += [Problem(row.number, field, message) for row in rows for field, message in _condition(row, rows)]
    if len(rows) > MOST_QUESTIONS:
        text = _("一份问卷最多 %(most)d 题，这是第 %(number)d 题。请删去一些，或者分成两份问卷。")
        values = {"most": MOST_QUESTIONS, "number": MOST_QUESTIONS + 1}
        found.append(Problem(MOST_QUESTIONS + 1, "text", text % values))
    return found


def _own(row: Row) -> Iterator[tuple[str, Any]]:
    """Yield what is wrong with a question by itself."""
    if row.kind in CHOOSING:
        most = MOST_COLUMNS if row.kind == "matrix" else MOST_OPTIONS
        yield from _lines("options", row.options, 2, most)
    if row.kind == "matrix":
        yield from _lines("rows", row.rows, 1, MOST_ROWS)
    if row.kind == "multiple":
        yield from _how_many(row)
    if row.kind == "scale":
        first, last = row.number_of("scale_from", 1), row.number_of("scale_to", 5)
        if last <= first:
            yield "scale_to", _("“打分到”应大于“打分从”。")
        elif last - first + 1 > MOST_STEPS:
            yield (
                "scale_to",
                _("最多 %(most)d 档，现在有 %(now)d 档。") % {"most": MOST_STEPS, "now": last - first + 1},
            )


def _lines(field: str, lines: list[str], least: int, most: int) -> Iterator[tuple[str, Any]]:
    if len(lines) < least:
        yield field, _("至少写 %(least)d 行，每行一个。") % {"least": least}
    if len(lines) > most:
        yield field, _("最多 %(most)d 行，现在有 %(now)d 行。") % {"most": most, "now": len(lines)}
    seen: set[str] = set()
    for line in lines:
        folded = unicodedata.normalize("NFKC", line).casefold().replace(" ", "")
        if folded in seen:
            yield field, _("“%(line)s”重复了。") % {"line": line}
        seen.add(folded)
        if len(line) > LONGEST_OPTION:
            yield (
                field,
                _("“%(line)s……”太长，每行最多 %(most)d 个字。") % {"line": line[:10], "most": LONGEST_OPTION},
            )


def _how_many(row: Row) -> Iterator[tuple[str, Any]]:
    least, most = row.number_of("min_choices", 0), row.number_of("max_choices", len(row.options))
    if most < 1:
        yield "max_choices", _("最多选几项至少是 1，不限就空着。")
    elif most > len(row.options):
        yield "max_choices", _("只有 %(now)d 个选项。") % {"now": len(row.options)}
    if least > most:
        yield "min_choices", _("“至少选几项”不能大于“最多选几项”。")


def _condition(row: Row, rows: Sequence[Row]) -> Iterator[tuple[str, Any]]:
    """Yield what is wrong with the condition: it names an earlier question and answers that question has."""
    number = row.values.get("condition_number")
    wanted = lines_of(str(row.values.get("condition_answers") or ""))
    if number is None:
        if wanted:
            yield "condition_number", _("填了答案，还要填是第几题。")
        return
    if number == row.number:
        yield "condition_number", _("不能以自己为条件，请填前面的题号。")
    elif number > row.number:
        yield "condition_number", _("第%(number)d题在这一题后面，只能以前面的题为条件。") % {"number": number}
    elif number < 1:
        yield "condition_number", _("没有这道题。")
    else:
        yield from _answers(wanted, rows[number - 1])


def _answers(wanted: list[str], asked: Row) -> Iterator[tuple[str, Any]]:
    if asked.kind not in CONDITIONAL_ON:
        yield (
            "condition_number",
            _("第%(number)d题不是单选、多选或打分题，不能作为条件。") % {"number": asked.number},
        )
        return
    if not wanted:
        yield "condition_answers", _("请写那一题答了什么才问。")
    for line in wanted:
        if line not in asked.answers:
            yield (
                "condition_answers",
                _("第%(number)d题没有“%(line)s”这个选项，请照抄。")
                % {
                    "number": asked.number,
                    "line": line[:30],
                },
            )
    if asked.kind == "multiple" and len(wanted) > 1:
        # The number of people who chose one or the other cannot be told from the numbers of each.
        yield "condition_answers", _("以多选题为条件时只能写一个选项。")
