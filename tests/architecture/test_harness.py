"""The harness leaves tests out only with a word about it, and not at all under ``REQUIRE_ALL=1``."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import PROJECT
from tests.support import programs
from tests.support.postgres import Cluster, PostgresError

HERE = Path(__file__).relative_to(PROJECT)


def collect_without_a_browser(**environment: str) -> subprocess.CompletedProcess[str]:
    """Collect the tests on a machine that seems to have no Chromium."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--collect-only",
            "-q",
            "-n",
            "1",
            str(HERE.parent / "test_tree.py"),
        ],
        cwd=PROJECT,
        env=kept | {"CHROMIUM": "nowhere", "REQUIRE_ALL": "", "TEST_DB": ""} | environment,
        capture_output=True,
        text=True,
    )


def test_a_missing_program_is_told_in_one_closing_line() -> None:
    answer = collect_without_a_browser()
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stdout.count("Left out: browser tests") == 1
    assert "apt-get install chromium" in answer.stdout


def test_a_missing_program_is_a_failure_when_everything_is_required() -> None:
    answer = collect_without_a_browser(REQUIRE_ALL="1")
    assert answer.returncode == pytest.ExitCode.USAGE_ERROR
    assert "Left out: browser tests" in answer.stderr


def test_the_closing_line_names_every_missing_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "find_postgres", lambda: None)
    monkeypatch.setattr(programs, "find_chromium", lambda: None)
    line = programs.closing_line(programs.missing())
    assert line == (
        "Left out: PostgreSQL tests and browser tests. "
        "To run them: apt-get install postgresql chromium fonts-noto-cjk"
    )


def test_without_server_programs_the_cluster_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.postgres.find_postgres", lambda: None)
    with pytest.raises(PostgresError, match="apt-get install postgresql"):
        Cluster()


@pytest.mark.postgres
def test_the_cluster_leaves_nothing_behind() -> None:
    cluster = Cluster()
    address = cluster.start()
    server = cluster.server
    assert address.endswith(f"{cluster.folder}/postgres")
    assert server is not None
    assert server.poll() is None
    cluster.stop()
    assert server.poll() is not None
    assert not cluster.folder.exists()
