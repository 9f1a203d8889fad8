"""Opinions that arrive together are committed together (``docs/decisions/0022-opinions-committed-together.md``).

Most of what a submission costs is the way to the database and back, a dozen times. While one request writes, those
that arrive meanwhile stand in a queue; one of them then writes them all in one transaction, and each is answered
only after that COMMIT. When nobody else is there a request writes its own at once, in its own thread, as ever:
nothing waits for company, there is no thread of its own, and nothing is held in memory that was acknowledged.

When a group fails, for whatever reason, nothing of it is kept and each member is written by itself, so that a bad row
fails alone. A group whose COMMIT was lost on the way is harmless: the one-time tokens find what was stored.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db import OperationalError, connection

Item = TypeVar("Item")
Result = TypeVar("Result")
WAIT_SECONDS = 20


@dataclass(eq=False)
class _Place(Generic[Item, Result]):
    """One request's place in the queue. Woken, it finds its result, or the turn to write, or must write alone."""

    item: Item
    woken: threading.Event = field(default_factory=threading.Event)
    results: list[Result] = field(default_factory=list)
    leads: bool = False


class GroupCommit(Generic[Item, Result]):
    """Brings together the calls of one process. ``write`` commits a group and returns its results in order."""

    def __init__(self, write: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
        """Start with an empty queue."""
        self._write = write
        self._lock = threading.Lock()
        self._queue: deque[_Place[Item, Result]] = deque()
        self._is_writing = False

    def submit(self, item: Item, limit: int) -> Result:
        """Return what ``write`` returned for ``item``, in a group of at most ``limit``, once it is committed."""
        place: _Place[Item, Result] = _Place(item)
        with self._lock:
            self._queue.append(place)
            place.leads = not self._is_writing
            self._is_writing = True
        if not place.leads:
            self._wait(place)
        if place.leads:
            self._lead(place, limit)
        if place.results:
            return place.results[0]
        return self._write([item])[0]

    def _wait(self, place: _Place[Item, Result]) -> None:
        """Wait to be woken; without a connection, which whoever writes may need."""
        connection.close()
        if place.woken.wait(WAIT_SECONDS):
            return
        with self._lock:
            if place.woken.is_set():
                return
            if place in self._queue:
                self._queue.remove(place)
        raise OperationalError("the database did not answer in time")

    def _lead(self, place: _Place[Item, Result], limit: int) -> None:
        """Write the group at the head of the queue, which ``place`` heads; then hand over the turn."""
        with self._lock:
            group = [self._queue.popleft() for _ in range(min(limit, len(self._queue)))]
        try:
            results = self._write([member.item for member in group])
        except Exception:
            if len(group) == 1:
                raise
            # Each finds its own reason when it is written by itself.
        else:
            for member, result in zip(group, results, strict=True):
                member.results.append(result)
        finally:
            self._hand_over()
            for member in group:
                member.woken.set()

    def _hand_over(self) -> None:
        """Give the turn to the head of the queue, or nobody."""
        with self._lock:
            if not self._queue:
                self._is_writing = False
                return
            head = self._queue[0]
            head.leads = True
            head.woken.set()
