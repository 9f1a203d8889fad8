"""``manage.py verify_ledger``: follows the chain and names the first entry that was changed, removed or inserted.

Exit code 1 when anything is wrong. ``--head`` proves that heads exported earlier still stand in the chain.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.heads import HeadFileError, current, read
from audit.queries import seal_state
from audit.verification import verify

PROGRESS_EVERY = 100_000


class Command(BaseCommand):
    """Verify the ledger."""

    help = "核验审计链：指出第一条被改动、删除或插入的记录；有问题时退出码为 1"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer earlier heads and a later start."""
        parser.add_argument(
            "--head", type=Path, action="append", default=[], metavar="FILE",
            help="以前导出的链首文件或其目录，可多次给出：核对它仍在链上",
        )  # fmt: skip
        parser.add_argument(
            "--from", type=int, default=1, dest="start", metavar="POSITION",
            help="从这个位置开始核验，之前的视为可信",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was proved, or what is wrong."""
        end, start = current(), options["start"]
        if not 1 <= start <= end.position + 1:
            raise CommandError(f"--from 应在 1 到 {end.position + 1} 之间。")
        wrong = [*self.heads(options["head"])]
        began = monotonic()
        walk = verify(start, self.progress)
        if walk.fault is not None:
            wrong.insert(0, str(walk.fault))
        self.stdout.write(f"核验了 {walk.rows} 条审计记录，用时 {monotonic() - began:.1f} 秒。")
        self.warn()
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"从第 {start} 条到第 {walk.position} 条完整、未改动。链首 {walk.digest}")

    def heads(self, given: list[Path]) -> Iterator[str]:
        """Yield what is wrong with the heads that were exported earlier."""
        files = [
            path for name in given for path in (sorted(name.glob("*.json")) if name.is_dir() else [name])
        ]
        if given and not files:
            yield "没有找到链首文件。"
        for path in files:
            try:
                head = read(path)
            except HeadFileError as error:
                yield f"读不出链首文件：{error}"
                continue
            if head.still_stands():
                self.stdout.write(f"{path}：第 {head.position} 条仍在链上。")
            else:
                yield f"{path}：链上已经没有当时的第 {head.position} 条，此前的记录被截断或重写过。"

    def progress(self, rows: int) -> None:
        """Show that a long walk goes on."""
        if rows and rows % PROGRESS_EVERY == 0:
            self.stdout.write(f"已核验 {rows} 条……")

    def warn(self) -> None:
        """Say how much is not yet sealed, and warn when the sealer seems to stand still."""
        state = seal_state()
        if state.count.value:
            self.stdout.write(f"还没有封存的有 {state.count} 条，最早的写于 {state.oldest_text}。")
        if state.is_late:
            self.stderr.write(
                self.style.WARNING("警告：有记录超过 5 分钟没有封存，请检查定时任务是否在运行。")
            )
