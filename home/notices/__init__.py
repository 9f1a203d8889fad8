"""Notices: numbered, dated, with corrections that both sides show (``domain.md`` §10.3)."""
