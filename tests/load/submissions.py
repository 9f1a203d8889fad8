"""Measure submissions through the ordinary form: ``python -m tests.load.submissions [--sqlite] [--kill]``.

Starts its own database and the site under granian with the settings of a real server, lets 64 clients send the
opinion form (CSRF token, ticket and cookie as a browser gets them, made beforehand; each form from another address),
and counts what was acknowledged. Afterwards every acknowledged form must be stored with exactly one case, clock, event
and audit row, and none twice; the exit code says whether it is so. In the same run it measures what it compares with:
a bare INSERT and a bare Django view (``tests.load.bare``).
"""

import argparse
import json
import os
import pickle
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from tests.load import bare, serving, submissions_store
from tests.load.submissions_client import Outcome

CACHES = {"memory": "locmemcache://", "database": "dbcache://cache_table?max_entries=20000"}
# Measured in this order, in the same run.
PER_COMMIT = {"each by itself": "1", "together": "32"}
KILL_EVERY = 5.0  # a new worker needs some seconds to start
WARM_UP = 256


def send(port: int, forms: list[tuple[str, bytes]], options: argparse.Namespace) -> Outcome:
    """Let the clients send for some seconds; return what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        plan, outcome = Path(folder) / "forms", Path(folder) / "outcome"
        plan.write_bytes(pickle.dumps(forms))
        command = [sys.executable, "-m", "tests.load.submissions_client", str(port), str(options.clients)]
        subprocess.run(
            [*command, str(options.seconds), str(plan), str(outcome)], check=True, cwd=serving.ROOT
        )
        result = pickle.loads(outcome.read_bytes())
    assert isinstance(result, Outcome)
    return result


def figures(outcome: Outcome, cpu: float) -> dict[str, object]:
    """Return what is printed of one run."""
    count = len(outcome.acknowledged)
    cuts = statistics.quantiles(outcome.took, n=100) if count > 1 else [0.0] * 99
    return {
        "acknowledged": count,
        "per_second": round(count / outcome.seconds),
        "p50_ms": round(cuts[49] * 1000),
        "p99_ms": round(cuts[98] * 1000),
        "cpu_ms": round(cpu / max(count, 1) * 1000, 2),
        "other_answers": {code: n for code, n in outcome.statuses.items() if code != 303},
        "broken_connections": outcome.broken,
    }


def measure(
    application: str, forms: list[tuple[str, bytes]], options: argparse.Namespace, database: list[int]
) -> tuple[list[Outcome], dict[str, object]]:
    """Serve an application, send the forms, return all outcomes and the figures of the measured one."""
    server = serving.Server(application, options.port, dict(os.environ), options.workers, options.threads)
    over = threading.Event()
    killed: list[int] = []
    try:
        warm_up = send(options.port, forms[:WARM_UP], options)
        if options.kill and application.startswith("config"):
            threading.Thread(target=_kill, args=(server, over, killed), daemon=True).start()
        before = serving.cpu_seconds(server.process.pid, *database)
        outcome = send(options.port, forms[WARM_UP:], options)
        cpu = serving.cpu_seconds(server.process.pid, *database) - before
    finally:
        over.set()
        server.stop()
    found = figures(outcome, cpu)
    if killed:  # the CPU time of whoever was killed is not known any more
        found |= {"killed": len(killed), "cpu_ms": "unknown"}
    return [warm_up, outcome], found


def _kill(server: serving.Server, over: threading.Event, killed: list[int]) -> None:
    """Kill one worker after another until the run is over."""
    while not over.wait(KILL_EVERY):
        if server.kill_one(len(killed)):
            killed.append(1)


def references(forms: list[tuple[str, bytes]], options: argparse.Namespace) -> dict[str, object]:
    """Return what the same machine gives in the same minutes with next to no work in Python."""
    kind, place = submissions_store.raw_address()
    inserts = {
        f"{n} connections": round(bare.rows_per_second(kind, place, n, options.seconds / 2))
        for n in ((options.clients, 16) if kind == "postgres" else (1,))
    }
    view = measure("tests.load.bare:application", forms, options, [])[1]
    return {"bare_insert_per_second": inserts, "bare_view": view}


def run(options: argparse.Namespace, address: str, database: list[int]) -> bool:
    """Fill the database, measure, compare, print; return whether everything acknowledged is stored once."""
    os.environ |= serving.environment(options.port, address, CACHES[options.cache])
    submissions_store.start()
    each = int(options.seconds * options.expect) + WARM_UP
    forms = submissions_store.forms(options.port, each * len(PER_COMMIT))
    reference = {} if options.kill else references(forms[:each], options)
    outcomes, results = [], {}
    ways = {"together": PER_COMMIT["together"]} if options.kill else PER_COMMIT
    for turn, (name, size) in enumerate(ways.items()):
        os.environ["OPINIONS_PER_COMMIT"] = size
        share = forms[turn * each : (turn + 1) * each]
        found, results[name] = measure("config.wsgi:application", share, options, database)
        outcomes += found
        if reference:
            _compare(results[name], reference)
    print(json.dumps(results | reference | {"load": os.getloadavg()}, ensure_ascii=False, indent=1))
    trouble = submissions_store.trouble([one for outcome in outcomes for one in outcome.acknowledged])
    print("\n".join(trouble) or "Every acknowledged opinion is stored exactly once.")
    return not trouble


def _compare(result: dict[str, object], reference: dict[str, Any]) -> None:
    """Add the ratios to what the bare things reached."""
    rate = float(str(result["per_second"]))
    result["ratio_to_bare_insert"] = round(rate / max(reference["bare_insert_per_second"].values()), 3)
    result["ratio_to_bare_view"] = round(rate / reference["bare_view"]["per_second"], 3)


def main() -> int:
    """Read the command line, start the database, run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sqlite", action="store_true", help="SQLite and one worker, as a small pilot")
    parser.add_argument("--kill", action="store_true", help="kill workers with -9 meanwhile")
    parser.add_argument("--cache", choices=CACHES, default="memory", help="where the throttle counts")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--expect", type=int, default=5000, help="forms to prepare for each second")
    options = parser.parse_args()
    options.port = serving.free_port()
    if options.sqlite:
        options.workers = 1
        with tempfile.TemporaryDirectory() as folder:
            return 0 if run(options, f"sqlite:///{folder}/db.sqlite3", []) else 1
    cluster = serving.durable_cluster()
    try:
        address = cluster.start()
        assert cluster.server is not None
        return 0 if run(options, address, [cluster.server.pid]) else 1
    finally:
        cluster.stop()


if __name__ == "__main__":
    sys.exit(main())
