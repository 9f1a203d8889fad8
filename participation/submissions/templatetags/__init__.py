"""Template tags of opinions."""
