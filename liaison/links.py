"""Ways from a deputy or a station to the opinion form: as a link on the site, and as a QR code on paper.

``liaison`` may not import ``participation``; it knows the form by its name only.
"""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

OPINION_FORM = "participation:opinion_new"


@dataclass(frozen=True)
class QrCode:
    """A code with the address it leads to; ``svg`` is made here and holds nothing a user typed."""

    address: str
    svg: str


def opinion_url(**target: str | int) -> str:
    """Return the path of the opinion form with its target filled in: ``opinion_url(station=7)``."""
    return f"{reverse(OPINION_FORM)}?{urlencode(target)}"


def opinion_qr(**target: str | int) -> QrCode:
    """Return a code to the opinion form on the public address, marked as having come by QR code."""
    address = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + opinion_url(**target, via="qr")
    # Medium correction still reads when a poster is a little dirty; the quiet zone of four modules stays.
    svg = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return QrCode(address=address, svg=svg)
