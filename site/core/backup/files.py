"""The files of a backup: citizens' and offices' uploads, copied and checked by their SHA-256."""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages
from django.utils.translation import gettext as _

from core.backup.manifest import BackupError

STORAGES = {"media": "default", "private": "private"}
CHUNK = 1024 * 1024


def roots() -> dict[str, Path]:
    """Return where the installation keeps its files, by the name of the folder in a backup."""
    found = {}
    for folder, alias in STORAGES.items():
        storage = storages[alias]
        if not isinstance(storage, FileSystemStorage):
            raise BackupError(_("存储 %(alias)s 不在本机文件夹里，不能由这个命令备份。") % {"alias": alias})
        found[folder] = Path(storage.location)
    return found


def copy_all(sources: dict[str, Path], target: Path) -> dict[str, str]:
    """Copy the files below each source into the folder of its name; return their sums by relative path.

    A file that goes away while the copy is made was removed on purpose: it is left out.
    """
    sums = {}
    for folder, source in sources.items():
        for path in walk(source):
            name = f"{folder}/{path.relative_to(source).as_posix()}"
            try:
                sums[name] = copy(path, target / name)
            except FileNotFoundError:
                (target / name).unlink(missing_ok=True)
    return sums


def sums_below(sources: dict[str, Path]) -> dict[str, str]:
    """Return the sums of the files below each source, named as in a backup."""
    return {
        f"{folder}/{path.relative_to(source).as_posix()}": sum_of(path)
        for folder, source in sources.items()
        for path in walk(source)
    }


def put_back(backup: Path, sums: dict[str, str], targets: dict[str, Path]) -> None:
    """Make each target hold exactly the files of the backup: what is not in it goes."""
    for folder, target in targets.items():
        target.mkdir(parents=True, exist_ok=True)
        for path in list(walk(target)):
            if f"{folder}/{path.relative_to(target).as_posix()}" not in sums:
                path.unlink()
    for name in sums:
        folder, _slash, rest = name.partition("/")
        copy(backup / name, targets[folder] / rest)


def is_safe(name: str) -> bool:
    """Tell whether a path of a manifest stays inside the folders of a backup."""
    parts = name.split("/")
    return len(parts) > 1 and parts[0] in STORAGES and not {"", ".", ".."} & set(parts) and "\\" not in name


def walk(root: Path) -> Iterator[Path]:
    """Yield the regular files below a folder; links are not followed, they could lead anywhere."""
    for folder, _folders, names in os.walk(root):
        for name in sorted(names):
            path = Path(folder) / name
            if path.is_file() and not path.is_symlink():
                yield path


def copy(source: Path, target: Path) -> str:
    """Copy one file, for its owner's eyes, and return the sum of what was read."""
    target.parent.mkdir(parents=True, exist_ok=True)
    total = sha256()
    with source.open("rb") as read, target.open("wb") as write:
        while chunk := read.read(CHUNK):
            total.update(chunk)
            write.write(chunk)
    os.utime(target, (source.stat().st_atime, source.stat().st_mtime))
    target.chmod(source.stat().st_mode & 0o777)
    return total.hexdigest()


def sum_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        total = sha256()
        while chunk := file.read(CHUNK):
            total.update(chunk)
    return total.hexdigest()
