"""Check files that wait in quarantine; for the scheduler."""

from typing import Any

from django.core.management.base import BaseCommand

from library.quarantine import scan_waiting


class Command(BaseCommand):
    """``manage.py check_files``: may run at any time and as often as wanted."""

    help = "Ask the virus scanner about files in quarantine."

    def handle(self, *args: Any, **options: Any) -> None:
        """Check one batch and say what came of it."""
        clean, refused = scan_waiting()
        if clean or refused:
            self.stdout.write(f"{clean} file(s) clean, {refused} refused")
