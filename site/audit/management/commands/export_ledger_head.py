"""``manage.py export_ledger_head``: writes the head of the chain into a file that belongs off this machine."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from audit.heads import current, export_today, write


class Command(BaseCommand):
    """Export the head."""

    help = "导出审计链首：每天第一次运行时写入 LEDGER_HEAD_DIR；--to 立即写到指定文件"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer another place."""
        parser.add_argument("--to", type=Path, metavar="FILE", help="立即写到这个文件")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write where asked, or today's file when it is not there yet."""
        target: Path | None = options["to"]
        if target is not None:
            write(current(), target)
        else:
            target = export_today()
        if target is not None:
            self.stdout.write(f"审计链首已写入 {target}，请另外保存到别的机器。")
