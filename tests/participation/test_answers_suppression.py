"""No small number can be worked out from a published table: tried against every set of numbers, not argued."""

import itertools
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from participation.submissions.suppression import THRESHOLD, Hidden, shown_share, shown_table

KEYS = ("a", "b", "c")
ORDER = ("c", "b", "a")


def publication(cells: dict[str, int]) -> tuple | None:
    """What a reader has: the total, and each cell as it is shown."""
    shown = shown_table(cells, ORDER)
    return None if shown is None else (sum(cells.values()), tuple(shown.items()))


def test_every_small_number_could_be_another_one() -> None:
    """All tables of three cells up to fourteen each: whoever knows the rule and the total still cannot tell."""
    behind = defaultdict(list)
    for numbers in itertools.product(range(15), repeat=3):
        cells = dict(zip(KEYS, numbers, strict=True))
        behind[publication(cells)].append(cells)
    assert len(behind) > 200
    for shown, candidates in behind.items():
        if shown is None or shown[0] > 14:  # beyond, the candidates were not all tried
            continue
        for key, value in shown[1]:
            possible = {cells[key] for cells in candidates}
            if value is Hidden.SMALL:
                assert possible == {0} or len(possible) > 1, (shown, key)
            elif value is Hidden.COMPLEMENT:
                # Known only where nothing is hidden behind it: five, and all small cells zero.
                small = [k for k, v in shown[1] if v is Hidden.SMALL]
                assert len(possible) > 1 or all(c[k] == 0 for c in candidates for k in small)


small_tables = st.lists(st.integers(0, 30), min_size=2, max_size=9)


@given(small_tables)
def test_for_any_table_there_is_another_that_looks_the_same(numbers: list[int]) -> None:
    keys = [str(place) for place in range(len(numbers))]
    order, cells = keys[::-1], dict(zip(keys, numbers, strict=True))
    shown = shown_table(cells, order)
    if shown is None:
        return
    for key, value in shown.items():
        if value is not Hidden.SMALL or cells[key] == 0:
            continue
        others = [
            cells | {key: cells[key] + by, other: cells[other] - by}
            for other in keys
            for by in (-1, 1)
            if other != key and cells[other] >= by
        ]
        assert any(shown_table(other, order) == shown for other in others), (cells, key)


@given(small_tables)
def test_nothing_below_the_limit_is_ever_written_out(numbers: list[int]) -> None:
    keys = [str(place) for place in range(len(numbers))]
    shown = shown_table(dict(zip(keys, numbers, strict=True)), keys) or {}
    assert all(isinstance(value, Hidden) or value >= THRESHOLD for value in shown.values())
    hidden = [value for value in shown.values() if isinstance(value, Hidden)]
    assert len(hidden) != 1  # one hidden cell is the total less the others


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_share_tells_no_small_part_and_its_bound_is_true(part: int, rest: int) -> None:
    whole = part + rest
    share = shown_share(part, whole)
    if share is None:
        assert whole < 2 * THRESHOLD
        return
    exact = 100 * part / whole
    if share.bound == "at most":
        assert exact <= share.percent
    elif share.bound == "at least":
        assert exact >= share.percent
    else:
        assert min(part, rest) >= THRESHOLD
        return
    looks_the_same = {p for p in range(whole + 1) if shown_share(p, whole) == share}
    assert {max(part - 1, 0), part} & looks_the_same
    assert len(looks_the_same) >= min(THRESHOLD, whole)


def test_a_table_of_nothing_but_the_largest_small_numbers_is_left_out() -> None:
    assert shown_table({"a": 4, "b": 4, "c": 4}, ORDER) is None
    assert shown_table({"a": 12, "b": 0, "c": 0}, ORDER) is None  # or that would tell the one above
    assert shown_table({"a": 1, "b": 1, "c": 2}, ORDER) is None
    assert shown_table({"a": 6, "b": 7, "c": 8}, ORDER) == {"a": 6, "b": 7, "c": 8}
    assert shown_table({"a": 60, "b": 7, "c": 1}, ORDER) == {
        "a": 60,
        "b": Hidden.COMPLEMENT,
        "c": Hidden.SMALL,
    }
