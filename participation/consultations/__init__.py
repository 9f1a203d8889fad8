"""Drafts put out for opinions, article by article (``domain.md`` §3.6, §13.1)."""
