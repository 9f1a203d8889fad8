"""Commands of ``casework``."""
