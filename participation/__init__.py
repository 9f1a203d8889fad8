"""What citizens say, and what becomes of it."""
