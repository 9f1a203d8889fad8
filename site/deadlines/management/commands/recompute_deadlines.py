"""``manage.py recompute_deadlines``: go on with changes that a request began. The scheduler runs it."""

from typing import Any

from django.core.management.base import BaseCommand

from deadlines.recalculation import proceed_all

MOST = 2000  # clocks of one change in one turn, so that the other jobs get theirs


class Command(BaseCommand):
    """Bring running clocks to their new dates."""

    help = "继续把日历和规则的变动落实到正在计算的期限；由 scheduler 定时运行"

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one turn."""
        proceed_all(MOST)
