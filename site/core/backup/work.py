"""Making a backup, restoring it, and the drill that does both and compares."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.apps import apps
from django.core.files.storage import FileSystemStorage
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import FileField
from django.utils import timezone
from django.utils.translation import gettext as _

from core.backup import files
from core.backup.engines import Engine, unsupported
from core.backup.manifest import BackupError, Manifest, first_file_difference, first_table_difference
from core.backup.postgres import Postgres
from core.backup.registry import proofs
from core.backup.sqlite import Sqlite

ENGINES: dict[str, type[Engine]] = {"sqlite": Sqlite, "postgresql": Postgres}


@dataclass
class Report:
    """What was proved, and what is worth a look."""

    proved: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def engine_of(alias: str = DEFAULT_DB_ALIAS) -> Engine:
    """Return what knows the database of an alias."""
    vendor = connections[alias].vendor
    if vendor not in ENGINES:
        raise unsupported(vendor)
    return ENGINES[vendor](alias)


def back_up(target: Path) -> Manifest:
    """Make a backup in a new folder that nobody else can read; a half one is never left under that name.

    The proofs are taken first and the files last: what comes in between is then in the copy without its row,
    never the other way.
    """
    if target.exists() and any(target.iterdir()):
        raise BackupError(_("%(folder)s 不是空的。") % {"folder": target})
    engine, sources = engine_of(), files.roots()
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))  # for its owner only
    try:
        taken = {name: proof.take(DEFAULT_DB_ALIAS) for name, proof in proofs.items()}
        tables = engine.take(partial / engine.file_name)
        sums = files.copy_all(sources, partial)
        sums[engine.file_name] = files.sum_of(partial / engine.file_name)
        now = timezone.localtime().isoformat(timespec="seconds")
        manifest = Manifest(made_at=now, engine=engine.name, tables=tables, files=sums, proofs=taken)
        manifest.write(partial)
        if target.exists():
            target.rmdir()
        partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return manifest


def check(backup: Path) -> Manifest:
    """Read a backup's list and compare every file of the backup with it."""
    manifest = Manifest.read(backup)
    known = ENGINES.get(manifest.engine)
    if known is None:
        raise unsupported(manifest.engine)
    unsafe = [name for name in manifest.files if name != known.file_name and not files.is_safe(name)]
    if unsafe:
        raise BackupError(_("备份清单里的文件名不对：%(name)s") % {"name": unsafe[0]})
    sums = files.sums_below({folder: backup / folder for folder in files.STORAGES})
    if (backup / known.file_name).is_file():
        sums[known.file_name] = files.sum_of(backup / known.file_name)
    difference = first_file_difference(manifest.files, sums)
    if difference:
        raise BackupError(_("备份不完整：%(difference)s") % {"difference": difference})
    return manifest


def restore(backup: Path, *, force: bool) -> Report:
    """Replace database and files by those of a backup, and prove that they are the same."""
    manifest, engine, targets = check(backup), engine_of(), files.roots()
    if manifest.engine != engine.name:
        names = {"theirs": manifest.engine, "ours": engine.name}
        raise BackupError(_("备份来自 %(theirs)s，现在的数据库是 %(ours)s。") % names)
    has_files = any(True for root in targets.values() for _path in files.walk(root))
    if not force and (engine.has_tables() or has_files):
        raise BackupError(_("现在的数据库或文件夹里有内容。确实要全部替换，请加 --force。"))
    put(manifest, backup, engine, targets)
    return compare(manifest, engine.connection.alias, targets)


def drill(folder: Path) -> Report:
    """Make a backup, restore it beside the live system, and prove that it is the same."""
    backup = folder / "backup"
    back_up(backup)
    manifest = check(backup)
    with scratch_copy(backup, manifest, folder) as (alias, targets):
        return compare(manifest, alias, targets)


@contextmanager
def scratch_copy(backup: Path, manifest: Manifest, folder: Path) -> Iterator[tuple[str, dict[str, Path]]]:
    """Restore a backup into a scratch database and scratch folders, for as long as they are looked at."""
    targets = {name: folder / "restored" / name for name in files.STORAGES}
    with engine_of().scratch(folder) as alias:
        put(manifest, backup, engine_of(alias), targets)
        yield alias, targets


def put(manifest: Manifest, backup: Path, engine: Engine, targets: dict[str, Path]) -> None:
    """Fill a database and folders from a backup."""
    engine.put(backup / engine.file_name)
    below = {name: total for name, total in manifest.files.items() if name != engine.file_name}
    files.put_back(backup, below, targets)


def compare(manifest: Manifest, alias: str, targets: dict[str, Path]) -> Report:
    """Compare what was restored with the list of the backup; raises with the first difference."""
    engine = engine_of(alias)
    below = {name: total for name, total in manifest.files.items() if name != engine.file_name}
    differences = (
        first_table_difference(manifest.tables, engine.tables()),
        first_file_difference(below, files.sums_below(targets)),
    )
    for difference in filter(None, differences):
        raise BackupError(difference)
    report = Report()
    rows = sum(table[0] for table in manifest.tables.values())
    told = {"tables": len(manifest.tables), "rows": rows}
    report.proved.append(_("%(tables)s 张数据表、%(rows)s 行，行数和内容校验值全部一致。") % told)
    report.proved.append(_("%(files)s 个文件，内容全部一致。") % {"files": len(below)})
    _compare_references(report, alias, below)
    for name, proof in proofs.items():
        wrong = proof.check(alias, manifest.proofs.get(name))
        if wrong:
            raise BackupError(f"{proof.label}：{wrong}")
        report.proved.append(_("%(label)s：通过。") % {"label": proof.label})
    return report


def _compare_references(report: Report, alias: str, below: dict[str, str]) -> None:
    """Look whether every file that a row names is in the backup. The folders alone could not tell."""
    named, dangling = 0, []
    for name, live in _named_files(alias):
        named += 1
        if name in below:
            continue
        if live.exists():
            raise BackupError(_("备份里缺少数据库提到的文件 %(name)s。") % {"name": name})
        dangling.append(name)
    report.proved.append(_("数据库提到的 %(count)s 个文件都在备份里。") % {"count": named - len(dangling)})
    if dangling:
        told = {"count": len(dangling), "name": dangling[0]}
        report.remarks.append(_("有 %(count)s 个文件备份之前就已不在，例如 %(name)s。") % told)


def _named_files(alias: str) -> Iterator[tuple[str, Path]]:
    """Yield every file that a row names: as it is called in a backup, and where it is in the installation."""
    folders = {os.fspath(root): folder for folder, root in files.roots().items()}
    for model in apps.get_models():
        for column in model._meta.local_concrete_fields:
            if not isinstance(column, FileField) or not isinstance(column.storage, FileSystemStorage):
                continue
            folder = folders.get(os.fspath(column.storage.location))
            if folder is None:
                continue
            rows = model._base_manager.using(alias).exclude(**{column.name: ""}).order_by()
            for name in rows.values_list(column.name, flat=True).iterator():
                if name:
                    yield f"{folder}/{name}", Path(column.storage.location) / name
