"""The chain: sealed in batches, also side by side; the walk that tells what was done to it."""

import datetime
import json
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit import verification
from audit.actions import record, seal
from audit.chain import COLUMNS
from audit.models import AppendOnlyError, Entry, Head
from audit.verification import Fault, Kind, verify
from home.management.commands import scheduler
from tests.audit.tampering import copy_to, move, place, run_sql, sealed_entries
from tests.factories.organizations import make_town
from tests.factories.participation import make_submission

pytestmark = pytest.mark.django_db


# --- sealing ---------------------------------------------------------------------------------------


def test_the_sealer_gives_every_entry_a_dense_place_in_batches() -> None:
    ids = sealed_entries(1)
    for _ in range(3):
        make_submission(make_town())
    waiting = Entry.objects.unsealed().count()
    assert waiting >= 3
    assert seal(batch=2) == waiting
    assert seal() == 0
    places = list(Entry.objects.filter(pk__gte=ids[0]).order_by("id").values_list("position", flat=True))
    first = places[0] or 0
    assert places == list(range(first, first + waiting + 1))
    assert Head.objects.get().position == places[-1] == Entry.objects.count()
    assert verify().fault is None


def test_the_digest_can_be_reckoned_with_other_tools() -> None:
    *_, before, last = sealed_entries(2)
    entry = Entry.objects.get(pk=last)
    fields = {
        "id": entry.pk,
        "at": entry.at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00"),
        "actor_id": None,
        "action": "test.step",
        "object_type": "test",
        "object_id": "1",
        "congress_id": make_town().pk,
        "data": {"序": 1, "rate": 1.5},
        "position": entry.position,
    }
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    assert entry.digest == sha256(f"{Entry.objects.get(pk=before).digest}\n{text}".encode()).hexdigest()


def test_every_column_is_part_of_the_digest() -> None:
    columns = {field.attname for field in Entry._meta.concrete_fields}
    assert columns == {*COLUMNS, "position", "digest"}


def test_an_entry_with_a_lower_number_that_comes_late_gets_a_later_place() -> None:
    last = sealed_entries(3)[-1]
    run_sql(
        "INSERT INTO audit_entry (id, at, action, object_type, object_id, data, digest) "
        "VALUES (-7, %s, 'test.late', 'test', '1', '{}', '')",
        timezone.now(),
    )
    assert seal() == 1
    assert place(-7) == place(last) + 1
    assert verify().fault is None


def test_the_model_lets_nobody_choose_a_place() -> None:
    with pytest.raises(AppendOnlyError):
        Entry.objects.create(action="x", object_type="x", object_id="1", position=1)
    with pytest.raises(AppendOnlyError):
        Entry.objects.bulk_update([], ["action"])


def test_the_scheduler_seals() -> None:
    make_submission(make_town())
    assert {"seal_ledger", "export_ledger_head"} <= set(scheduler.JOBS)
    call_command("seal_ledger")
    assert not Entry.objects.unsealed().exists()


@pytest.mark.postgres
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET action = 'x' WHERE id = %s",
        "UPDATE audit_entry SET digest = '' WHERE id = %s",
        "UPDATE audit_entry SET position = NULL WHERE id = %s",
        "DELETE FROM audit_entry WHERE id = %s",
    ],
)
@pytest.mark.parametrize("is_sealed", [True, False])
def test_the_database_refuses_to_change_or_remove(sql: str, is_sealed: bool) -> None:
    [entry_id] = sealed_entries(1)
    if not is_sealed:
        entry_id = record(action="x", object_type="x", object_id=1, congress=make_town(), by=None).pk
    refused = pytest.raises(DatabaseError, match="audit entries cannot be")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [entry_id])


# --- tampering -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "action = 'x'",
        "object_id = 'x'",
        "object_type = 'x'",
        "congress_id = NULL",
        "data = '{\"rate\": 2}'",
        "at = '2026-01-01 00:00:00+00:00'",
        "digest = 'x'",
    ],
)
@pytest.mark.parametrize("index", [0, 3, 5])
def test_a_changed_field_is_named(change: str, index: int) -> None:
    entry_id = sealed_entries()[index]
    run_sql(
        f"UPDATE audit_entry SET {change} WHERE id = %s".replace("%", "%%").replace("%%s", "%s"), entry_id
    )
    assert verify().fault == Fault(Kind.CHANGED, place(entry_id), entry_id)


@pytest.mark.parametrize("is_closed_up", [True, False])
@pytest.mark.parametrize("index", [0, 2, 5])
def test_a_removed_entry_is_named(index: int, is_closed_up: bool) -> None:
    sealed_entries(2)
    entry_id = sealed_entries()[index]
    gone = place(entry_id)
    run_sql("DELETE FROM audit_entry WHERE id = %s", entry_id)
    if is_closed_up and index != 5:
        move(gone + 1, -1)
        run_sql("UPDATE audit_head SET position = position")
    assert verify().fault == Fault(Kind.REMOVED, gone)


@pytest.mark.parametrize("index", [0, 2, 5])
def test_an_inserted_entry_with_a_copied_digest_is_named(index: int) -> None:
    ids = sealed_entries()
    at = place(ids[index])
    move(at, 1)
    inserted = copy_to(ids[3], at)
    assert verify().fault == Fault(Kind.INSERTED, at, inserted)


def test_an_entry_put_behind_the_head_is_named() -> None:
    ids = sealed_entries()
    behind = place(ids[-1]) + 1
    inserted = copy_to(ids[2], behind)
    assert verify().fault == Fault(Kind.INSERTED, behind, inserted)


def test_an_entry_put_before_the_first_is_named() -> None:
    inserted = copy_to(sealed_entries()[0], 0)
    assert verify().fault == Fault(Kind.INSERTED, 0, inserted)


@pytest.mark.parametrize(("one", "other"), [(1, 2), (1, 4), (4, 5)])
def test_entries_that_have_changed_places_are_found_at_the_first(one: int, other: int) -> None:
    ids = sealed_entries()
    here, there = place(ids[one]), place(ids[other])
    run_sql("UPDATE audit_entry SET position = -1 WHERE id = %s", ids[one])
    run_sql("UPDATE audit_entry SET position = %s WHERE id = %s", here, ids[other])
    run_sql("UPDATE audit_entry SET position = %s WHERE id = %s", there, ids[one])
    assert verify().fault == Fault(Kind.CHANGED, here, ids[other])


def test_a_tail_cut_off_is_found_by_the_head() -> None:
    ids = sealed_entries()
    cut = place(ids[4])
    run_sql("DELETE FROM audit_entry WHERE position >= %s", cut)
    assert verify().fault == Fault(Kind.REMOVED, cut)


def test_a_lost_head_is_no_excuse() -> None:
    sealed_entries()
    Head.objects.all().delete()
    assert verify().fault is not None


def test_pages_of_the_walk_join_without_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "PAGE", 3)
    ids = sealed_entries(7)
    walk = verify()
    assert (walk.fault, walk.rows) == (None, place(ids[-1]))
    run_sql("UPDATE audit_entry SET action = 'x' WHERE id = %s", ids[4])
    assert verify().fault == Fault(Kind.CHANGED, place(ids[4]), ids[4])
    assert verify(place(ids[4]) + 1).fault is None


# --- at the same time ------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_parallel_sealers_make_one_chain() -> None:
    sealed_entries(1)
    for number in range(60):
        record(action="x", object_type="x", object_id=number, congress=None, by=None)

    def work(_: int) -> int:
        try:
            return seal(batch=7)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        counts = list(pool.map(work, range(6)))
    assert sum(counts) == 60
    assert verify().fault is None
    assert Head.objects.get().position == Entry.objects.count()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_submissions_do_not_wait_for_the_sealer() -> None:
    make_submission(make_town())

    def submit(_: int) -> str:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            return make_submission(make_town()).case.number
        finally:
            connection.close()

    with transaction.atomic():
        assert seal() > 0  # done, but not committed: every lock of the sealer is held
        with ThreadPoolExecutor(4) as pool:
            numbers = set(pool.map(submit, range(8)))
    assert len(numbers) == 8
    seal()
    assert verify().fault is None


def test_recording_is_one_insert_and_reads_nothing(django_assert_num_queries) -> None:
    town = make_town()
    with django_assert_num_queries(1) as done:
        record(action="x", object_type="x", object_id=1, congress=town, by=None)
    assert done[0]["sql"].startswith("INSERT")
