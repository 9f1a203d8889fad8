"""``manage.py restore_drill``: backs up, restores beside the live system, compares, and cleans up.

Exit code 1 with the first difference. Run it by a timer: a backup that was never restored is none.
"""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.backup.manifest import BackupError
from core.backup.work import drill


class Command(BaseCommand):
    """Drill the restoration."""

    help = "恢复演练：备份、恢复到临时位置、逐表逐文件核对、核验审计链；不影响正在运行的网站"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer a place with room enough."""
        parser.add_argument("--work", type=Path, metavar="DIR", help="临时文件放在哪里；需要两份数据的空间")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was proved, or what was lost."""
        began = monotonic()
        try:
            with tempfile.TemporaryDirectory(prefix="restore-drill-", dir=options["work"]) as folder:
                report = drill(Path(folder))
        except BackupError as error:
            raise CommandError(f"恢复演练没有通过：{error}") from error
        for line in [*report.proved, *report.remarks]:
            self.stdout.write(line)
        self.stdout.write(f"恢复演练通过，用时 {monotonic() - began:.0f} 秒：备份可以完整恢复。")
