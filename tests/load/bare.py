"""What ``tests.load.submissions`` compares with: a bare INSERT with its COMMIT, and a bare Django view.

As a module of granian it is that view: Django without middleware, forms or database, which reads the same form and
answers with the same redirect. As a command it inserts rows as fast as psycopg or sqlite3 can, one COMMIT per row.
"""

import os
import secrets
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import psycopg

TEXT = "村口的路灯坏了三盏，晚上老人出门看不见路，希望尽快派人来修。" * 2
TABLE = "CREATE TABLE IF NOT EXISTS bare (id {key}, token varchar(64) UNIQUE NOT NULL, text text NOT NULL)"


def application(environ: dict[str, object], start_response: Callable[..., object]) -> object:
    """Answer like the form of opinions, and do nothing else."""
    return _django()(environ, start_response)


def _django() -> Callable[..., object]:
    if not _made:
        # Imported only as an application: the inserting command is to be as light as it can be.
        from django.conf import settings  # noqa: PLC0415
        from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415
        from django.http import HttpRequest, HttpResponse  # noqa: PLC0415
        from django.urls import re_path  # noqa: PLC0415

        def view(request: HttpRequest) -> HttpResponse:
            place = f"/done/{len(request.POST['text'])}/"
            return HttpResponse(status=303, headers={"Location": place, "Content-Length": "0"})

        name = "bare_urls"
        module = type(sys)(name)
        module.urlpatterns = [re_path("", view)]  # type: ignore[attr-defined]
        sys.modules[name] = module
        settings.configure(
            ROOT_URLCONF=name, ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], SECRET_KEY=secrets.token_hex()
        )
        _made.append(WSGIHandler())
    return _made[0]


_made: list[Callable[..., object]] = []


def _insert_postgres(url: str, until: float, counts: list[int]) -> None:
    """Insert on one connection until the time is over."""
    done = 0
    with psycopg.connect(url) as link:
        while time.time() < until:
            link.execute("INSERT INTO bare (token, text) VALUES (%s, %s)", [secrets.token_hex(32), TEXT])
            link.commit()
            done += 1
    counts.append(done)


def _insert_sqlite(path: str, until: float) -> int:
    done = 0
    with sqlite3.connect(path, isolation_level=None) as link:
        link.execute("PRAGMA journal_mode=WAL")
        link.execute("PRAGMA synchronous=FULL")
        link.execute(TABLE.format(key="integer PRIMARY KEY"))
        while time.time() < until:
            link.execute("INSERT INTO bare (token, text) VALUES (?, ?)", [secrets.token_hex(32), TEXT])
            done += 1
    return done


def rows_per_second(kind: str, address: str, connections: int, seconds: float) -> float:
    """Return how many rows per second go in, from two processes on PostgreSQL, one on SQLite."""
    if kind == "postgres":
        with psycopg.connect(address) as link:
            link.execute(TABLE.format(key="bigserial PRIMARY KEY"))
    processes = 2 if kind == "postgres" else 1
    until = time.time() + seconds + 1
    command = [
        sys.executable,
        "-m",
        "tests.load.bare",
        kind,
        address,
        str(connections // processes),
        str(until),
    ]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) for _ in range(processes)
    ]
    return sum(float(one.communicate()[0]) for one in running)


def main() -> None:
    """Insert until the time given and print the rows per second."""
    kind, address, connections, until = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    began = time.time()
    if kind == "sqlite":
        total = _insert_sqlite(address, until)
    else:
        counts: list[int] = []
        threads = [
            threading.Thread(target=_insert_postgres, args=(address, until, counts))
            for _ in range(connections)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        total = sum(counts)
    print(total / (time.time() - began))


if __name__ == "__main__":
    main()
