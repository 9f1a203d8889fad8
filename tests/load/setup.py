"""What every load script starts with: Django on the database of ``DATABASE_URL``, with the settings of the tests."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start_django() -> None:
    """Set Django up for this process."""
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django  # noqa: PLC0415 -- importable only now

    django.setup()
