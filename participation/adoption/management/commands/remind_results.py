"""Remind those who work on a consultation that its result is due soon, or late."""

from typing import Any

from django.core.management.base import BaseCommand

from participation.adoption.reminders import remind_results


class Command(BaseCommand):
    """Write the reminders of the day."""

    help = "提醒将到期和已超期未公布的意见采纳情况，每天一次；可以反复运行"

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what is due."""
        written = remind_results()
        self.stdout.write(f"写好 {written} 条提醒")
