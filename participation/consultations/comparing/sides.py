"""A change as it is read: the old wording on one side, the new one on the other, with marks in both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from participation.consultations.comparing.changes import Change
from participation.consultations.comparing.diffing import (
    Budget,
    Mark,
    Run,
    diff,
    new_side,
    old_side,
    paragraphs,
)
from participation.consultations.comparing.texts import TextRow

Line = list[Run]


@dataclass(frozen=True)
class Side:
    """One row on one side: topic and paragraphs as marked runs."""

    row: TextRow
    heading: Line
    lines: list[Line]


@dataclass(frozen=True)
class Facing:
    """A change with both its sides; one of them is empty for a new or deleted article."""

    change: Change
    old: list[Side]
    new: list[Side]


def facing(found: Iterable[Change]) -> list[Facing]:
    """Return both sides of each change. The work of the whole comparison is bounded."""
    budget = Budget()
    return [_facing(change, budget) for change in found]


def _facing(change: Change, budget: Budget) -> Facing:
    if not change.old:
        return Facing(change, [], [_whole(row, Mark.INSERT) for row in change.new])
    if not change.new:
        return Facing(change, [_whole(row, Mark.DELETE) for row in change.old], [])
    if change.is_unchanged:
        return Facing(
            change,
            [_whole(row, Mark.EQUAL) for row in change.old],
            [_whole(row, Mark.EQUAL) for row in change.new],
        )
    text = diff(_joined(change.old), _joined(change.new), budget)
    heading: list[Run] | None = None
    if len(change.old) == len(change.new) == 1:
        heading = diff(change.old[0].heading, change.new[0].heading, budget)
    return Facing(
        change,
        _sides(change.old, old_side(text), old_side(heading) if heading is not None else None),
        _sides(change.new, new_side(text), new_side(heading) if heading is not None else None),
    )


def _joined(rows: Sequence[TextRow]) -> str:
    return "\n".join(row.text for row in rows)


def _whole(row: TextRow, mark: Mark) -> Side:
    heading = [Run(mark, row.heading)] if row.heading else []
    return Side(row, heading, paragraphs([Run(mark, row.text)]) if row.text else [])


def _sides(rows: Sequence[TextRow], runs: list[Run], heading: list[Run] | None) -> list[Side]:
    """Cut the runs of one side where one row ends and the next begins."""
    sides: list[Side] = []
    for row in rows:
        mine, runs = _cut(runs, len(row.text))
        _line_break, runs = _cut(runs, 1)
        topic = heading if heading is not None else ([Run(Mark.EQUAL, row.heading)] if row.heading else [])
        sides.append(Side(row, topic, paragraphs(mine)))
    return sides


def _cut(runs: list[Run], length: int) -> tuple[list[Run], list[Run]]:
    """Return the runs of the first ``length`` characters, and those behind them."""
    first: list[Run] = []
    for position, run in enumerate(runs):
        if length <= 0:
            return first, runs[position:]
        first.append(Run(run.mark, run.text[:length]))
        if len(run.text) > length:
            return first, [Run(run.mark, run.text[length:]), *runs[position + 1 :]]
        length -= len(run.text)
    return first, []
