"""Commands of ``deadlines``."""
