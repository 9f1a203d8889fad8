"""The dry run of an import from the command line: ``manage.py read_draft FILE... [--rows]``. Nothing is stored."""

import unicodedata
from argparse import ArgumentParser
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from participation.consultations.drafting.files import UnreadableFile, read_file
from participation.consultations.drafting.parsing import parse_draft
from participation.consultations.drafting.rows import NoArticles, ParsedDraft, Row, RowKind

SHOWN = 40
COLUMNS = ("条文", "章节", "项目", "引言", "附件", "提示", "未收")
WIDTH = 8


@dataclass
class _Result:
    name: str
    counts: list[int] = field(default_factory=list)
    problem: str = ""


class Command(BaseCommand):
    """Read drafts and say what was recognized, what was not, and what to look at."""

    help = "Read drafts (.docx, .txt) and show what an import would take over. Nothing is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take files and folders."""
        parser.add_argument("files", nargs="+", type=Path, help="文件，或者放着文件的文件夹")
        parser.add_argument("--rows", action="store_true", help="逐条列出认出的条文")
        parser.add_argument("--brief", action="store_true", help="只列最后的表")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read one file after the other; end with a table, and with an error when one could not be read."""
        results = []
        for path in _files(options["files"]):
            results.append(self.read(path, with_rows=options["rows"], is_brief=options["brief"]))
        self.table(results)
        failed = [result for result in results if result.problem]
        if failed or not results:
            raise CommandError(
                "；".join(f"{result.name}：{result.problem}" for result in failed)
                or "没有找到 .docx、.txt 文件。"
            )

    def read(self, path: Path, *, with_rows: bool, is_brief: bool) -> _Result:
        """Read one file and show the dry run."""
        try:
            with path.open("rb") as file:
                draft = parse_draft(read_file(file, path.name))
        except (UnreadableFile, NoArticles) as problem:
            return _Result(path.name, problem=str(problem))
        except OSError as problem:
            return _Result(path.name, problem=f"打不开（{problem.strerror}）")
        if not is_brief:
            self.show(path.name, draft, with_rows=with_rows)
        kinds = Counter(row.kind for row in draft.rows)
        counted = (RowKind.ARTICLE, RowKind.HEADING, RowKind.PROJECT, RowKind.INTRO, RowKind.ANNEX)
        counts = [*(kinds[kind] for kind in counted), len(draft.remarks), len(draft.ignored)]
        return _Result(path.name, counts)

    def show(self, name: str, draft: ParsedDraft, *, with_rows: bool) -> None:
        """Write what was recognized and what was not."""
        self.stdout.write(f"== {name}")
        self.stdout.write(f"标题：{draft.title or '（没有认出）'}")
        if draft.note:
            self.stdout.write(f"题注：{_short(draft.note)}")
        self.stdout.write(draft.summary)
        for row in draft.rows if with_rows else ():
            self.stdout.write(_line(row))
        for remark in draft.remarks:
            self.stdout.write(f"  {'提示' if remark.severity == 'info' else '请核对'}：{remark}")
        if draft.ignored:
            self.stdout.write(f"  没有收入的 {len(draft.ignored)} 行：")
        for line, text in draft.ignored:
            self.stdout.write(f"    第{line}行 {_short(text)}")
        self.stdout.write("")

    def table(self, results: list[_Result]) -> None:
        """Write the counts, one file a line."""
        width = max((_width(result.name) for result in results), default=0) + 2
        self.stdout.write(_padded("文件", width) + "".join(_padded(name, WIDTH) for name in COLUMNS))
        for result in results:
            cells = "".join(_padded(str(count), WIDTH) for count in result.counts)
            self.stdout.write(_padded(result.name, width) + (cells or f"不能收入：{result.problem}"))
        good = [result.counts for result in results if not result.problem]
        total = "".join(_padded(str(sum(column)), WIDTH) for column in zip(*good, strict=True))
        self.stdout.write(_padded(f"共 {len(good)}/{len(results)} 个", width) + total)


def _files(paths: list[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += (
            sorted(each for each in path.rglob("*") if each.suffix.lower() in (".docx", ".txt"))
            if path.is_dir()
            else [path]
        )
    return found


def _line(row: Row) -> str:
    indent = "  " * min(row.level, 5)
    return f"{row.line:>6} {indent}{row.label} {row.heading}  {_short(row.text)}".rstrip()


def _short(text: str) -> str:
    line = " ".join(text.split("\n"))
    return line if len(line) <= SHOWN else f"{line[:SHOWN]}…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * max(width - _width(text), 1)
