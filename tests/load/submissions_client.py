"""The senders of ``tests.load.submissions``: many connections, each sends a form and waits for its answer.

A process of its own, on raw sockets, so that it takes as little as possible of the machine it measures. When a
connection breaks under a request, the same form is sent again, as a citizen would press the button again.
"""

import asyncio
import pickle
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PAUSE = 0.05  # before a broken connection is made again
PATIENCE = 20.0  # after the end of the run, for a form still unanswered
STORED = 303


@dataclass
class Outcome:
    """What one run brought: the acknowledged forms with the address they led to, and how long each took."""

    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0
    seconds: float = 0.0


async def _answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    """Read one answer to its end; return its status and ``Location``."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in head[1:])}
    await reader.readexactly(int(headers.get("content-length", "0")))
    return int(head[0].split(" ", 2)[1]), headers.get("location", "")


async def _sender(port: int, forms: Iterator[tuple[str, bytes]], outcome: Outcome, until: float) -> None:
    """Send one form after another on one connection, until the time is over or no form is left."""
    reader = writer = None
    for token, request in forms:
        began = time.perf_counter()
        while True:
            try:
                if writer is None or reader is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(request)
                status, location = await _answer(reader)
                break
            except (OSError, asyncio.IncompleteReadError):
                outcome.broken += 1
                writer = None
                if time.perf_counter() > until + PATIENCE:
                    return
                await asyncio.sleep(PAUSE)
        outcome.statuses[status] += 1
        if status == STORED:
            outcome.acknowledged.append((token, location))
            outcome.took.append(time.perf_counter() - began)
        if time.perf_counter() > until:
            break
    if writer is not None:
        writer.close()


async def _run(port: int, forms: list[tuple[str, bytes]], clients: int, seconds: float) -> Outcome:
    outcome, left = Outcome(), iter(forms)
    began = time.perf_counter()
    await asyncio.gather(*(_sender(port, left, outcome, began + seconds) for _ in range(clients)))
    outcome.seconds = time.perf_counter() - began
    return outcome


def main() -> None:
    """Read port, number of clients, seconds and the files of forms and outcome from the command line."""
    port, clients, seconds, forms, outcome = sys.argv[1:]
    prepared = pickle.loads(Path(forms).read_bytes())
    result = asyncio.run(_run(int(port), prepared, int(clients), float(seconds)))
    Path(outcome).write_bytes(pickle.dumps(result))


if __name__ == "__main__":
    # Under its full name, so that the outcome can be read by whoever imports this module.
    from tests.load import submissions_client

    submissions_client.main()
