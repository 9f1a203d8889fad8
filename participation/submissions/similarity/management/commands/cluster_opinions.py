"""Find opinions whose texts are nearly the same; for the scheduler."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from participation.submissions.similarity.actions import BATCH, cluster_batch

TURN = 5_000


class Command(BaseCommand):
    """``manage.py cluster_opinions``: may run at any time and as often as wanted."""

    help = "Place opinions that came since the last turn among those with nearly the same text."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to go on until nothing waits."""
        parser.add_argument("--all", action="store_true", help="go on until no opinion waits")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work in batches, so that nobody waits long for a lock; a turn of the clock ends after some."""
        placed = 0
        while options["all"] or placed < TURN:
            done = cluster_batch(BATCH)
            placed += done
            if done < BATCH:
                break
        self.stdout.write(f"{placed} opinion(s) placed")
