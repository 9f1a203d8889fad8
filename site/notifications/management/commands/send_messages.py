"""Send what waits in the outbox; a job of the scheduler."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from notifications.actions import purge
from notifications.delivery import send_due


class Command(BaseCommand):
    """Empty the outbox for a while."""

    help = "发送等待中的通知（邮件、短信），失败的稍后重试；并删除半年前的记录"

    def add_arguments(self, parser: CommandParser) -> None:
        """Let a timer of its own run longer than the scheduler, which has other jobs too."""
        parser.add_argument("--seconds", type=float, default=20, help="大约发送多少秒，默认 20")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, clean up, and say so only when there was something to do."""
        tally = send_due(options["seconds"])
        purge()
        if tally:
            self.stdout.write(" ".join(f"{state}={count}" for state, count in sorted(tally.items())))
