"""Write the daily digests of the staff; a job of the scheduler, idle before eight and once it is done."""

from typing import Any

from django.core.management.base import BaseCommand

from casework.digests import remind_due


class Command(BaseCommand):
    """Remind of what is due."""

    help = "每天8点后为工作人员写好待办提醒（快到期、已超期），每人每天最多一封"

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the digests."""
        written = remind_due()
        if written:
            self.stdout.write(f"{written}")
