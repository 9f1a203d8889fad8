"""A PostgreSQL cluster for one run of the tests: in a temporary folder, reached by socket, gone at the end.

Also a command: ``python -m tests.support.postgres COMMAND ...`` runs the command with ``DATABASE_URL`` set.
"""

import atexit
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.support.programs import find_postgres

START_SECONDS = 60
PR_SET_PDEATHSIG = 1
# Nothing here outlives the run, so nothing needs to survive a power cut.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "log_min_messages": "warning",
}


class PostgresError(RuntimeError):
    """The cluster could not be made or did not start; the message ends with the server's own words."""


def _stop_with_parent() -> None:
    """In the child: be stopped by the kernel when the test process dies, even by kill -9 (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


class Cluster:
    """One temporary cluster: ``start()`` gives its address, ``stop()`` removes every trace."""

    def __init__(self) -> None:
        programs = find_postgres()
        if programs is None:
            raise PostgresError(
                "PostgreSQL's server programs are not on this machine: apt-get install postgresql"
            )
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="pg-test-"))
        self.server: subprocess.Popen[bytes] | None = None
        # initdb and the server refuse to run as root: they run as Debian's database user instead.
        self.owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        """The address for ``DATABASE_URL``: no host, and a path that starts twice, mean a socket folder."""
        return f"postgres://postgres@/{self.folder}/postgres"

    def start(self) -> str:
        """Make the cluster, start the server, wait until it answers, return its address."""
        atexit.register(self.stop)
        if self.owner:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        try:
            self._make()
            self._serve()
        except BaseException:
            self.stop()
            raise
        return self.url

    def stop(self) -> None:
        """Stop the server and remove the folder; harmless when called again."""
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)  # "fast": ends open connections
            try:
                self.server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.server.send_signal(signal.SIGQUIT)
                self.server.wait(timeout=15)
        self.server = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def _identity(self) -> dict[str, Any]:
        if self.owner is None:
            return {}
        return {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}

    def _environment(self) -> dict[str, str]:
        """Leave out PG* variables and the caller's locale: the cluster is the same on every machine."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))
        }
        return kept | {"LC_ALL": "C.UTF-8"}

    def _make(self) -> None:
        command = [
            str(self.programs / "initdb"), "--pgdata", str(self.folder / "data"), "--username=postgres",
            "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
        ]  # fmt: skip
        made = subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            **self._identity(),
        )
        if made.returncode:
            raise PostgresError(f"initdb failed:\n{made.stdout}{made.stderr}")

    def _serve(self) -> None:
        options = [f"--{name}={value}" for name, value in SETTINGS.items()]
        log = self.folder / "server.log"
        with log.open("wb") as out:
            self.server = subprocess.Popen(
                [
                    str(self.programs / "postgres"),
                    "-D",
                    str(self.folder / "data"),
                    "-k",
                    str(self.folder),
                    *options,
                ],
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                preexec_fn=_stop_with_parent,
                start_new_session=True,  # Ctrl-C reaches the tests first; they stop the server
                **self._identity(),
            )
        give_up = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.server.poll() is not None or time.monotonic() > give_up:
                raise PostgresError(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        ready = [str(self.programs / "pg_isready"), "--quiet", "--host", str(self.folder)]
        return subprocess.run(ready, env=self._environment(), check=False).returncode == 0


def main() -> int:
    """Run the command given as arguments against a fresh cluster and pass on its exit code."""
    cluster = Cluster()
    # A plain TERM would end Python without the clean-up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": cluster.start()}).returncode
    finally:
        cluster.stop()


if __name__ == "__main__":
    sys.exit(main())
