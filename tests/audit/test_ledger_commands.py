"""The commands of the ledger: what was proved, the first fault, heads exported and held against the chain."""

from pathlib import Path

import pytest
import time_machine
from django.core.management.base import CommandError

from audit import heads
from audit.actions import seal
from audit.models import Entry, Head
from audit.verification import verify
from tests.audit.tampering import place, run_sql, sealed_entries, told
from tests.factories.organizations import make_town
from tests.factories.participation import make_submission

pytestmark = pytest.mark.django_db


def test_the_command_says_what_it_proved() -> None:
    last = sealed_entries()[-1]
    said = told("verify_ledger")
    assert f"到第 {place(last)} 条完整" in said
    assert Entry.objects.get(pk=last).digest in said


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE audit_entry SET action = 'x' WHERE id = %s", "被改动过"),
        ("DELETE FROM audit_entry WHERE id = %s", "被删除了"),
        ("UPDATE audit_head SET position = position - 4 WHERE id <> %s", "后来插入的"),
    ],
)
def test_the_command_names_the_first_fault_and_fails(sql: str, words: str) -> None:
    entry_id = sealed_entries()[2]
    at = place(entry_id)
    run_sql(sql, entry_id)
    with pytest.raises(CommandError, match=f"第 {at} 条审计记录.*{words}") as failed:
        told("verify_ledger")
    assert failed.value.returncode == 1


def test_the_command_can_begin_later(tmp_path: Path) -> None:
    ids = sealed_entries()
    run_sql("UPDATE audit_entry SET action = 'x' WHERE id = %s", ids[0])
    said = told("verify_ledger", "--from", str(place(ids[2])))
    assert "核验了 4 条" in said
    with pytest.raises(CommandError, match="--from"):
        told("verify_ledger", "--from", str(place(ids[-1]) + 2))


def test_an_exported_head_finds_a_truncation_that_also_moved_the_head(tmp_path: Path) -> None:
    ids = sealed_entries()
    file = tmp_path / "head.json"
    told("export_ledger_head", "--to", str(file))
    sealed_entries(2)
    assert "仍在链上" in told("verify_ledger", "--head", str(file))
    kept = Entry.objects.get(pk=ids[3])
    run_sql("DELETE FROM audit_entry WHERE position > %s", kept.position)
    run_sql("UPDATE audit_head SET position = %s, digest = %s", kept.position, kept.digest)
    assert verify().fault is None
    with pytest.raises(CommandError, match="截断或重写"):
        told("verify_ledger", "--head", str(tmp_path))


def test_an_exported_head_finds_a_chain_reckoned_anew(tmp_path: Path) -> None:
    ids = sealed_entries()
    file = tmp_path / "head.json"
    told("export_ledger_head", "--to", str(file))
    run_sql("UPDATE audit_entry SET action = 'x' WHERE id = %s", ids[1])
    run_sql("UPDATE audit_entry SET position = NULL, digest = ''")
    Head.objects.all().delete()
    seal()
    assert verify().fault is None
    with pytest.raises(CommandError, match="截断或重写"):
        told("verify_ledger", "--head", str(file))


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"format": "ledger-head/1", "position": "1"}', "\x00", "[" * 9999]
)
def test_what_is_no_head_is_said_to_be_none(tmp_path: Path, content: str) -> None:
    sealed_entries(1)
    (tmp_path / "head.json").write_text(content)
    with pytest.raises(CommandError, match="读不出链首文件"):
        told("verify_ledger", "--head", str(tmp_path / "head.json"))


def test_one_head_a_day_is_written_without_being_asked(settings, tmp_path: Path) -> None:
    settings.LEDGER_HEAD_DIR = tmp_path / "heads"
    told("export_ledger_head")
    assert not settings.LEDGER_HEAD_DIR.exists()
    last = sealed_entries()[-1]
    with time_machine.travel("2026-11-18 23:50+08:00", tick=False):
        told("export_ledger_head")
        sealed_entries(1)
        assert told("export_ledger_head") == ""
    [file] = settings.LEDGER_HEAD_DIR.iterdir()
    assert file.name == "ledger-head-2026-11-18.json"
    assert file.stat().st_size < heads.LARGEST
    head = heads.read(file)
    assert (head.position, head.count, head.digest) == (
        place(last),
        place(last),
        Entry.objects.get(pk=last).digest,
    )
    assert head.exported_at == "2026-11-18T23:50:00+08:00"
    with time_machine.travel("2026-11-19 00:01+08:00", tick=False):
        told("export_ledger_head")
    assert len(list(settings.LEDGER_HEAD_DIR.iterdir())) == 2


def test_what_is_not_sealed_is_counted_and_its_age_warned_of() -> None:
    seal()
    with time_machine.travel("2026-11-18 10:00+08:00", tick=False) as clock:
        make_submission(make_town())
        waiting = Entry.objects.unsealed().count()
        clock.shift(299)
        said = told("verify_ledger")
        assert f"还没有封存的有 {waiting} 条，最早的写于 2026-11-18 10:00:00" in said
        assert "警告" not in said
        clock.shift(2)
        assert "警告：有记录超过 5 分钟没有封存" in told("verify_ledger")
        seal()
        assert "没有封存" not in told("verify_ledger")
