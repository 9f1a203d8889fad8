"""Working days of the national calendar, public holidays and make-up working weekends included."""

from datetime import date, timedelta

import chinese_calendar


def is_working_day(day: date) -> bool:
    """Return whether ``day`` is worked; a year whose holidays are not announced yet counts Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def add_working_days(base: date, amount: int) -> date:
    """Return the ``amount``-th working day after ``base``; the base day itself does not count."""
    day = base
    while amount > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            amount -= 1
    return day
