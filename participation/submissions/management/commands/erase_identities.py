"""Erase senders' names and contacts when their time is over; for the scheduler."""

from typing import Any

from django.core.management.base import BaseCommand

from participation.submissions.actions import erase_identities


class Command(BaseCommand):
    """``manage.py erase_identities``: may run at any time and as often as wanted."""

    help = "Erase name and contact of opinions whose retention time is over."

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase one batch and say how many."""
        self.stdout.write(f"{erase_identities()} sender(s) erased")
