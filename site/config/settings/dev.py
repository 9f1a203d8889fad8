"""Settings for ``make run`` on one's own machine: SQLite in ``var/``, loopback only."""

from config.settings.base import *  # noqa: F403

DEBUG = env.bool("DEBUG", default=False)  # noqa: F405
SECRET_KEY = "only-for-this-machine-never-for-a-public-server"  # noqa: S105
FIELD_ENCRYPTION_KEYS = ["b25seSBmb3IgdGhpcyBtYWNoaW5lLCBub3QgYSBrZXk="]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SILENCED_SYSTEM_CHECKS = ["django_recaptcha.recaptcha_test_key_error"]
# Serve css and pictures straight from the sources: no collectstatic step between an edit and a look.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SERVE_PICTURES = True
# Letters are put into a folder, unless a mail server is named; nothing leaves the machine by itself.
if not env("EMAIL_URL", default=""):  # noqa: F405
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"  # noqa: F405
NOTIFICATION_CHANNELS.setdefault("email", {"class": "notifications.channels.EmailSender"})  # noqa: F405
