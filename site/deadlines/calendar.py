"""Working days of the office's calendar, public holidays and make-up working weekends included."""

from datetime import date, timedelta

import chinese_calendar
from chinese_calendar import constants

from deadlines.arithmetic import count_working_days
from deadlines.memory import current
from deadlines.snapshot import Named

# As the State Council's notices write them; the library leaves out the last character of some.
HOLIDAY_NAMES: dict[str, str] = {
    holiday.value: holiday.chinese + ("节" if len(holiday.chinese) == 2 and holiday.chinese != "元旦" else "")
    for holiday in constants.Holiday
}


def is_working_day(day: date) -> bool:
    """Return whether ``day`` is worked; a year whose holidays are not announced yet counts Monday to Friday."""
    return current().works(day)


def add_working_days(base: date, amount: int) -> date:
    """Return the ``amount``-th working day after ``base``; the base day itself does not count."""
    return count_working_days(base, amount, current().works).ends


def library_years() -> list[int]:
    """Return the years whose days off the library that comes with the product knows."""
    return sorted({day.year for day in constants.holidays})


def library_days(year: int) -> dict[date, Named]:
    """Return the days that the notice of a year names, as the library has them: holidays and worked weekends."""
    found: dict[date, Named] = {}
    day = date(year, 1, 1)
    while day.year == year:
        if day in constants.holidays:
            found[day] = Named(False, HOLIDAY_NAMES[constants.holidays[day]])
        elif day in constants.workdays:
            found[day] = Named(True, f"{HOLIDAY_NAMES[constants.workdays[day]]}调休上班")
        elif day in constants.in_lieu_days:
            found[day] = Named(False, HOLIDAY_NAMES[constants.in_lieu_days[day]])
        if day in found and found[day].works != chinese_calendar.is_workday(day):
            raise ValueError(f"the library contradicts itself on {day}")
        day += timedelta(days=1)
    return found
