"""Ways from a deputy or a station to the opinion form: as a link on the site, and as a QR code on paper.

``liaison`` may not import ``participation``; it knows the form by its name only.
"""

from django.urls import reverse
from django.utils.http import urlencode

from core.qr import QrCode, qr_code

OPINION_FORM = "participation:opinion_new"


def opinion_url(**target: str | int) -> str:
    """Return the path of the opinion form with its target filled in: ``opinion_url(station=7)``."""
    return f"{reverse(OPINION_FORM)}?{urlencode(target)}"


def opinion_qr(**target: str | int) -> QrCode:
    """Return a code to the opinion form on the public address, marked as having come by QR code."""
    return qr_code(opinion_url(**target, via="qr"))
