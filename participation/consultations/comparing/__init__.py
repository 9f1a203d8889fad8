"""Comparing two versions of a draft: which article became which, what changed, how it reads (``docs/decisions/0026``).

Plain code without a database: rows in, proposals, changes and marked text out.
"""
