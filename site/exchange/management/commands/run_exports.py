"""Make the exports that wait, take up those a killed worker left, and delete files older than a week."""

from typing import Any

from django.core.management.base import BaseCommand

from exchange.actions import next_job, purge, recover, run_job

MOST_AT_ONCE = 5  # the scheduler has other work, too


class Command(BaseCommand):
    """Run by the scheduler every half minute."""

    help = "生成排队的导出文件，清理过期文件"

    def handle(self, *args: Any, **options: Any) -> None:
        """Make a few, then leave the turn to others."""
        recover()
        purge()
        for _turn in range(MOST_AT_ONCE):
            job = next_job()
            if job is None:
                return
            run_job(job)
