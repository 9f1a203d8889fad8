"""Close the opinions that waited for a result which is now public; the scheduler calls it at every turn."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from participation.adoption.actions.pooling import BATCH, answer_pooled


class Command(BaseCommand):
    """Tell pooled opinions their result, a batch at a time."""

    help = "结果公布后，把列入研究的意见分批办结；可以反复运行"

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer another size of batch."""
        parser.add_argument("--batch", type=int, default=BATCH, help=f"一次最多办结多少件，默认 {BATCH}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one batch."""
        done = answer_pooled(options["batch"])
        self.stdout.write(f"办结 {done} 件")
