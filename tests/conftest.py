"""What every test has: the test database's manner of storage, and a tidy end of the run."""

import shutil
from pathlib import Path

import pytest
from django.db import connections

from config.settings.test import TEST_FILES

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the tree."""
    return PROJECT


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite's test database in a file of its own for each process.

    In memory, the browser tests' server would share one connection between threads; in a file it locks and
    waits as it does for real.
    """
    for connection in connections.all():
        if connection.vendor == "sqlite":
            folder = tmp_path_factory.mktemp("database")
            connection.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")
            connection.settings_dict["OPTIONS"]["init_command"] = (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
            )


def pytest_unconfigure() -> None:
    """Remove the uploads that tests made."""
    shutil.rmtree(TEST_FILES, ignore_errors=True)
