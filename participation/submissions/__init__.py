"""Opinions from citizens: receipt, handling, answer, publication (``domain.md`` §3.6)."""
