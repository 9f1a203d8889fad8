"""Where the states and steps of a transition table stand on paper, reckoned from the table alone.

The way most matters take runs down the middle. States beside it stand left when they lead back into the
work, right when they end it. A step from one state of the main line to another, other than the next, runs
in a lane of its own on the right. Steps that are open from many states are written, not drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from casework.kinds import CaseKind
from casework.workflow import Transition

MANY = 4  # a step from this many states would only be a tangle of lines
CITIZENS = "（提交人）"
GAP = 1.15  # rows between two states that stand beside the main line


@dataclass(frozen=True)
class Arrow:
    """One line on paper: steps with the same ends share it."""

    source: str
    target: str
    labels: tuple[str, ...]
    is_citizens: bool


@dataclass
class Plan:
    """The chart in rows and columns, before any measure."""

    main: list[str]
    left: dict[str, float]
    right: dict[str, float]
    arrows: list[Arrow]
    lanes: list[tuple[Transition, list[str]]]
    written: list[Transition]
    staying: list[tuple[Transition, list[str]]] = field(default_factory=list)


def main_line(kind: CaseKind) -> list[str]:
    """Return the states of the usual way: the main step from each, or else the first that leads on."""
    line = [next(iter(kind.workflow.statuses))]
    while True:
        ways = [
            row
            for row in kind.workflow.transitions
            if line[-1] in row.sources and row.target not in {None, *line}
        ]
        ways = [row for row in ways if row.permission is not None and row.target is not None]
        ways.sort(key=lambda row: not kind.steps[row.name].is_main)
        if not ways or line[-1] in kind.workflow.closed:
            return line
        line.append(str(ways[0].target))


def plan(kind: CaseKind) -> Plan:
    """Return the chart of a kind of case."""
    rows = kind.workflow.transitions
    main = main_line(kind)
    moving = [row for row in rows if row.target is not None and row.sources - {row.target}]
    written = [row for row in moving if len(row.sources) >= MANY]
    drawn = [row for row in moving if row not in written]
    lanes, pairs = [], []
    for row in drawn:
        jumps = [state for state in _in_order(kind, row.sources) if _is_jump(main, state, str(row.target))]
        if jumps:
            lanes.append((row, jumps))
        pairs += [
            (state, row) for state in _in_order(kind, row.sources - {str(row.target)}) if state not in jumps
        ]
    left, right = _sides(kind, main, [(source, str(row.target)) for source, row in pairs])
    staying = [(row, _in_order(kind, _staying(row))) for row in rows if _staying(row)]
    lanes.sort(key=lambda lane: max(abs(main.index(s) - main.index(str(lane[0].target))) for s in lane[1]))
    return Plan(main, left, right, _arrows(pairs), lanes, written, staying)


def _staying(row: Transition) -> frozenset[str]:
    """Return the states that the step leaves as they are."""
    return row.sources if row.target is None else row.sources & {row.target}


def _in_order(kind: CaseKind, states: Iterable[str]) -> list[str]:
    """Return states in the order of the table, so that the same table always gives the same chart."""
    wanted = set(states)
    return [state for state in kind.workflow.statuses if state in wanted]


def _is_jump(main: list[str], source: str, target: str) -> bool:
    """Return whether a step runs along the main line, but not to the next state or to itself."""
    if source not in main or target not in main or source == target:
        return False
    return main.index(target) != main.index(source) + 1


def _arrows(pairs: list[tuple[str, Transition]]) -> list[Arrow]:
    """Join steps with the same ends; a line is the citizen's when no step on it is the office's."""
    joined: dict[tuple[str, str], list[Transition]] = {}
    for source, row in pairs:
        joined.setdefault((source, str(row.target)), []).append(row)
    return [
        Arrow(*ends, tuple(_label(row) for row in rows), all(by_citizen(row) for row in rows))
        for ends, rows in joined.items()
    ]


def _label(row: Transition) -> str:
    return f"{row.label}{CITIZENS}" if by_citizen(row) else str(row.label)


def by_citizen(row: Transition) -> bool:
    """Return whether the sender takes the step; the clock's own steps are drawn as the office's."""
    return row.permission is None and not row.is_automatic


def _sides(
    kind: CaseKind, main: list[str], pairs: list[tuple[str, str]]
) -> tuple[dict[str, float], dict[str, float]]:
    """Place the states beside the main line, each near those it is tied to, linked ones on one side."""
    beside = [state for state in kind.workflow.statuses if state not in main]
    group = {state: {state} for state in beside}
    near: dict[str, list[int]] = {state: [] for state in beside}
    for source, target in pairs:
        for state, other in ((source, target), (target, source)):
            if state in near and other in main:
                near[state].append(main.index(other))
        if source in group and target in group:
            together = group[source] | group[target]
            group.update(dict.fromkeys(together, together))
    ends = {source for source, target in pairs if target in main and target in kind.workflow.closed}
    left = [state for state in beside if group[state] - kind.workflow.closed - ends]
    right = [state for state in beside if state not in left]
    return _spread(left, near), _spread(right, near)


def _spread(states: list[str], near: dict[str, list[int]]) -> dict[str, float]:
    """Return a row for each state: the middle of what it is tied to, pushed apart where two would meet."""
    at = {state: sum(near[state]) / len(near[state]) if near[state] else 0.0 for state in states}
    order = sorted(states, key=lambda state: at[state])
    for _round in range(60):
        for upper, lower in pairwise(order):
            overlap = at[upper] + GAP - at[lower]
            if overlap > 0:
                at[upper] -= overlap / 2
                at[lower] += overlap / 2
        if order and at[order[0]] < 0:
            at[order[0]] = 0.0
    return {state: round(at[state], 2) for state in order}
