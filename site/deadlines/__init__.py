"""Statutory clocks: how long a step may take, by which rule, and when that is (``domain.md`` §5, §15)."""
