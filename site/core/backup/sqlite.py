"""SQLite: copied by its online backup, while others go on writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

from django.utils.translation import gettext as _

from core.backup.engines import Engine, second_connection
from core.backup.manifest import BackupError, Table

TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
    "AND sql NOT LIKE 'CREATE VIRTUAL TABLE%' ORDER BY name"
)  # the content of a virtual table stands in ordinary ones beside it
BUSY_SECONDS = 60


class Sqlite(Engine):
    """A database in one file."""

    name = "sqlite"
    file_name = "database.sqlite3"

    def path(self) -> str:
        """Return the file."""
        name = str(self.connection.settings_dict["NAME"])
        if ":memory:" in name or "mode=memory" in name:
            raise BackupError(_("数据库在内存里，没有可以备份的文件。"))
        return name

    def open(self) -> sqlite3.Connection:
        """Return a connection of our own, without Django's conversions."""
        opened = sqlite3.connect(self.path(), timeout=BUSY_SECONDS, isolation_level=None)
        opened.text_factory = bytes
        return opened

    def take(self, target: Path) -> dict[str, Table]:
        """Copy inside a reading transaction: the rows are counted as they are in the copy."""
        with closing(self.open()) as source, closing(sqlite3.connect(target)) as copy:
            source.execute("BEGIN")
            source.execute(TABLES).fetchall()  # from here on, this connection sees one moment
            source.backup(copy)
            tables = _count(source)
            source.execute("ROLLBACK")
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        return tables

    def put(self, source: Path) -> None:
        """Write the copy over the database, in one transaction."""
        self.connection.close()
        with closing(sqlite3.connect(source)) as copy, closing(self.open()) as target:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BackupError(_("备份中的数据库文件已损坏。"))
            copy.backup(target)

    def tables(self) -> dict[str, Table]:
        """Return rows and checksum of every table."""
        with closing(self.open()) as opened:
            return _count(opened)

    def has_tables(self) -> bool:
        """Tell whether there is anything in the database."""
        with closing(self.open()) as opened:
            return bool(opened.execute(TABLES).fetchall())

    @contextmanager
    def scratch(self, folder: Path) -> Iterator[str]:
        """Give a new file in the folder."""
        with second_connection(
            {**self.connection.settings_dict, "NAME": str(folder / "restored.sqlite3")}
        ) as alias:
            yield alias


def _count(opened: sqlite3.Connection) -> dict[str, Table]:
    """Return rows and checksum of every table; the order of the rows does not matter."""
    found = {}
    for (raw,) in opened.execute(TABLES).fetchall():
        table = raw.decode()
        rows = total = 0
        quoted = table.replace('"', '""')
        for row in opened.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608  a name the database gave
            rows += 1
            total += int.from_bytes(sha256(repr(row).encode()).digest()[:16])
        found[table] = (rows, f"{total % 2**128:032x}")
    return found
