"""The hours of a consultation: when it stops, and what still counts as in time.

Whoever opened the form before the closing hour may send it within :data:`GRACE` after it. The rule stands on every
page beside the closing hour, so that nobody loses what was written because a clock struck while writing.
"""

from datetime import datetime, timedelta

GRACE = timedelta(minutes=30)


def is_in_time(closes_at: datetime, now: datetime, opened_at: datetime | None = None) -> bool:
    """Return whether an opinion sent ``now`` is in time; ``opened_at`` is when its form was opened, if known."""
    if now < closes_at:
        return True
    return opened_at is not None and opened_at < closes_at and now < closes_at + GRACE
