"""Files wait in quarantine until they are checked; nobody opens what waits or was refused.

The content check is made when a file comes in. Where a virus scanner is configured, the file waits for it as
well; it is asked in the background, never while somebody waits for a page.
"""

import logging

from django.utils import timezone

from library.clamav import ScannerUnavailableError, is_configured, scan
from library.models import FileState, PrivateFile

BATCH = 20
logger = logging.getLogger(__name__)


def first_state() -> FileState:
    """Return the state in which a file with a good content check is kept."""
    return FileState.WAITING if is_configured() else FileState.CLEAN


def scan_waiting() -> tuple[int, int]:
    """Ask about the files that wait longest, one batch; return how many were clean and how many refused.

    What is refused leaves the disk at once; its row stays, with the finding and the fingerprint. A scanner
    that does not answer ends the turn, and the files stay where they are. Without a scanner (it was switched
    off) the content check alone counts.
    """
    clean = refused = 0
    for row in PrivateFile.objects.filter(state=FileState.WAITING).order_by("created_at", "pk")[:BATCH]:
        try:
            finding = _finding(row)
        except ScannerUnavailableError:
            logger.exception("The virus scanner does not answer; files stay in quarantine")
            break
        if finding:
            refused += 1
            row.file.storage.delete(str(row.file.name))
        else:
            clean += 1
        row.state = FileState.REFUSED if finding else FileState.CLEAN
        row.finding, row.checked_at = finding, timezone.now()
        row.save(update_fields=["state", "finding", "checked_at"])
    return clean, refused


def _finding(row: PrivateFile) -> str:
    if not is_configured():
        return ""
    try:
        with row.file.open("rb") as stream:
            return scan(stream)
    except FileNotFoundError:
        return "missing"
