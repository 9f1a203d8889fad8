"""Liaison stations and their reception days (``domain.md`` §3.1.5, §13.6)."""
