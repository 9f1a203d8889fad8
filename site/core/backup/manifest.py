"""The list of what a backup holds, and how two such lists differ."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

NAME = "manifest.json"
FORMAT = "backup/1"
Table = tuple[int, str]
"""Number of rows and checksum over them."""


class BackupError(RuntimeError):
    """A backup cannot be made, read or restored; the message says why."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. ``files`` maps paths below the backup's folder to their SHA-256."""

    made_at: str
    engine: str
    tables: dict[str, Table]
    files: dict[str, str]
    proofs: dict[str, Any] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write the list: the last file of a backup, so that one without it is known to be a half one."""
        text = json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Return the list of a backup."""
        try:
            found = json.loads((folder / NAME).read_text(encoding="utf-8"))
            if found.pop("format") != FORMAT:
                raise BackupError(
                    _("%(folder)s 的格式不是 %(format)s。") % {"folder": folder, "format": FORMAT}
                )
            tables = {name: (int(rows), str(total)) for name, (rows, total) in found.pop("tables").items()}
            return cls(tables=tables, **found)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise BackupError(
                _("%(folder)s 不是完整的备份：%(error)s") % {"folder": folder, "error": error}
            ) from error


def first_table_difference(wanted: dict[str, Table], found: dict[str, Table]) -> str | None:
    """Return in words the first table that is not the same, or None."""
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            return _("缺少数据表 %(name)s。") % {"name": name}
        if name not in wanted:
            return _("多出数据表 %(name)s。") % {"name": name}
        if wanted[name][0] != found[name][0]:
            counts = {"name": name, "wanted": wanted[name][0], "found": found[name][0]}
            return _("数据表 %(name)s 应有 %(wanted)s 行，实有 %(found)s 行。") % counts
        if wanted[name] != found[name]:
            return _("数据表 %(name)s 行数相同，内容不同。") % {"name": name}
    return None


def first_file_difference(wanted: dict[str, str], found: dict[str, str]) -> str | None:
    """Return in words the first file that is not the same, or None."""
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            return _("缺少文件 %(name)s。") % {"name": name}
        if name not in wanted:
            return _("多出文件 %(name)s。") % {"name": name}
        if wanted[name] != found[name]:
            return _("文件 %(name)s 的内容不同。") % {"name": name}
    return None
