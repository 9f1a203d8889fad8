"""Backup, restore and the drill, on whichever database the run has; that the drill notices what is lost."""

import json
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from audit.actions import seal
from audit.models import Entry
from core.backup import work
from core.backup.engines import SCRATCH, Engine
from core.backup.manifest import BackupError, Manifest
from core.backup.work import back_up, check, compare, engine_of, scratch_copy
from library.models import PrivateFile
from tests.audit.tampering import run_sql
from tests.factories.organizations import make_town
from tests.factories.participation import make_submission

pytestmark = pytest.mark.django_db(transaction=True)
PHOTO, PICTURE = b"a citizen's photo", b"a published picture"
Altered = Callable[[str, dict[str, Path]], None]


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders of files of this test's own, with one file each."""
    settings.MEDIA_ROOT = tmp_path / "live/media"
    settings.PRIVATE_ROOT = tmp_path / "live/private"
    private = {**settings.STORAGES["private"]["OPTIONS"], "location": settings.PRIVATE_ROOT}
    settings.STORAGES = {**settings.STORAGES, "private": {**settings.STORAGES["private"], "OPTIONS": private}}
    monkeypatch.setattr(PrivateFile._meta.get_field("file"), "storage", storages["private"])
    storages["private"].save("2026/photo", ContentFile(PHOTO))
    default_storage.save("images/picture.png", ContentFile(PICTURE))


@pytest.fixture(autouse=True)
def _second_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a drill open its own database, which Django refuses in tests, and see that it is gone afterwards."""
    ensure = BaseDatabaseWrapper.ensure_connection

    def ensure_also_scratch(wrapper: BaseDatabaseWrapper) -> None:
        if wrapper.alias == SCRATCH and wrapper.connection is None:
            wrapper.connect()
        else:
            ensure(wrapper)

    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", ensure_also_scratch)
    yield
    assert SCRATCH not in connections.settings
    assert scratch_databases() == []


@pytest.fixture
def opinions() -> None:
    """Some opinions, their entries sealed."""
    for _ in range(3):
        make_submission(make_town())
    seal()


@pytest.fixture
def backup(opinions: None, tmp_path: Path) -> Path:
    """A backup of it all."""
    back_up(tmp_path / "backup")
    return tmp_path / "backup"


def told(command: str, *options: str) -> str:
    """Run a command and return what it printed."""
    said = StringIO()
    call_command(command, *options, stdout=said)
    return said.getvalue()


def after_restoring(monkeypatch: pytest.MonkeyPatch, alter: Altered) -> None:
    """Let something go wrong between the restoration and the comparison."""
    put = work.put

    def put_and_alter(manifest: Manifest, backup: Path, engine: Engine, targets: dict[str, Path]) -> None:
        put(manifest, backup, engine, targets)
        alter(engine.connection.alias, targets)

    monkeypatch.setattr(work, "put", put_and_alter)


def sql(statement: str) -> Altered:
    """Alter the restored database."""

    def alter(alias: str, targets: dict[str, Path]) -> None:
        with connections[alias].cursor() as cursor:
            if connections[alias].vendor == "postgresql":
                cursor.execute("SELECT set_config('audit.demo_removal', 'on', false)")
            cursor.execute(statement)

    return alter


def scratch_databases() -> list[str]:
    """Databases that a drill has left behind."""
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE '%%_drill_%%'")
        return [row[0] for row in cursor.fetchall()]


def test_the_drill_proves_tables_files_and_ledger_and_leaves_nothing(opinions: None, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    said = told("restore_drill", "--work", str(tmp_path / "work"))
    assert "行数和内容校验值全部一致" in said
    assert "2 个文件，内容全部一致" in said
    assert "审计链：通过" in said
    assert "恢复演练通过" in said
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize(
    ("alter", "words"),
    [
        (sql("DELETE FROM audit_entry WHERE position = 2"), "数据表 audit_entry 应有"),
        (
            sql("UPDATE submissions_submission SET text = 'x'"),
            "数据表 submissions_submission 行数相同，内容不同",
        ),
        (sql("CREATE TABLE zz (id integer)"), "多出数据表 zz"),
        (lambda alias, targets: (targets["private"] / "2026/photo").unlink(), "缺少文件 private/2026/photo"),
        (
            lambda alias, targets: (targets["media"] / "images/picture.png").write_bytes(PHOTO),
            "文件 media/images/picture.png 的内容不同",
        ),
    ],
    ids=["lost row", "changed row", "more tables", "lost file", "changed file"],
)
def test_the_drill_notices(
    alter: Altered, words: str, opinions: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_restoring(monkeypatch, alter)
    with pytest.raises(CommandError, match=f"恢复演练没有通过：{words}") as failed:
        told("restore_drill")
    assert failed.value.returncode == 1


def test_the_drill_notices_a_ledger_that_was_not_whole_when_it_was_copied(opinions: None) -> None:
    run_sql("UPDATE audit_entry SET action = 'x' WHERE position = 2")
    with pytest.raises(CommandError, match=r"审计链：第 2 条审计记录.*被改动过"):
        told("restore_drill")


def test_the_drill_notices_a_file_that_the_copy_passed_over(
    opinions: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows know which files there must be, whatever the folders of the backup say."""
    kept = PrivateFile(name="photo.jpg", content_type="image/jpeg", size=len(PHOTO))
    kept.file.name = "2026/photo"
    PrivateFile.objects.bulk_create([kept])
    copy_all = work.files.copy_all

    def forgetful(sources: dict[str, Path], target: Path) -> dict[str, str]:
        return copy_all({"media": sources["media"]}, target)

    monkeypatch.setattr(work.files, "copy_all", forgetful)
    with pytest.raises(CommandError, match="缺少数据库提到的文件 private/2026/photo"):
        told("restore_drill")


def test_a_file_that_was_gone_before_is_a_remark(opinions: None) -> None:
    lost = PrivateFile(name="photo.jpg", content_type="image/jpeg", size=1)
    lost.file.name = "2026/gone"
    PrivateFile.objects.bulk_create([lost])
    assert "1 个文件备份之前就已不在，例如 private/2026/gone" in told("restore_drill")


def test_a_backup_is_for_its_owner_and_holds_everything(backup: Path) -> None:
    manifest = check(backup)
    assert backup.stat().st_mode & 0o077 == 0
    assert manifest.tables["audit_entry"][0] == Entry.objects.count()
    assert set(manifest.files) == {
        engine_of().file_name,
        "media/images/picture.png",
        "private/2026/photo",
    }
    assert manifest.proofs["ledger"]["position"] == Entry.objects.count()
    with pytest.raises(CommandError, match="不是空的"):
        told("backup", str(backup))


@pytest.mark.parametrize("name", ["manifest.json", "private/2026/photo", "database"])
def test_a_backup_that_was_damaged_is_refused(backup: Path, name: str) -> None:
    damaged = backup / (engine_of().file_name if name == "database" else name)
    damaged.write_bytes(damaged.read_bytes()[:-20])
    with pytest.raises(CommandError, match=r"不是完整的备份|备份不完整"):
        told("restore", str(backup), "--force")
    assert Entry.objects.exists()


@pytest.mark.parametrize("name", ["private/../../etc/x", "/etc/x", "elsewhere/x", "private//x"])
def test_a_list_that_leads_outside_is_refused(backup: Path, name: str) -> None:
    listed = json.loads((backup / "manifest.json").read_text())
    listed["files"][name] = "0" * 64
    (backup / "manifest.json").write_text(json.dumps(listed))
    with pytest.raises(BackupError, match="文件名不对"):
        check(backup)


def test_a_restoration_does_not_replace_what_is_there_unless_told_to(backup: Path) -> None:
    make_submission(make_town())
    entries = Entry.objects.count()
    with pytest.raises(CommandError, match="--force"):
        told("restore", str(backup))
    assert Entry.objects.count() == entries


def test_a_restoration_brings_rows_and_files_back_and_removes_what_came_later(backup: Path, settings) -> None:
    entries = check(backup).tables["audit_entry"][0]
    make_submission(make_town())
    default_storage.save("images/later.png", ContentFile(b"x"))
    (settings.PRIVATE_ROOT / "2026/photo").unlink()
    assert "恢复完成" in told("restore", str(backup), "--force")
    assert Entry.objects.count() == entries
    assert (settings.PRIVATE_ROOT / "2026/photo").read_bytes() == PHOTO
    assert not default_storage.exists("images/later.png")
    make_submission(make_town())  # and the site goes on
    seal()
    assert "完整、未改动" in told("verify_ledger")


def test_writing_goes_on_during_a_backup_and_the_list_is_of_one_moment(
    opinions: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes while files are copied is neither in the list nor in the copy."""
    copy_all = work.files.copy_all

    def busy(sources: dict[str, Path], target: Path) -> dict[str, str]:
        make_submission(make_town())
        return copy_all(sources, target)

    before = Entry.objects.count()
    monkeypatch.setattr(work.files, "copy_all", busy)
    (tmp_path / "scratch").mkdir()
    manifest = back_up(tmp_path / "backup")
    assert manifest.tables["audit_entry"][0] == before < Entry.objects.count()
    with scratch_copy(tmp_path / "backup", manifest, tmp_path / "scratch") as (alias, targets):
        compare(manifest, alias, targets)
        assert Entry.objects.using(alias).count() == before
