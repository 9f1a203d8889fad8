"""Opinions that arrive together share one COMMIT; to each sender it is as if nobody else were there."""

import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import DataError, OperationalError, connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from casework import workflow as casework_workflow
from casework.models import Case, CaseSerial, Clock, Event
from participation.submissions.actions import group_commit, storing
from participation.submissions.actions.citizen import Opinion, Receipt, Target
from participation.submissions.actions.group_commit import GroupCommit
from participation.submissions.actions.writing import Incoming
from participation.submissions.models import Submission
from tests.factories.organizations import make_town

PATIENCE = 30.0


class Writer:
    """Stands in for the database: notes the groups, can be held up, and refuses the item "bad"."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.is_open = threading.Event()
        self.began = threading.Event()

    def __call__(self, items: Sequence[str]) -> list[str]:
        self.groups.append(list(items))
        self.began.set()
        assert self.is_open.wait(PATIENCE)
        if "bad" in items:
            raise ValueError(f"{len(items)} refused")
        return [item.upper() for item in items]


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that other threads bring about."""
    give_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.005)


def queued_behind_one(
    pool: ThreadPoolExecutor, writer: Writer, items: list[str], limit: int = 32
) -> list[Future[str]]:
    """Send "first", and while it is being written the others; return what will come of all, once let go."""
    together = GroupCommit(writer)
    futures = [pool.submit(together.submit, "first", limit)]
    assert writer.began.wait(PATIENCE)
    for count, item in enumerate(items, start=1):
        futures.append(pool.submit(together.submit, item, limit))
        until(lambda count=count: len(together._queue) == count)
    writer.is_open.set()
    return futures


def test_whoever_arrives_while_one_writes_is_written_in_one_group() -> None:
    writer = Writer()
    with ThreadPoolExecutor(8) as pool:
        futures = queued_behind_one(pool, writer, ["a", "b", "c"])
    assert [future.result() for future in futures] == ["FIRST", "A", "B", "C"]
    assert writer.groups == [["first"], ["a", "b", "c"]]


def test_a_group_is_no_larger_than_the_limit() -> None:
    writer = Writer()
    with ThreadPoolExecutor(8) as pool:
        futures = queued_behind_one(pool, writer, ["a", "b", "c", "d", "e"], limit=2)
    assert [future.result() for future in futures] == ["FIRST", "A", "B", "C", "D", "E"]
    assert writer.groups == [["first"], ["a", "b"], ["c", "d"], ["e"]]


def test_in_a_group_that_fails_only_the_bad_one_fails() -> None:
    writer = Writer()
    with ThreadPoolExecutor(8) as pool:
        futures = queued_behind_one(pool, writer, ["a", "bad", "c"])
    assert [futures[index].result() for index in (0, 1, 3)] == ["FIRST", "A", "C"]
    with pytest.raises(ValueError, match="1 refused"):
        futures[2].result()
    assert writer.groups[:2] == [["first"], ["a", "bad", "c"]]
    assert sorted(writer.groups[2:]) == [["a"], ["bad"], ["c"]]


def test_after_a_failure_of_one_by_itself_the_next_is_written() -> None:
    writer = Writer()
    writer.is_open.set()
    together = GroupCommit(writer)
    with pytest.raises(ValueError, match="1 refused"):
        together.submit("bad", 32)
    assert together.submit("good", 32) == "GOOD"


def test_whoever_has_waited_too_long_is_told_and_not_written_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "WAIT_SECONDS", 0.05)
    writer = Writer()
    together = GroupCommit(writer)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(together.submit, "first", 32)
        assert writer.began.wait(PATIENCE)
        with pytest.raises(OperationalError):
            pool.submit(together.submit, "late", 32).result()
        writer.is_open.set()
        assert first.result() == "FIRST"
        assert together.submit("next", 32) == "NEXT"
    assert writer.groups == [["first"], ["next"]]


def incoming(token: str = "", text: str = "路灯坏了") -> Incoming:
    return Incoming(Opinion(Target(make_town()), text, "14plus"), token or uuid.uuid4().hex)


@pytest.mark.django_db
def test_a_group_has_for_each_opinion_one_case_clock_event_and_audit_row() -> None:
    receipts = storing._commit([incoming() for _ in range(5)])
    numbers = [receipt.number for receipt in receipts]
    assert len(set(numbers)) == 5
    assert sorted(Case.objects.values_list("number", flat=True)) == sorted(numbers)
    assert Submission.objects.count() == Clock.objects.count() == Event.objects.count() == 5
    for entry in Entry.objects.filter(action="submission.submit"):
        event = Event.objects.get(pk=entry.data["event"])
        assert (event.case.number, event.name, event.to_status) == (entry.object_id, "submit", "received")
    assert Entry.objects.filter(object_id__in=numbers).count() == 5


@pytest.mark.django_db
def test_a_group_takes_as_many_queries_as_one() -> None:
    taken = []
    storing._commit([incoming()])
    for size in (1, 10):
        batch = [incoming() for _ in range(size)]
        with CaptureQueriesContext(connection) as queries:
            storing._commit(batch)
        taken.append(len(queries))
    assert taken[0] == taken[1]


@pytest.mark.django_db
def test_a_form_that_stands_twice_in_a_group_or_comes_again_takes_no_number() -> None:
    twin = uuid.uuid4().hex
    receipts = storing._commit([incoming(twin), incoming(), incoming(twin)])
    assert receipts[0] == receipts[2] != receipts[1]
    assert storing._commit([incoming(twin), incoming()])[0] == receipts[0]
    assert Submission.objects.count() == CaseSerial.objects.count() == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_opinion_that_the_database_refuses_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty at once, two with a character the database does not take; a listener runs in the transaction."""
    town, heard, start = make_town(), [], threading.Barrier(20)
    monkeypatch.setattr(
        casework_workflow, "listeners", [lambda event, case: heard.append(connection.in_atomic_block)]
    )

    def send(number: int) -> Receipt | None:
        text = "坏\x00字" if number % 10 == 0 else f"路灯坏了 {number}"
        try:
            start.wait(PATIENCE)
            return storing.store_opinion(
                opinion=Opinion(Target(town), text, "14plus"), token=uuid.uuid4().hex
            )
        except (ValueError, DataError):  # SQLite takes it for a wrong value, PostgreSQL says it itself
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        receipts = list(pool.map(send, range(20)))
    assert [number for number, receipt in enumerate(receipts) if receipt is None] == [0, 10]
    numbers = {receipt.number for receipt in receipts if receipt is not None}
    assert set(Case.objects.values_list("number", flat=True)) == numbers
    assert Submission.objects.count() == Entry.objects.filter(action="submission.submit").count() == 18
    assert len(heard) >= 18
    assert all(heard)
