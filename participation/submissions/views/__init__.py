"""Screens of opinions for citizens: parse, call one action or query, answer."""
