"""Export many cases in bounded memory: ``DATABASE_URL=... python -m tests.load.export --rows 100000``.

Runs the job as the scheduler does, in a process of its own for each format, and prints CPU, wall time and the peak
of resident memory, before and after.
"""

import argparse
import resource
import subprocess
import sys
import time
from itertools import islice
from tempfile import TemporaryFile

from tests.load.setup import start_django

start_django()

from accounts.models import User  # noqa: E402
from casework.exports import COLUMNS, chunks  # noqa: E402
from exchange.spreadsheets import WRITERS  # noqa: E402


def peak() -> float:
    """Return the peak of this process's memory in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def export(export_format: str, rows: int) -> None:
    """Export the newest rows the county sees."""
    user = User.objects.get(username="load-clerk-0")
    before, cpu, wall = peak(), time.process_time(), time.monotonic()
    with TemporaryFile() as out:
        WRITERS[export_format](out, COLUMNS, islice(chunks(user, "tab=all"), rows // 1000))
        size = out.seek(0, 2) / 1e6
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    told = f"{export_format}: {rows} rows, {size:.0f} MB, CPU {cpu:.1f} s, wall {wall:.1f} s"
    print(f"{told}, RSS {before:.0f} -> {peak():.0f} MB")


def main() -> None:
    """Run one format, or each in a process of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--format", choices=sorted(WRITERS))
    options = parser.parse_args()
    if options.format:
        export(options.format, options.rows)
        return
    for name in WRITERS:
        subprocess.run(
            [sys.executable, "-m", "tests.load.export", "--rows", str(options.rows), "--format", name],
            check=True,
        )


if __name__ == "__main__":
    main()
