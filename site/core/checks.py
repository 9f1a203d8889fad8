"""Start-up checks of the settings that core reads, so that a slip is seen before a citizen meets it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from core.client import parse_networks
from core.encryption import key_trouble

BOT_CHECKS = ("builtin", "recaptcha")


def check_settings(**kwargs: Any) -> list[CheckMessage]:
    """Return what is wrong with TRUSTED_PROXIES, the keys of fields and the bot check."""
    found: list[CheckMessage] = []
    wrong = parse_networks(tuple(settings.TRUSTED_PROXIES))[1]
    if wrong:
        found.append(
            Error(f"TRUSTED_PROXIES: neither an address nor a network: {', '.join(wrong)}", id="core.E001")
        )
    if not settings.FIELD_ENCRYPTION_KEYS:
        found.append(Error("FIELD_ENCRYPTION_KEYS is empty", id="core.E004"))
    for number, key in enumerate(settings.FIELD_ENCRYPTION_KEYS, start=1):
        trouble = key_trouble(key)
        if trouble:
            found.append(Error(f"FIELD_ENCRYPTION_KEYS: number {number} is {trouble}", id="core.E005"))
    if settings.BOT_CHECK not in BOT_CHECKS:
        found.append(Error(f"BOT_CHECK must be one of: {', '.join(BOT_CHECKS)}", id="core.E002"))
    elif settings.BOT_CHECK == "recaptcha" and not (
        settings.RECAPTCHA_PUBLIC_KEY and settings.RECAPTCHA_PRIVATE_KEY
    ):
        found.append(
            Error("BOT_CHECK is recaptcha, but RECAPTCHA_PUBLIC_KEY or _PRIVATE_KEY is empty", id="core.E003")
        )
    return found
