"""Count the public statistics: run by the scheduler, which does so once a day, or by hand at any time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from participation.submissions.actions.figures import refresh_figures


class Command(BaseCommand):
    """Count what is due."""

    help = "更新公开的办理情况统计；平时每天统计一次，--all 立即全部重新统计"

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to count everything now."""
        parser.add_argument("--all", action="store_true", help="全部年份立即重新统计")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, and say which years."""
        years = refresh_figures(everything=bool(options.get("all")))
        if years:
            self.stdout.write("已统计：" + "、".join(map(str, years)))
