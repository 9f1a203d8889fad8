"""Writes chart and table of a kind of case from its transitions: ``manage.py draw_workflow submission``."""

import ast
import inspect
import textwrap
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casework.kinds import CaseKind, kinds
from casework.management.svg import Drawing, actors
from casework.workflow import Guard, Transition

HEAD = """# {label}的办理步骤

本页和流程图由命令 `manage.py draw_workflow {kind}` 从程序里的步骤表生成，请不要手工修改。
屏幕上显示哪些按钮、谁能按，都由同一张表决定。

![{label}的办理步骤]({kind}.svg)

| 步骤 | 从 | 到 | 谁 | 条件（不满足时屏幕上的提示） |
|---|---|---|---|---|
"""


def refusals(guard: Guard) -> list[str]:
    """Return the sentences with which a condition refuses, read from its source."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(guard)))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    found = [call.args[0] for call in calls if call.args]
    return [word.value for word in found if isinstance(word, ast.Constant) and isinstance(word.value, str)]


def line(kind: CaseKind, row: Transition) -> str:
    """Return one line of the table."""
    statuses = kind.workflow.statuses
    sources = "、".join(str(label) for state, label in statuses.items() if state in row.sources)
    target = "不变" if row.target is None else str(statuses[row.target])
    conditions = [sentence for guard in row.guards for sentence in refusals(guard)]
    told = "；".join(conditions).replace("。", "") or "—"
    return f"| {row.label} | {sources} | {target} | {actors(row)} | {told} |\n"


def table(kind: CaseKind) -> str:
    """Return the page with the table."""
    lines = [line(kind, row) for row in kind.workflow.transitions]
    return HEAD.format(label=kind.label, kind=kind.kind) + "".join(lines)


class Command(BaseCommand):
    """Write ``docs/workflows/KIND.svg`` and ``.md``."""

    help = "Draw the workflow of a kind of case."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the kind, and another folder if wanted."""
        parser.add_argument("kind", help="办件种类，例：submission")
        parser.add_argument("--folder", type=Path, default=Path(settings.BASE_DIR) / "docs" / "workflows")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write both files, or say which kinds there are."""
        kind = kinds.by_name.get(options["kind"])
        if kind is None:
            raise CommandError(f"没有这种办件：{options['kind']}。现有：{'、'.join(kinds.by_name)}")
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        for suffix, content in ((".svg", Drawing(kind).svg()), (".md", table(kind))):
            (folder / f"{kind.kind}{suffix}").write_text(content, encoding="utf-8")
            self.stdout.write(f"已写入 {folder / kind.kind}{suffix}")
