"""Screens of the coding table, and what everybody may read of results and data."""
