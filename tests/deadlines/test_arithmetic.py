"""The counting of days, working days and months, on any dates."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.arithmetic import (
    add_months,
    back_days,
    back_working_days,
    count_days,
    count_months,
    count_working_days,
    is_within,
    merged,
    next_working_day,
)

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
AMOUNTS = st.integers(1, 400)
ONE = timedelta(days=1)


def weekday(day: date) -> bool:
    return day.weekday() < 5


def between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@st.composite
def spans_after(draw, base: date) -> list[tuple[date, date]]:
    starts = draw(st.lists(st.tuples(st.integers(-20, 300), st.integers(0, 40)), max_size=4))
    return merged((base + timedelta(days=s), base + timedelta(days=s + n)) for s, n in starts)


@given(DAYS, st.integers(1, 60))
def test_months_end_on_the_same_number_or_the_last_day(base: date, amount: int) -> None:
    end = add_months(base, amount)
    assert (end.year * 12 + end.month) - (base.year * 12 + base.month) == amount
    assert end.day == min(base.day, monthrange(end.year, end.month)[1])


@pytest.mark.parametrize(
    ("base", "amount", "end", "is_month_end"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28), True),
        (date(2027, 11, 30), 3, date(2028, 2, 29), True),
        (date(2027, 11, 29), 3, date(2028, 2, 29), False),
        (date(2026, 1, 31), 1, date(2026, 2, 28), True),
        (date(2024, 2, 29), 12, date(2025, 2, 28), True),
        (date(2026, 12, 31), 6, date(2027, 6, 30), True),
        (date(2026, 10, 15), 3, date(2027, 1, 15), False),
    ],
)
def test_month_ends_and_leap_years(base: date, amount: int, end: date, is_month_end: bool) -> None:
    counted = count_months(base, amount)
    assert (counted.ends, counted.is_month_end) == (end, is_month_end)


@given(st.data(), DAYS, AMOUNTS)
def test_just_the_days_on_which_the_clock_ran_are_counted(data, base: date, amount: int) -> None:
    spans = data.draw(spans_after(base))
    counted = count_days(base, amount, spans)
    passed = between(base + ONE, counted.ends)
    assert sum(not is_within(day, spans) for day in passed) == amount
    assert sum(is_within(day, spans) for day in passed) == counted.still_days
    assert not is_within(counted.ends, spans)


@given(st.data(), DAYS, AMOUNTS)
def test_working_days_leave_out_rest_and_suspension(data, base: date, amount: int) -> None:
    spans = data.draw(spans_after(base))
    counted = count_working_days(base, amount, weekday, spans)
    passed = between(base + ONE, counted.ends)
    assert sum(weekday(day) and not is_within(day, spans) for day in passed) == amount
    assert len(counted.rest_days) + counted.still_days + amount == len(passed)
    assert weekday(counted.ends)


@given(st.data(), DAYS, st.integers(1, 12))
def test_a_month_is_longer_by_just_the_days_of_suspension(data, base: date, amount: int) -> None:
    spans = data.draw(spans_after(base))
    counted = count_months(base, amount, spans)
    still = [day for day in between(base + ONE, counted.ends) if is_within(day, spans)]
    assert counted.ends - add_months(base, amount) == timedelta(days=len(still))
    assert counted.still_days == len(still)


@given(DAYS, AMOUNTS)
def test_counting_back_is_the_way_forward_turned_around(base: date, amount: int) -> None:
    assert count_days(back_days(base, amount).ends, amount).ends == base
    back = back_working_days(base, amount, weekday).ends
    assert sum(weekday(day) for day in between(back, base - ONE)) == amount


@given(DAYS)
def test_the_next_working_day_is_the_first(day: date) -> None:
    found = next_working_day(day, weekday)
    assert weekday(found)
    assert not any(weekday(passed) for passed in between(day, found - ONE))


@given(st.lists(st.tuples(DAYS, DAYS), max_size=8))
def test_merging_spans_keeps_every_day_once(spans) -> None:
    joined = merged(spans)
    assert all(first <= last for first, last in joined)
    assert all(joined[n][1] + ONE < joined[n + 1][0] for n in range(len(joined) - 1))
    for first, last in spans:
        if first <= last:
            assert is_within(first, joined)
            assert is_within(last, joined)
