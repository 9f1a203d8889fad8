"""What every kind of database can do for a backup; :func:`engine_of` finds the one of a connection."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections
from django.utils.translation import gettext as _

from core.backup.manifest import BackupError, Table

SCRATCH = "restore_drill"
"""The alias of the database that a drill restores into."""


class Engine(ABC):
    """One kind of database, seen through the connection of an alias."""

    name: str
    file_name: str

    def __init__(self, alias: str) -> None:
        """Keep the connection."""
        self.connection = connections[alias]

    @abstractmethod
    def take(self, target: Path) -> dict[str, Table]:
        """Copy the database into a file, and count its tables as they were in the same moment."""

    @abstractmethod
    def put(self, source: Path) -> None:
        """Fill the database from such a file; whatever it had is replaced."""

    @abstractmethod
    def tables(self) -> dict[str, Table]:
        """Return rows and checksum of every table."""

    @abstractmethod
    def has_tables(self) -> bool:
        """Tell whether there is anything in the database."""

    @abstractmethod
    @contextmanager
    def scratch(self, folder: Path) -> Iterator[str]:
        """Give the alias of a new, empty database beside this one, and take it away afterwards."""


@contextmanager
def second_connection(settings: dict[str, Any]) -> Iterator[str]:
    """Make a database reachable as :data:`SCRATCH` for a while."""
    connections.settings[SCRATCH] = settings
    try:
        yield SCRATCH
    finally:
        connections[SCRATCH].close()
        del connections[SCRATCH]
        del connections.settings[SCRATCH]


def unsupported(vendor: str) -> BackupError:
    """Return the refusal for a database that nobody here knows."""
    return BackupError(_("只会备份 SQLite 和 PostgreSQL，不会备份 %(vendor)s。") % {"vendor": vendor})
