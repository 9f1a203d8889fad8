"""The demo's days: a past that is told step by step, at the hours at which an office works.

The actions take the time from ``django.utils.timezone.now``, which is right, and so do the models'
defaults. To tell a story of last month through them, the clock behind that function is set back for the
length of a step. This touches the whole process and is for the demo's command only, never for a request.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, tzinfo
from unittest import mock

from django.utils import timezone

from deadlines.calendar import is_working_day

MORNING = time(9, 5)
STEP = timedelta(minutes=47)


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let every ``timezone.now()`` inside answer ``moment``."""

    class StillClock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz) if tz is not None else timezone.make_naive(moment)

    with mock.patch.object(timezone, "datetime", StillClock):
        yield


def at_hour(day: date, clock: time) -> datetime:
    """Return the instant of an hour on a day, in the local time zone."""
    return timezone.make_aware(datetime.combine(day, clock))


def office_moment(now: datetime, days_ago: float, order: int = 0) -> datetime:
    """Return an hour of the working day that lies ``days_ago``, the next one when that day is free.

    ``order`` spreads several steps over the day. Never returns anything later than ``now``; fractions of a
    day are taken as they are.
    """
    if days_ago < 1:
        return now - timedelta(days=days_ago)
    day = timezone.localdate(now) - timedelta(days=int(days_ago))
    start = at_hour(day, MORNING) + STEP * (order % 9)
    shifted = start
    while not is_working_day(timezone.localdate(shifted)):
        shifted += timedelta(days=1)
    return shifted if shifted < now else start


def next_working_day(day: date) -> date:
    """Return ``day``, or the next one that is worked."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
