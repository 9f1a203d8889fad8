"""The demo county 青禾县 (``domain.md`` §10.6): an invented county that shows every page and every state.

Not an app and without tables. Everything is made through the same actions that people use, with full_clean,
so that the demo proves them. The texts stand in ``data/``; the command is ``manage.py demo_county``.
"""
