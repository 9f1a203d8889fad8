"""Write the words of new cases into the index of the worklist's search."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casework.words import index_words


class Command(BaseCommand):
    """Run by the scheduler every half minute; with ``--all`` after a restore or an import."""

    help = "为新收到的办件建立内容检索"

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer a look at all cases."""
        parser.add_argument("--all", action="store_true", help="检查全部办件，而不只是最新的")

    def handle(self, *args: Any, **options: Any) -> None:
        """Index."""
        index_words(everything=options["all"])
