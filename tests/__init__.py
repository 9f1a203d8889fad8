"""The tests, one folder for each area; what they share is in ``support/`` and ``factories/``."""
