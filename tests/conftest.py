"""What every test has: a county in the database, the database's manner of storage, a tidy end of the run."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections

from config.settings.test import TEST_FILES
from tests.factories.organizations import make_county, make_street, make_town

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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Set up 青禾县 with two towns and a street once for the run: every test finds them, also after a flush.

    Making a tenant takes some four hundred queries, too many for each of a thousand tests. A test that wants
    them asks ``tests.factories.organizations``; a test about making tenants makes others.
    """
    with django_db_blocker.unblock():
        make_county()
        make_town()
        make_town("白水镇", "baishui", "BS")
        make_street()
        for connection in connections.all():
            # What Django puts back after a test with real transactions.
            connection._test_serialized_contents = connection.creation.serialize_db_to_string()


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    """No test inherits what another left in the cache: throttles, or the addresses of a site it had made."""
    cache.clear()


def pytest_unconfigure() -> None:
    """Remove the uploads that tests made."""
    shutil.rmtree(TEST_FILES, ignore_errors=True)
