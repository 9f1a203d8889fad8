"""The pytest plugin of this project: which database and which browser a run has, and what it leaves out.

Loaded by ``addopts`` in ``pyproject.toml``, before Django's settings are read.

- ``TEST_DB=postgres`` starts a PostgreSQL of its own for the run (or uses the one in ``DATABASE_URL``).
- ``REQUIRE_ALL=1`` refuses to run when a program is missing, instead of leaving tests out.
"""

import os
from collections.abc import Generator

import pytest

from tests.support import programs
from tests.support.postgres import Cluster

NEEDS_TRANSACTIONS = {"live_server", "transactional_db", "django_db_reset_sequences"}
left_out: dict[str, str] = {}


def on_postgres() -> bool:
    """Tell whether this run's database is PostgreSQL."""
    return os.environ.get("DATABASE_URL", "").startswith(("postgres:", "postgresql:"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """Start PostgreSQL before pytest-django reads the settings; workers inherit the address."""
    if os.environ.get("TEST_DB") == "postgres" and not on_postgres():
        os.environ["DATABASE_URL"] = Cluster().start()
    return (yield)


def pytest_configure(config: pytest.Config) -> None:
    """Under ``REQUIRE_ALL=1`` say at once what is missing."""
    absent = programs.missing()
    if absent and programs.everything_required() and not hasattr(config, "workerinput"):
        raise pytest.UsageError(programs.closing_line(absent))


def pytest_report_header() -> str:
    """Name the database of the run."""
    return f"database: {'PostgreSQL' if on_postgres() else 'SQLite'}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine or this database cannot run, and keep the migrations' rows for the rest."""
    unwanted = [item for item in items if not _can_run(item)]
    if unwanted:
        config.hook.pytest_deselected(items=unwanted)
        items[:] = [item for item in items if item not in unwanted]
    for item in items:
        _restore_rows_after(item)


def _can_run(item: pytest.Item) -> bool:
    absent = programs.missing()
    if item.get_closest_marker("e2e") and "browser tests" in absent:
        left_out["browser tests"] = absent["browser tests"]
        return False
    if item.get_closest_marker("postgres") and not on_postgres():
        if "PostgreSQL tests" in absent:
            left_out["PostgreSQL tests"] = absent["PostgreSQL tests"]
        return False
    return True


def _restore_rows_after(item: pytest.Item) -> None:
    """A test with real transactions empties every table: have the rows that migrations made put back.

    Without this the next such test would find neither Wagtail's root page nor its language.
    """
    names = set(getattr(item, "fixturenames", ()))
    marker = item.get_closest_marker("django_db")
    given = dict(marker.kwargs) if marker else {}
    if given.get("transaction") or NEEDS_TRANSACTIONS & names:
        wanted = given | {"transaction": True, "serialized_rollback": True}
        item.add_marker(pytest.mark.django_db(**wanted), append=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Close with one line on what was left out; with workers, they collected and this process did not."""
    has_workers = terminalreporter.config.getoption("numprocesses", None)
    absent = programs.missing() if has_workers else left_out
    if absent:
        terminalreporter.write_line(programs.closing_line(absent), yellow=True)
