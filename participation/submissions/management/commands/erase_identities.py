"""Erase senders' names and contacts when their time is over; for the scheduler.

Terms are counted in days, and looking is not free where there are many opinions: after a look that found nothing the
scheduler's next ones are skipped for a while.
"""

from typing import Any

from django.core.cache import cache
from django.core.management.base import BaseCommand

from participation.submissions.actions import erase_identities

REST_KEY, REST_SECONDS = "erase_identities.rest", 600


class Command(BaseCommand):
    """``manage.py erase_identities``: may run at any time and as often as wanted."""

    help = "Erase name and contact of opinions whose retention time is over."

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase one batch and say how many."""
        if cache.get(REST_KEY):
            return
        count = erase_identities()
        if not count:
            cache.set(REST_KEY, True, REST_SECONDS)
        self.stdout.write(f"{count} sender(s) erased")
