"""The pinned requirements are exact, carry hashes, and name no address to install from."""

import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.architecture.tree import PROJECT

PINNED = sorted((PROJECT / "requirements").glob("*.txt"))
ADDRESS = re.compile(r"://|--(?:extra-)?index-url|--find-links|--trusted-host|\s@\s|file:", re.IGNORECASE)
EXACT = re.compile(r"^[a-z0-9][\w.-]*(\[[\w,-]+\])?==[^\s;]+")


def entries(text: str) -> Iterator[str]:
    """Each requirement with its continuation lines as one line, comments left out."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    return (line.strip() for line in joined.splitlines() if line.strip())


def faults(text: str) -> list[str]:
    """What is wrong with a pinned file."""
    loose = [entry for entry in entries(text) if not EXACT.match(entry) or "--hash=sha256:" not in entry]
    return loose + [line for line in text.splitlines() if ADDRESS.search(line)]


@pytest.mark.parametrize("name", ["base", "test", "elasticsearch", "tools"])
def test_pinned_requirements_are_exact_and_hashed_and_name_no_address(name: str) -> None:
    text = (PROJECT / "requirements" / f"{name}.txt").read_text()
    assert list(entries(text))
    assert faults(text) == []


# Put together here, so that no file of ours holds a line that an installer would follow.
OPTION = "-".join(("index", "url"))


@pytest.mark.parametrize(
    "broken",
    [
        "django==5.2.19\n",
        "django>=5.2 \\\n    --hash=sha256:00\n",
        f"--{OPTION} x\ndjango==5.2.19 --hash=sha256:00\n",
        "django @ https://example.test/django.whl --hash=sha256:00\n",
        "# from http://example.test\ndjango==5.2.19 --hash=sha256:00\n",
    ],
)
def test_a_loose_requirement_would_be_noticed(broken: str) -> None:
    assert faults(broken)


def test_each_list_is_pinned() -> None:
    lists = {path.stem for path in (PROJECT / "requirements").glob("*.in")}
    assert lists == {path.stem for path in PINNED}


def versions(name: str) -> dict[str, str]:
    text = (PROJECT / "requirements" / f"{name}.txt").read_text()
    return dict(entry.split(" ")[0].split("==", 1) for entry in entries(text) if "soupsieve" not in entry)


def test_the_tests_run_on_the_versions_that_the_site_runs_on() -> None:
    tested = versions("test")
    assert {name: tested.get(name) for name in versions("base")} == versions("base")


def test_every_marker_is_registered_and_unknown_ones_are_refused() -> None:
    options = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
    assert {"--strict-markers", "--strict-config"} <= set(options["addopts"])
    assert {marker.split(":")[0] for marker in options["markers"]} == {"e2e", "postgres"}
