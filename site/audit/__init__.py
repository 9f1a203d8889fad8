"""The append-only record of who did what, kept in the same transaction as the deed."""
