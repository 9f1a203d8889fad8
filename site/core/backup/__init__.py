"""Backup, restore, and the drill that proves that nothing is lost on the way.

A backup is a folder: ``manifest.json``, the database (``database.sqlite3`` or ``database.dump``) and the files
(``media/``, ``private/``). The manifest is taken in the same moment of the database as the copy: for every table the
number of rows and a checksum over them, for every file its SHA-256.
"""
