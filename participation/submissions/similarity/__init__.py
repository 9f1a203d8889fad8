"""Opinions whose texts are nearly the same: found, counted and shown, never hidden (``docs/decisions/0018``)."""
