"""Remove photos of forms that were never sent; for the scheduler."""

from typing import Any

from django.core.management.base import BaseCommand

from participation.submissions import pending


class Command(BaseCommand):
    """``manage.py purge_pending_files``: may run at any time and as often as wanted."""

    help = "Remove photos of opinion forms that were begun more than a day ago and never sent."

    def handle(self, *args: Any, **options: Any) -> None:
        """Purge and say how many."""
        self.stdout.write(f"{pending.purge()} pending file(s) removed")
