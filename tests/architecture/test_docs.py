"""What README, ``deploy/`` and the settings say of each other is true."""

import configparser
import os
import re
import secrets
import shlex
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from config.settings.dev import FIELD_ENCRYPTION_KEYS as DEVELOPERS_KEYS
from tests.architecture.tree import PROJECT, files_ending
from tests.support.postgres import Cluster

DEPLOY = PROJECT / "deploy"
SETTINGS = PROJECT / "site" / "config" / "settings"
READING = re.compile(r'(?:\benv(?:\.\w+)?|\brequired)\(\s*"([A-Z_]+)"')
START = (
    "import django; django.setup(); from django.core.management import call_command; call_command('check')"
)


ONE_KEY = Fernet.generate_key().decode()
DEVELOPERS_KEY = DEVELOPERS_KEYS[0]


def example() -> dict[str, str]:
    """The values of ``env.example`` as a shell or systemd would read them."""
    lines = (DEPLOY / "env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def filled_in(**changes: str | None) -> dict[str, str]:
    """The example with real secrets, and changes; None takes a value away."""
    fresh = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    }
    values = example() | fresh | changes
    return {name: value for name, value in values.items() if value is not None}


def start(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Start Django with these values and nothing else from outside."""
    paths = f"{PROJECT / 'site'}{os.pathsep}{PROJECT}"
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", START],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": paths, **environment},
        capture_output=True,
        text=True,
    )


def test_the_filled_in_example_starts() -> None:
    answer = start(filled_in())
    assert answer.returncode == 0, answer.stderr


def test_a_small_pilot_may_run_on_sqlite_when_it_says_so() -> None:
    answer = start(filled_in(DATABASE_URL="sqlite:////tmp/pilot.sqlite3", ALLOW_SQLITE="1"))
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "kT9-vX2_mQ7"}, "SECRET_KEY is weak"),
        ({"SECRET_KEY": "a1" * 40}, "SECRET_KEY is weak"),
        ({"SECRET_KEY": example()["SECRET_KEY"]}, "SECRET_KEY is weak"),
        ({"SECRET_KEY": "Please-Change-This-0123456789-abcdefghijklmnopqrstuvwxyz"}, "SECRET_KEY is weak"),
        ({"FIELD_ENCRYPTION_KEYS": None}, "FIELD_ENCRYPTION_KEYS is not set"),
        ({"FIELD_ENCRYPTION_KEYS": example()["FIELD_ENCRYPTION_KEYS"]}, "FIELD_ENCRYPTION_KEYS is weak"),
        ({"FIELD_ENCRYPTION_KEYS": secrets.token_urlsafe(24)}, "FIELD_ENCRYPTION_KEYS is weak"),
        ({"FIELD_ENCRYPTION_KEYS": DEVELOPERS_KEY}, "FIELD_ENCRYPTION_KEYS is weak"),
        ({"FIELD_ENCRYPTION_KEYS": "A" * 43 + "="}, "FIELD_ENCRYPTION_KEYS is weak"),
        (
            {"FIELD_ENCRYPTION_KEYS": f"{ONE_KEY},{ONE_KEY}"},
            "FIELD_ENCRYPTION_KEYS names no key, or one twice",
        ),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is not set"),
        ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS must name"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name"),
        ({"ALLOWED_HOSTS": "renda.example.cn,*"}, "ALLOWED_HOSTS must name"),
        ({"DATABASE_URL": None}, "DATABASE_URL is not set"),
        ({"DATABASE_URL": "sqlite:////tmp/pilot.sqlite3"}, "DATABASE_URL is SQLite"),
        ({"PUBLIC_BASE_URL": None}, "PUBLIC_BASE_URL is not set"),
        ({"PUBLIC_BASE_URL": "renda.example.cn"}, "PUBLIC_BASE_URL must start with"),
    ],
)
def test_production_refuses_to_start_with_the_reason(changes: dict[str, str | None], reason: str) -> None:
    answer = start(filled_in(**changes))
    assert answer.returncode != 0
    assert f"ImproperlyConfigured: {reason}" in answer.stderr


def read_in_settings() -> set[str]:
    """The environment names that the settings ask for."""
    return {name for path in SETTINGS.glob("*.py") for name in READING.findall(path.read_text())}


def test_every_value_that_the_settings_read_is_in_the_example() -> None:
    assert {"SECRET_KEY", "DATABASE_URL", "TRUSTED_PROXIES"} <= read_in_settings()
    assert read_in_settings() == set(example()) - {"DJANGO_SETTINGS_MODULE"}


def test_every_value_of_the_example_is_explained() -> None:
    lines = (DEPLOY / "env.example").read_text().splitlines()
    before = dict(zip(lines[1:], lines, strict=False))
    alone = [line for line in lines if re.match(r"[A-Z_]+=", line) and not before[line].startswith("#")]
    assert alone == ["RECAPTCHA_PUBLIC_KEY=", "RECAPTCHA_PRIVATE_KEY=", "RECAPTCHA_DOMAIN=www.recaptcha.net"]


# --- servers ---------------------------------------------------------------------------------------


def unit(path: Path) -> configparser.ConfigParser:
    """A systemd unit; of repeated keys the last counts."""
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read_string(path.read_text())
    return parsed


def test_the_server_unit_starts_this_application_with_options_that_granian_knows() -> None:
    service = unit(DEPLOY / "systemd" / "renda.service")["Service"]
    words = shlex.split(service["ExecStart"])
    known = subprocess.run(
        [str(Path(sys.executable).parent / "granian"), "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert [word for word in words if word.startswith("--") and word not in known] == []
    assert words[-1] == "config.wsgi:application"
    assert int(words[words.index("--workers") + 1]) > 1
    assert "--respawn-failed-workers" in words
    assert service["Restart"] == "always"


def test_nginx_passes_to_where_granian_listens() -> None:
    words = shlex.split(unit(DEPLOY / "systemd" / "renda.service")["Service"]["ExecStart"])
    address = f"{words[words.index('--host') + 1]}:{words[words.index('--port') + 1]}"
    assert f"server {address};" in (DEPLOY / "nginx.conf.example").read_text()
    assert example()["TRUSTED_PROXIES"] == words[words.index("--host") + 1]


@pytest.mark.parametrize("path", sorted((DEPLOY / "systemd").glob("*.service")), ids=lambda path: path.stem)
def test_units_run_what_is_there(path: Path) -> None:
    app = unit(path)["Service"]["WorkingDirectory"]
    starts = re.findall(r"^ExecStart=-?(.+)$", path.read_text(), re.MULTILINE)
    assert starts
    commands = {
        name.stem for name in PROJECT.glob("**/management/commands/*.py") if ".venv" not in name.parts
    }
    for words in map(shlex.split, starts):
        program = words[0].removeprefix(f"{app}/")
        assert program.startswith(".venv/bin/") or (PROJECT / program).is_file(), program
        if "manage.py" in words:
            assert words[words.index("manage.py") + 1] in commands | {"clearsessions"}


def test_nginx_serves_published_pictures_and_nothing_else_of_the_files() -> None:
    text = (DEPLOY / "nginx.conf.example").read_text()
    assert re.findall(r"alias (\S+);", text) == [
        "/srv/renda/app/var/static/",
        "/srv/renda/app/var/static/$hashed",
        "/srv/renda/app/var/media/images/",
    ]
    assert "private" not in re.sub(r"#.*", "", text)
    assert text.count("{") == text.count("}")


# --- backup ----------------------------------------------------------------------------------------


def back_up(var: Path, folder: Path, database: str) -> subprocess.CompletedProcess[str]:
    """Run the backup script on some files and a database."""
    return subprocess.run(
        [str(DEPLOY / "backup.sh"), str(folder)],
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(var), "DATABASE_URL": database},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A folder of files as an installation has it."""
    for name in ("media/images", "private"):
        (tmp_path / "var" / name).mkdir(parents=True)
    (tmp_path / "var/private/photo").write_bytes(b"a citizen's photo")
    return tmp_path / "var"


def copy_in(folder: Path) -> Path:
    """The one backup in ``folder``."""
    [copy] = folder.iterdir()
    return copy


def test_a_backup_holds_database_and_files_and_only_its_owner_can_read_it(var: Path, tmp_path: Path) -> None:
    database = sqlite3.connect(var / "db.sqlite3")
    database.execute("CREATE TABLE opinion AS SELECT '路灯' AS text")
    database.commit()
    answer = back_up(var, tmp_path / "copies", f"sqlite:///{var / 'db.sqlite3'}")
    assert answer.returncode == 0, answer.stderr
    copy = copy_in(tmp_path / "copies")
    found = sqlite3.connect(copy / "database.sqlite3").execute("SELECT text FROM opinion").fetchone()
    assert found == ("路灯",)
    with tarfile.open(copy / "files.tar.gz") as files:
        assert "private/photo" in files.getnames()
    assert copy.stat().st_mode & 0o077 == 0
    sums = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=copy, check=False)
    assert sums.returncode == 0


def test_a_backup_that_fails_leaves_no_half_copy(var: Path, tmp_path: Path) -> None:
    answer = back_up(var, tmp_path / "copies", "mysql://somewhere")
    assert answer.returncode != 0
    assert list((tmp_path / "copies").iterdir()) == []


@pytest.mark.postgres
def test_a_postgresql_backup_can_be_restored(var: Path, tmp_path: Path) -> None:
    cluster = Cluster()
    cluster.start()
    address = f"postgresql://postgres@/postgres?host={cluster.folder}"
    client = ["psql", "--quiet", "--tuples-only", "--no-align", "--dbname"]
    try:
        made = "CREATE TABLE opinion AS SELECT '路灯' AS text; CREATE DATABASE restored"
        for statement in made.split(";"):
            subprocess.run([*client, address, "--command", statement], check=True)
        answer = back_up(var, tmp_path / "copies", address)
        assert answer.returncode == 0, answer.stderr
        elsewhere = address.replace("/postgres?", "/restored?")
        dump = copy_in(tmp_path / "copies") / "database.dump"
        subprocess.run(
            ["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={elsewhere}", str(dump)], check=True
        )
        found = subprocess.check_output(
            [*client, elsewhere, "--command", "SELECT text FROM opinion"], text=True
        )
        assert found.strip() == "路灯"
    finally:
        cluster.stop()


# --- documents -------------------------------------------------------------------------------------


def named_paths(text: str) -> set[str]:
    """The paths of this project that a document names between backquotes or links to."""
    marked = re.findall(r"`([^`\s]+)`", text) + re.findall(r"\]\(([^)#]+)\)", text)
    return {name for name in marked if re.fullmatch(r"[\w.\-]+(/[\w.\-]*)+", name) and "://" not in name}


def test_every_make_target_that_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", (PROJECT / "README.md").read_text()))
    assert {"run", "test"} <= named
    assert named <= targets


def test_every_path_that_the_readme_names_exists() -> None:
    named = named_paths((PROJECT / "README.md").read_text())
    assert len(named) > 10
    assert [
        name for name in sorted(named) if not name.startswith("var/") and not (PROJECT / name).exists()
    ] == []


def test_the_readme_has_a_line_for_every_package() -> None:
    text = (PROJECT / "README.md").read_text()
    packages = [
        path.parent.relative_to(PROJECT).as_posix()
        for root in ("site", "home", "participation", "liaison")
        for path in (PROJECT / root).rglob("apps.py")
    ]
    assert [name for name in sorted(packages) if f"`{name}/`" not in text] == []


DOCUMENTS = [
    path for path in files_ending(".md") if path.parts[0] in {"docs", "deploy"} or path.name == "README.md"
]


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_every_link_of_a_document_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", (PROJECT / path).read_text())
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (PROJECT / path.parent / link).exists()] == []


@pytest.mark.parametrize(
    "path", sorted((PROJECT / "docs/decisions").glob("*.md")), ids=lambda path: path.stem
)
def test_a_decision_says_why_and_what_would_change_it(path: Path) -> None:
    heads = re.findall(r"^## (.+)$", path.read_text(), re.MULTILINE)
    assert heads == ["Context", "Decision", "Consequences", "What would change our mind"]


def test_pictures_of_the_handbook_are_small_and_used() -> None:
    text = "".join(path.read_text() for path in (PROJECT / "docs/handbook").glob("*.md"))
    pictures = sorted((PROJECT / "docs/handbook/images").glob("*.png"))
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > 150 * 1024] == []
    assert [path.name for path in pictures if f"images/{path.name}" not in text] == []
