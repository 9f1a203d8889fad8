"""Asking a ClamAV daemon about a file, by its INSTREAM command (clamd(8)); an operator's option.

Setting ``CLAMD_ADDRESS``: ``unix:/run/clamav/clamd.ctl`` or ``host:port``; empty means there is none.
"""

import socket
import struct
from typing import IO

from django.conf import settings

CHUNK = 64 * 1024


class ScannerUnavailableError(Exception):
    """The daemon did not answer; the file stays in quarantine and is asked about again."""


def is_configured() -> bool:
    """Return whether files are to be scanned at all."""
    return bool(settings.CLAMD_ADDRESS)


def scan(stream: IO[bytes]) -> str:
    """Return the name of what was found in the stream, empty when it is clean."""
    try:
        with _connect() as connection:
            connection.sendall(b"zINSTREAM\0")
            while chunk := stream.read(CHUNK):
                connection.sendall(struct.pack("!I", len(chunk)) + chunk)
            connection.sendall(struct.pack("!I", 0))
            answer = _read(connection)
    except OSError as error:
        raise ScannerUnavailableError(str(error)) from error
    # "stream: OK", "stream: Eicar-Signature FOUND", or an error of the daemon
    if answer.endswith("OK"):
        return ""
    if answer.endswith("FOUND"):
        return answer.removeprefix("stream:").removesuffix("FOUND").strip()[:80]
    raise ScannerUnavailableError(answer[:200])


def _connect() -> socket.socket:
    address = str(settings.CLAMD_ADDRESS)
    if address.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(settings.CLAMD_TIMEOUT)
        connection.connect(address.removeprefix("unix:"))
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=settings.CLAMD_TIMEOUT)


def _read(connection: socket.socket) -> str:
    answer = b""
    while chunk := connection.recv(4096):
        answer += chunk
        if answer.endswith(b"\0") or len(answer) > 4096:
            break
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()
