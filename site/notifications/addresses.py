"""Addresses that a message can go to: read strictly, shown masked.

An address ends up in a mail header or in a gateway's request. What is not exactly one plain address is none:
no second recipient, no line break, no display name (header injection).
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from notifications.models import Channel

MAX_LENGTH = 80
_MOBILE = re.compile(r"1[3-9]\d{9}")
_DIVIDERS = re.compile(r"[ \-‐‑‒–—]")
_is_email = EmailValidator()


def recipient_for(channel: str, typed: str) -> str:
    """Return the address of this channel that ``typed`` is, "" when it is none."""
    text = unicodedata.normalize("NFKC", typed).strip(" \u3000")
    if not text or len(text) > MAX_LENGTH or not text.isascii():
        return ""
    if channel == Channel.EMAIL:
        return email_address(text)
    return mobile_number(text) if channel == Channel.SMS else ""


def email_address(text: str) -> str:
    """Return the address, "" when it is not exactly one."""
    try:
        _is_email(text)
    except ValidationError:
        return ""
    # Django's validator lets quoted names pass; no citizen has one, and they can hold anything.
    return "" if '"' in text else text


def mobile_number(text: str) -> str:
    """Return the eleven digits of a mainland mobile number, "" when it is none."""
    digits = _DIVIDERS.sub("", text).removeprefix("+86")
    if len(digits) == 13:
        digits = digits.removeprefix("86")
    return digits if _MOBILE.fullmatch(digits) else ""


def masked(recipient: str) -> str:
    """Return an address as the office may see it: enough to tell two apart, too little to write to."""
    name, at, domain = recipient.rpartition("@")
    if at:
        return f"{name[:1]}***@{domain}"
    return f"{recipient[:3]}****{recipient[-2:]}" if len(recipient) > 6 else "****"
