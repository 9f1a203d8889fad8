"""The spine: matters that are received, assigned, answered and closed (``architecture.md`` §4)."""
