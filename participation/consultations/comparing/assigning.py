"""The best assignment of new rows to old ones as a whole, not row by row.

The weights make a graph that falls into small parts; each part is solved exactly (the Hungarian method). A part that
is still too large after its weak edges are dropped is taken from the best edge down, which no real draft needs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

Edge = tuple[int, int]
MOST_EXACT = 60
_STEP = 0.1


def assign(weights: Mapping[Edge, float]) -> dict[int, int]:
    """Return new -> old with the greatest sum of weights (above 0, up to 1); equal input, equal answer."""
    found: dict[int, int] = {}
    for part in _parts(weights):
        found.update(_solve(part))
    return found


def _solve(part: dict[Edge, float], slack: float = 0.5) -> dict[int, int]:
    """Solve a connected part; drop edges far below the best of both their ends while it is too large."""
    rows = {new for new, _old in part}
    columns = {old for _new, old in part}
    if min(len(rows), len(columns)) <= MOST_EXACT:
        return _hungarian(part, sorted(rows), sorted(columns))
    if slack <= 0:
        return _from_the_best(part)
    best_new: dict[int, float] = defaultdict(float)
    best_old: dict[int, float] = defaultdict(float)
    for (new, old), weight in part.items():
        best_new[new] = max(best_new[new], weight)
        best_old[old] = max(best_old[old], weight)
    strong = {
        (new, old): weight
        for (new, old), weight in part.items()
        if weight >= max(best_new[new], best_old[old]) - slack
    }
    found: dict[int, int] = {}
    for smaller in _parts(strong):
        found.update(_solve(smaller, slack - _STEP))
    taken = set(found.values())
    rest = {(n, o): w for (n, o), w in part.items() if n not in found and o not in taken}
    return found | _from_the_best(rest)


def _from_the_best(part: Mapping[Edge, float]) -> dict[int, int]:
    found: dict[int, int] = {}
    taken: set[int] = set()
    for (new, old), _weight in sorted(part.items(), key=lambda item: (-item[1], item[0])):
        if new not in found and old not in taken:
            found[new] = old
            taken.add(old)
    return found


def _parts(weights: Mapping[Edge, float]) -> Iterable[dict[Edge, float]]:
    """Return the connected parts of the graph, in the order of their first new row."""
    of_new: dict[int, list[Edge]] = defaultdict(list)
    of_old: dict[int, list[Edge]] = defaultdict(list)
    for edge in sorted(weights):
        of_new[edge[0]].append(edge)
        of_old[edge[1]].append(edge)
    seen: set[Edge] = set()
    for edge in sorted(weights):
        if edge in seen:
            continue
        seen.add(edge)
        part, waiting = {}, [edge]
        while waiting:
            new, old = waiting.pop()
            part[new, old] = weights[new, old]
            for near in (*of_new[new], *of_old[old]):
                if near not in seen:
                    seen.add(near)
                    waiting.append(near)
        yield part


def _hungarian(part: Mapping[Edge, float], rows: list[int], columns: list[int]) -> dict[int, int]:
    """Return the assignment with the greatest weight; pairs without an edge weigh nothing and are left out."""
    if len(rows) == 1 or len(columns) == 1:
        new, old = min(part, key=lambda edge: (-part[edge], edge))
        return {new: old}
    turned = len(rows) > len(columns)
    if turned:
        rows, columns = columns, rows
    cost = [
        [-part.get((column, row) if turned else (row, column), 0.0) for column in columns] for row in rows
    ]
    found = {}
    for row, column in enumerate(_least(cost)):
        edge = (columns[column], rows[row]) if turned else (rows[row], columns[column])
        if edge in part:
            found[edge[0]] = edge[1]
    return found


def _least(cost: list[list[float]]) -> list[int]:
    """Return for each row its column at the least total cost; there are at least as many columns as rows."""
    table = _Table(cost)
    for row in range(1, len(cost) + 1):
        table.add(row)
    found = [0] * len(cost)
    for column, row in enumerate(table.row_of):
        if column and row:
            found[row - 1] = column - 1
    return found


class _Table:
    """The state of the Hungarian method: prices, and which row has which column. Row and column 0 are the way in."""

    def __init__(self, cost: list[list[float]]) -> None:
        self.cost, self.width = cost, len(cost[0])
        self.row_price, self.column_price = [0.0] * (len(cost) + 1), [0.0] * (self.width + 1)
        self.row_of = [0] * (self.width + 1)

    def add(self, row: int) -> None:
        """Give the row a column, moving others along the cheapest way."""
        self.row_of[0], column = row, 0
        before, used = [0] * (self.width + 1), [False] * (self.width + 1)
        least = [float("inf")] * (self.width + 1)
        while self.row_of[column]:
            used[column] = True
            column = self._step(column, before, used, least)
        while column:
            self.row_of[column] = self.row_of[before[column]]
            column = before[column]

    def _step(self, column: int, before: list[int], used: list[bool], least: list[float]) -> int:
        """Raise prices until one more column can be reached, and return it."""
        row = self.row_of[column]
        prices, costs, price = self.column_price, self.cost[row - 1], self.row_price[row]
        delta, following = float("inf"), 0
        for other in range(1, self.width + 1):
            if used[other]:
                continue
            reduced = costs[other - 1] - price - prices[other]
            if reduced < least[other]:
                least[other], before[other] = reduced, column
            if least[other] < delta:
                delta, following = least[other], other
        for other, is_used in enumerate(used):
            if is_used:
                self.row_price[self.row_of[other]] += delta
                prices[other] -= delta
            else:
                least[other] -= delta
        return following
