"""Deputies: the public part of the register (``domain.md`` §3.1.1)."""
