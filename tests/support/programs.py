"""Find the programs that some tests need, and say in one line how to get those that are missing."""

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
POSTGRES_NAMES = ("initdb", "postgres", "pg_isready")
POSTGRES_HOMES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql")


def find_chromium() -> str | None:
    """Return the browser's path, or nothing when there is none; ``CHROMIUM`` names another one."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def _version_first(folder: Path) -> tuple[int, str]:
    """Sort key: PostgreSQL 16 stands above 15, and 9.6 below both."""
    number = folder.parent.name.split(".")[0]
    return (int(number) if number.isdigit() else 0, str(folder))


def _postgres_folders() -> Iterable[Path]:
    """Yield the folders that may hold the server programs: first the installed versions, newest first."""
    for home in POSTGRES_HOMES:
        yield from sorted(Path(home).glob("*/bin"), key=_version_first, reverse=True)
        yield Path(home) / "bin"
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent


def find_postgres() -> Path | None:
    """Return the folder with PostgreSQL's server programs; Debian keeps it off the search path."""
    for folder in _postgres_folders():
        if all((folder / name).is_file() for name in POSTGRES_NAMES):
            return folder
    return None


def missing() -> dict[str, str]:
    """Return what is not on this machine: the tests left out, and the Debian package that brings them."""
    absent = {}
    if find_postgres() is None:
        absent["PostgreSQL tests"] = "postgresql"
    if find_chromium() is None:
        absent["browser tests"] = "chromium fonts-noto-cjk"
    return absent


def closing_line(absent: dict[str, str]) -> str:
    """Say which tests were left out, and how to get them."""
    return f"Left out: {' and '.join(absent)}. To run them: apt-get install {' '.join(absent.values())}"


def everything_required() -> bool:
    """Tell whether a test left out for want of a program counts as a failure (``REQUIRE_ALL=1``)."""
    return os.environ.get("REQUIRE_ALL", "") not in ("", "0")


def main() -> int:
    """``python -m tests.support.programs postgres``: exit 0 when that program is there."""
    found = {"postgres": find_postgres, "chromium": find_chromium}[sys.argv[1]]()
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
