"""``manage.py restore DIR``: database and files become those of a backup, and are compared with its list."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.backup.manifest import BackupError
from core.backup.work import restore


class Command(BaseCommand):
    """Restore a backup."""

    help = "从备份恢复数据库和文件，并逐表逐文件核对；现有内容不空时需要 --force"
    requires_system_checks = []  # they may look for tables that are not there yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the folder, and for a clear word when something would be replaced."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="manage.py backup 建立的文件夹")
        parser.add_argument("--force", action="store_true", help="替换现有的数据库和文件，备份里没有的会删除")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and say what was proved."""
        try:
            report = restore(options["folder"].absolute(), force=options["force"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        for line in [*report.proved, *report.remarks]:
            self.stdout.write(line)
        self.stdout.write("恢复完成。")
