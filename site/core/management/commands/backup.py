"""``manage.py backup DIR``: database and files into one folder, with a list that proves what is in it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.backup.manifest import BackupError
from core.backup.work import back_up


class Command(BaseCommand):
    """Make a backup."""

    help = "备份数据库和文件到一个新文件夹，附清单（行数、校验值、审计链首）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the folder."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="不存在或者空的文件夹")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say what is in it."""
        try:
            manifest = back_up(options["folder"].absolute())
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(table[0] for table in manifest.tables.values())
        self.stdout.write(
            f"已备份到 {options['folder']}：{len(manifest.tables)} 张数据表、{rows} 行，"
            f"{len(manifest.files) - 1} 个文件。备份含个人信息，拷到别处要加密；加密密钥不在备份里，要另存。"
        )
