"""``manage.py seal_ledger``: ties what has been recorded since the last time into the chain; a job of the scheduler."""

from typing import Any

from django.core.management.base import BaseCommand

from audit.actions import seal


class Command(BaseCommand):
    """Seal the ledger."""

    help = "封存审计记录：把新写入的记录按先后接入哈希链（由定时任务每半分钟运行）"

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal everything that has been committed."""
        sealed = seal()
        if sealed:
            self.stdout.write(f"封存了 {sealed} 条审计记录。")
