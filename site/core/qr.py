"""QR codes on paper and on screen: one way to make them, for stations, deputies, drafts and receipts."""

from dataclasses import dataclass

import segno
from django.conf import settings


@dataclass(frozen=True)
class QrCode:
    """A code with the address it leads to; ``svg`` is made here and holds nothing a user typed."""

    address: str
    svg: str


def public_address(path: str) -> str:
    """Return the whole address of a path on the public site."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def qr_code(path: str) -> QrCode:
    """Return a code to a path on the public site.

    Medium correction still reads when a poster is a little dirty; the quiet zone of four modules stays.
    """
    address = public_address(path)
    svg = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return QrCode(address=address, svg=svg)
