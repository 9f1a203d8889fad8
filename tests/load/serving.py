"""What ``tests.load.submissions`` starts and watches: a durable database, the site under granian, their CPU time."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from cryptography.fernet import Fernet

from tests.support import postgres

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
# As in deploy/env.example, with every commit on the disk before it is answered.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "max_wal_size": "4GB"}


def durable_cluster() -> postgres.Cluster:
    """Return a cluster that, other than that of the tests, loses nothing when the power fails."""
    postgres.SETTINGS.update(DURABLE)
    return postgres.Cluster()


def environment(port: int, database: str, cache: str) -> dict[str, str]:
    """Return the environment of a real server with its own secrets."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "ALLOWED_HOSTS": "127.0.0.1",
        "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}",
        "TRUSTED_PROXIES": "127.0.0.1",
        "DATABASE_URL": database,
        "ALLOW_SQLITE": "1",
        "CACHE_URL": cache,
        "LOG_LEVEL": "ERROR",
    }


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Server:
    """Granian with an application, in the arrangement of ``deploy/systemd/renda.service``."""

    def __init__(
        self, application: str, port: int, environ: dict[str, str], workers: int, threads: int
    ) -> None:
        """Start it and wait until it answers."""
        command = [
            str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads),
            "--backpressure", "128", "--respawn-failed-workers", "--respawn-interval", "0.1", "--no-ws",
            "--log-level", "critical", application,
        ]  # fmt: skip
        self.port, self.workers = port, workers
        self.command, self.environ = command, environ
        self.process = self._start()
        self.over = threading.Event()
        give_up = time.monotonic() + 90
        while len(self.worker_pids()) < workers or not self._answers():
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError("the server did not start")
            time.sleep(0.1)
        self.watcher = threading.Thread(target=self._supervise, daemon=True)
        self.watcher.start()

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(self.command, cwd=ROOT, env=self.environ, start_new_session=True)

    def _clear(self) -> None:
        """End workers that have outlived their parent."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def _supervise(self) -> None:
        """Start it again when all of it has ended, like systemd: granian gives up when its only worker is killed."""
        while not self.over.wait(0.1):
            if self.process.poll() is not None:
                self._clear()
                self.process = self._start()

    def worker_pids(self) -> list[int]:
        """Return the processes that answer requests."""
        return [pid for pid in children(self.process.pid) if b"resource_tracker" not in _command(pid)]

    def kill_one(self, turn: int) -> bool:
        """Kill a worker with -9, if there is one; the server starts another."""
        pids = self.worker_pids()
        if pids:
            os.kill(pids[turn % len(pids)], signal.SIGKILL)
        return bool(pids)

    def stop(self) -> None:
        """End it."""
        self.over.set()
        self.watcher.join()
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._clear()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2):
                return True
        except OSError:
            return False


def children(pid: int) -> list[int]:
    """Return the processes a process has started."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def cpu_seconds(*roots: int) -> float:
    """Return the CPU time of these process trees so far, ended processes included."""
    total, waiting = 0, list(roots)
    while waiting:
        pid = waiting.pop()
        waiting += children(pid)
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(value) for value in fields[11:15])  # user, system, and both of ended children
    return total / TICKS


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
