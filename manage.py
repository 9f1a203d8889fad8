#!/usr/bin/env python
"""Run Django's commands for this project with both import roots on the path."""

import os
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent


def main() -> None:
    """Put ``site/`` and the project root on the import path, then hand over to Django."""
    sys.path[:0] = [str(BASE_DIR / "site"), str(BASE_DIR)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
