"""Files wait for the scanner, where there is one; what it refuses leaves the disk and opens for nobody."""

import socketserver
import struct
import threading
from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from library.models import FileState, PrivateFile
from library.quarantine import first_state, scan_waiting

pytestmark = pytest.mark.django_db
VIRUS = b"X5O!P%@AP this is no virus but the scanner says so"


class Clamd(socketserver.BaseRequestHandler):
    """Speaks as much of clamd's INSTREAM as the site uses, and finds one test signature."""

    broken = False

    def handle(self) -> None:
        if type(self).broken:
            return
        assert self._take(10) == b"zINSTREAM\0"
        body = b""
        while size := struct.unpack("!I", self._take(4))[0]:
            body += self._take(size)
        found = VIRUS in body
        self.request.sendall(b"stream: Test-Signature FOUND\0" if found else b"stream: OK\0")

    def _take(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            data += self.request.recv(size - len(data))
        return data


@pytest.fixture
def scanner(settings) -> Iterator[type[Clamd]]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.server_address[1]}"
        settings.CLAMD_TIMEOUT = 5
        yield Clamd
        Clamd.broken = False
        server.shutdown()


def waiting(body: bytes) -> PrivateFile:
    row = PrivateFile(
        name="a.pdf", content_type="application/pdf", size=len(body), sha256="0", state=first_state()
    )
    row.file.save("x", ContentFile(body), save=True)
    return row


def test_without_a_scanner_the_content_check_is_enough() -> None:
    assert first_state() == FileState.CLEAN


def test_a_clean_file_opens_after_the_scan_and_not_before(scanner) -> None:
    row = waiting(b"%PDF-" + b"x" * 200_000)
    assert not row.may_be_opened
    call_command("check_files", verbosity=0)
    row.refresh_from_db()
    assert row.may_be_opened
    assert row.checked_at is not None


def test_what_the_scanner_finds_leaves_the_disk_and_says_why(scanner) -> None:
    row = waiting(b"%PDF-" + VIRUS)
    name = row.file.name
    assert scan_waiting() == (0, 1)
    row.refresh_from_db()
    assert (row.state, row.finding) == (FileState.REFUSED, "Test-Signature")
    assert not row.may_be_opened
    assert not row.file.storage.exists(name)


def test_a_scanner_that_does_not_answer_keeps_files_waiting(scanner) -> None:
    row = waiting(b"%PDF-x")
    scanner.broken = True
    assert scan_waiting() == (0, 0)
    row.refresh_from_db()
    assert row.state == FileState.WAITING
    scanner.broken = False
    assert scan_waiting() == (1, 0)


def test_a_scanner_that_is_not_there_keeps_files_waiting(settings) -> None:
    settings.CLAMD_ADDRESS = "127.0.0.1:9"
    settings.CLAMD_TIMEOUT = 1
    row = waiting(b"%PDF-x")
    assert scan_waiting() == (0, 0)
    row.refresh_from_db()
    assert row.state == FileState.WAITING


def test_files_that_waited_when_the_scanner_was_switched_off_are_let_through(scanner, settings) -> None:
    waiting(b"%PDF-x")
    settings.CLAMD_ADDRESS = ""
    assert scan_waiting() == (1, 0)
