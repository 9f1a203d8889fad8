"""Imports run one way (``architecture.md`` §3), and no model has changed without its migration."""

import os
import shutil
import subprocess
import sys
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.architecture.tree import PROJECT, apps_with_models, first_party_packages

CONFIGURATION = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import linter over a tree with the contracts of this project."""
    program = str(Path(sys.executable).parent / "lint-imports")
    command = [program, "--no-cache", "--no-logo", "--config", "pyproject.toml"]
    environment = {**os.environ, "PYTHONPATH": "site:.", "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_imports_run_one_way() -> None:
    answer = lint_imports(PROJECT)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("site/core/extra.py", "import home"),
        ("site/casework/extra.py", "import participation.submissions"),
        ("liaison/extra.py", "import participation"),
        ("site/organizations/queries.py", "import organizations.views"),
    ],
)
def test_an_import_the_wrong_way_would_be_noticed(file: str, line: str, tmp_path: Path) -> None:
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    for name in ("site", "home", "participation", "liaison"):
        shutil.copytree(PROJECT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "site/organizations/views.py").touch()
    with (tmp_path / file).open("a") as source:
        source.write(f"\n{line}\n")
    answer = lint_imports(tmp_path)
    assert answer.returncode != 0
    assert "BROKEN" in answer.stdout


def test_every_package_stands_in_the_layers() -> None:
    packages = first_party_packages()
    layers = CONFIGURATION["contracts"][0]["layers"]
    named = {name.strip(" ()") for layer in layers for name in layer.split("|")}
    assert packages <= set(CONFIGURATION["root_packages"])
    assert packages <= named


def test_every_app_with_tables_keeps_the_order_of_its_files() -> None:
    rooms = next(contract for contract in CONFIGURATION["contracts"] if contract["id"] == "rooms")
    assert set(apps_with_models()) - {"search", "core"} <= set(rooms["containers"])


@pytest.mark.django_db
def test_no_model_has_changed_without_its_migration() -> None:
    told = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=told)
    except SystemExit:
        pytest.fail(told.getvalue())
