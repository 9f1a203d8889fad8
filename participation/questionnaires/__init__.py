"""Questionnaires: questions put to everybody, answered without a name, counted and shown after the close."""
