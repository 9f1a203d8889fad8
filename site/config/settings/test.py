"""Settings for the tests: quick passwords, throw-away files, every host of the live server."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403

SECRET_KEY = "tests-only"  # noqa: S105
FIELD_ENCRYPTION_KEYS = ["b25seSBmb3IgdGhlIHRlc3RzLCBuZXZlciBhIGtleSE="]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SILENCED_SYSTEM_CHECKS = ["django_recaptcha.recaptcha_test_key_error"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
NOTIFICATION_CHANNELS = {"email": {"class": "notifications.channels.EmailSender"}}
TEST_FILES = Path(tempfile.mkdtemp(prefix="rd-test-"))
MEDIA_ROOT = TEST_FILES / "media"
PRIVATE_ROOT = TEST_FILES / "private"
LEDGER_HEAD_DIR = TEST_FILES / "ledger-heads"
STORAGES["private"]["OPTIONS"]["location"] = PRIVATE_ROOT  # type: ignore[index]  # noqa: F405
DATABASES["default"].setdefault("OPTIONS", {}).pop("pool", None)  # noqa: F405
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SERVE_PICTURES = True
