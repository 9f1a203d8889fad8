"""``site/`` is a folder on the import path and never a package: the interpreter has a module of that name."""

import os
import site
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from django.conf import settings

from tests.architecture.tree import PROJECT, first_party_packages


def test_the_site_folder_is_no_package(project: Path) -> None:
    assert (project / "site" / "config" / "__init__.py").is_file()
    assert not (project / "site" / "__init__.py").exists()


def test_the_standard_site_module_is_still_the_standard_one() -> None:
    standard = Path(sysconfig.get_path("stdlib")).resolve()
    assert Path(site.__file__).resolve().parent == standard


@pytest.mark.parametrize("start", ["project", "elsewhere"])
def test_manage_py_finds_both_roots_and_the_standard_site_module(start: str, tmp_path: Path) -> None:
    told = "import site, config, home; print(hasattr(site, 'addsitedir'), config.__file__, home.__file__)"
    answer = subprocess.run(
        [sys.executable, str(PROJECT / "manage.py"), "shell", "--no-imports", "-c", told],
        cwd=PROJECT if start == "project" else tmp_path,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    expected = f"True {PROJECT / 'site/config/__init__.py'} {PROJECT / 'home/__init__.py'}"
    assert answer.stdout.strip() == expected


def test_the_server_reads_the_application_with_the_standard_site_module() -> None:
    told = (
        "import site, granian, config.wsgi as w; print(hasattr(site, 'addsitedir'), callable(w.application))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", told],
        cwd=PROJECT,
        env={"PYTHONPATH": "site:.", "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert answer.stdout.strip() == "True True"


def named_like_the_standard_library(names: set[str]) -> set[str]:
    return names & set(sys.stdlib_module_names)


def test_no_package_is_named_like_a_standard_module() -> None:
    assert {"config", "home", "core"} <= first_party_packages()
    assert named_like_the_standard_library(first_party_packages()) == set()


def test_a_package_named_like_a_standard_module_would_be_noticed(tmp_path: Path) -> None:
    for folder in ("site/calendar", "site/core", "home"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "__init__.py").touch()
    assert first_party_packages(tmp_path) == {"calendar", "core", "home"}
    assert named_like_the_standard_library(first_party_packages(tmp_path)) == {"calendar"}


@pytest.mark.parametrize("path", ["site/core/new.py", "static/css/new.css", "home/new.py", "locale/new.po"])
def test_git_does_not_ignore_sources(path: str) -> None:
    ignored = subprocess.run(["git", "check-ignore", "--quiet", "--no-index", path], cwd=PROJECT)
    assert ignored.returncode == 1


@pytest.mark.parametrize(
    "path", ["var/db.sqlite3", ".venv/bin/python", "site/core/__pycache__/x.pyc", ".env"]
)
def test_git_ignores_what_running_leaves_behind(path: str) -> None:
    ignored = subprocess.run(["git", "check-ignore", "--quiet", "--no-index", path], cwd=PROJECT)
    assert ignored.returncode == 0


def test_collected_static_files_go_to_var_and_never_over_the_sources() -> None:
    assert Path(settings.STATIC_ROOT) == PROJECT / "var" / "static"
    assert [Path(folder) for folder in settings.STATICFILES_DIRS] == [PROJECT / "static"]
