"""The search engine of the database in use, as `WAGTAILSEARCH_BACKENDS` names it: `search.database`.

Elasticsearch gets a module of its own beside `sqlite` and `postgres` (its index lives on another server, so it is
chosen in the settings, not by the database).
"""

from importlib import import_module
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

# Loaded by name: each engine's tables exist only on its own database.
_ENGINES = {"sqlite": "search.sqlite", "postgresql": "search.postgres"}

if connection.vendor not in _ENGINES:
    raise ImproperlyConfigured(f"搜索只支持 SQLite 和 PostgreSQL，当前数据库是 {connection.vendor}。")

SearchBackend: Any = import_module(_ENGINES[connection.vendor]).SearchBackend
