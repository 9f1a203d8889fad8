"""What the guards of this folder look at: the files of the project, as git knows them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SOURCES = ("site", "home", "participation", "liaison", "tests")
# What architecture.md agrees on, and what tools and people expect beside it.
TOP_LEVEL = {
    "site", "home", "participation", "liaison", "templates", "static", "tests", "docs", "deploy", "locale",
    "requirements", ".ci", "manage.py", "Makefile", "pyproject.toml", "README.md", "LICENSE",
    ".gitignore", ".gitattributes", ".editorconfig",
}  # fmt: skip


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is committed or about to be, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return tuple(
        Path(name) for name in sorted(listed.stdout.split("\0")) if name and (PROJECT / name).is_file()
    )


def files_ending(*suffixes: str) -> list[Path]:
    """The project's files of these kinds."""
    return [path for path in project_files() if path.suffix in suffixes]


def modules() -> list[Path]:
    """The Python files people write: no migrations, which Django writes."""
    return [path for path in files_ending(".py") if "migrations" not in path.parts]


def lines_of(path: Path) -> int:
    """The number of lines of a file."""
    return len((PROJECT / path).read_text(encoding="utf-8").splitlines())


def has_docstring(source: str) -> bool:
    """Tell whether a module says what it is for; an empty file has nothing to say."""
    return not source.strip() or bool(ast.get_docstring(ast.parse(source)))


def first_party_packages(root: Path = PROJECT) -> set[str]:
    """The names under which our code is imported."""
    from_site = {path.parent.name for path in (root / "site").glob("*/__init__.py")}
    from_root = {path.parent.name for path in root.glob("*/__init__.py")}
    return from_site | from_root - {"tests"}


def apps_with_models(root: Path = PROJECT) -> Iterator[str]:
    """The dotted names of the packages that keep tables."""
    for base in (root / "site", root):
        for path in sorted(base.glob("*/**/apps.py")):
            parts = path.parent.relative_to(base).parts
            if parts[0] in {"site", "tests", "var"} or parts[0].startswith("."):
                continue
            if (path.parent / "models.py").exists() or (path.parent / "models").is_dir():
                yield ".".join(parts)
