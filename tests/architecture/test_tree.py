"""The tree stays readable: agreed names at the top, docstrings, short files, nothing of one machine."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import (
    PROJECT,
    TOP_LEVEL,
    files_ending,
    has_docstring,
    lines_of,
    modules,
    project_files,
)

LONGEST_SOURCE = 400
LONGEST_TEMPLATE = 120
TEXT = (
    ".py",
    ".html",
    ".css",
    ".js",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".sh",
    ".conf",
    ".service",
    ".example",
    ".yml",
    "",
)
# A home folder, or a place where one particular machine keeps this tree.
MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:home|Users|root|work|workspace|mnt)/[\w.-]+")


def test_the_top_level_holds_only_the_agreed_names() -> None:
    assert {path.parts[0] for path in project_files()} - TOP_LEVEL == set()


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path) for path in modules() if not has_docstring((PROJECT / path).read_text(encoding="utf-8"))
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("source", "answer"),
    [('"""Reads."""\nx = 1\n', True), ("x = 1\n", False), ("# a comment\nx = 1\n", False), ("", True)],
)
def test_a_module_without_a_docstring_would_be_noticed(source: str, answer: bool) -> None:
    assert has_docstring(source) is answer


def test_source_files_are_short() -> None:
    long = {str(path): lines_of(path) for path in modules() if lines_of(path) > LONGEST_SOURCE}
    assert long == {}


def test_templates_are_short() -> None:
    long = {str(path): lines_of(path) for path in files_ending(".html") if lines_of(path) > LONGEST_TEMPLATE}
    assert long == {}


def test_no_file_names_a_path_of_one_machine() -> None:
    named = {}
    for path in files_ending(*TEXT):
        found = MACHINE_PATH.findall((PROJECT / path).read_text(encoding="utf-8", errors="replace"))
        if found:
            named[str(path)] = found
    assert named == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cd /" + "home/wang/project", True),
        ('open("/' + 'root/x")', True),
        ("the page /opinions/home/new", False),
        ("http://example.test/home/x", False),
        ("templates/home/page.html", False),
    ],
)
def test_a_path_of_one_machine_would_be_noticed(text: str, found: bool) -> None:
    assert bool(MACHINE_PATH.search(text)) is found


def test_every_test_folder_is_reached_by_the_run() -> None:
    """A file that pytest does not collect would be a test that cannot fail."""
    for path in modules():
        if path.parts[0] == "tests" and "def test_" in (PROJECT / path).read_text(encoding="utf-8"):
            assert path.name.startswith("test_") or Path(path).parent.name == "architecture", path
