"""The clock of the site."""

import os
import signal
import threading
import time

import pytest
from django.core.management import call_command
from django.db import OperationalError

from home.management.commands import scheduler


def test_a_failing_job_is_logged_and_does_not_end_the_clock(monkeypatch, caplog):
    def fail(*job: str, **options: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(scheduler, "call_command", fail)
    scheduler.turn()
    assert "broken on purpose" in caplog.text


def test_the_clock_survives_a_database_that_is_away(monkeypatch, caplog):
    def away() -> None:
        raise OperationalError("no database on purpose")

    monkeypatch.setattr(scheduler, "close_old_connections", away)
    scheduler.refresh()
    assert "no database on purpose" in caplog.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_turns_again_and_stops_cleanly_when_told(monkeypatch, number):
    turns: list[float] = []
    monkeypatch.setattr(scheduler, "close_old_connections", lambda: None)
    monkeypatch.setattr(scheduler, "turn", lambda: turns.append(time.monotonic()))
    before = signal.getsignal(number)

    def stop_after_two_turns() -> None:
        deadline = time.monotonic() + 10
        while len(turns) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(os.getpid(), number)

    thread = threading.Thread(target=stop_after_two_turns, daemon=True)
    thread.start()
    call_command("scheduler", interval=0.02)
    thread.join(timeout=5)
    assert len(turns) >= 2
    assert signal.getsignal(number) is before
