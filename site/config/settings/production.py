"""Settings for a real server. It refuses to start, with the reason, when anything vital is missing or weak."""

import base64
import binascii

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, STORAGES, env

MINIMUM_SECRET_LENGTH = 50
KEY_BYTES = 32


def required(name: str, why: str) -> str:
    """Return an environment value or stop the start-up, saying which is missing and what it is for."""
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {why}")
    return value


def strong_secret() -> str:
    """Return SECRET_KEY, refusing a short, repetitive or example value."""
    value = required("SECRET_KEY", "it signs sessions, receipts and query codes")
    if len(value) < MINIMUM_SECRET_LENGTH or len(set(value)) < 10 or "change" in value.lower():
        raise ImproperlyConfigured(
            f"SECRET_KEY is weak: use at least {MINIMUM_SECRET_LENGTH} random characters "
            "(python -c 'import secrets; print(secrets.token_urlsafe(50))')"
        )
    return value


def encryption_keys() -> list[str]:
    """Return FIELD_ENCRYPTION_KEYS, refusing what is no key, was typed by hand, or stands there twice."""
    given = required(
        "FIELD_ENCRYPTION_KEYS", "it encrypts citizens' names and contacts; the first of the list writes"
    )
    keys = [key.strip() for key in given.split(",") if key.strip()]
    how = (
        "each is 32 random bytes (python -c 'from cryptography.fernet import Fernet; "
        "print(Fernet.generate_key().decode())')"
    )
    for key in keys:
        try:
            raw = base64.b64decode(key.encode(), altchars=b"-_", validate=True)
        except (ValueError, binascii.Error):
            raw = b""
        # Random bytes are never all printable, and seldom repeat.
        if len(raw) != KEY_BYTES or len(set(raw)) < KEY_BYTES // 2 or all(32 <= byte < 127 for byte in raw):
            raise ImproperlyConfigured(f"FIELD_ENCRYPTION_KEYS is weak: {how}")
    if not keys or len(set(keys)) != len(keys):
        raise ImproperlyConfigured(f"FIELD_ENCRYPTION_KEYS names no key, or one twice: {how}")
    return keys


def named_hosts() -> list[str]:
    """Return ALLOWED_HOSTS, refusing an empty list or the wildcard."""
    hosts = [
        h.strip() for h in required("ALLOWED_HOSTS", "list the site's host names").split(",") if h.strip()
    ]
    if not hosts or "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's host names; '*' accepts any host")
    return hosts


DEBUG = False
SECRET_KEY = strong_secret()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
FIELD_ENCRYPTION_KEYS = encryption_keys()
ALLOWED_HOSTS = named_hosts()
required("DATABASE_URL", "name the database, for example postgres://rd@/rd")
if DATABASES["default"]["ENGINE"].endswith("sqlite3") and not env.bool("ALLOW_SQLITE", default=False):
    raise ImproperlyConfigured(
        "DATABASE_URL is SQLite: use PostgreSQL, or set ALLOW_SQLITE=1 for a small pilot"
    )
WAGTAILADMIN_BASE_URL = required("PUBLIC_BASE_URL", "the address printed on posters and QR codes")
if not WAGTAILADMIN_BASE_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured(
        "PUBLIC_BASE_URL must start with https:// (or http:// inside a closed network)"
    )

USE_HTTPS = WAGTAILADMIN_BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL.rstrip("/")]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = USE_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if USE_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
STORAGES["staticfiles"] = {"BACKEND": "core.static_storage.JoinedManifestStorage"}
