"""Answers of substance: what a draft lacks, templates that only fill in facts (``domain.md`` §8.2, §8.3)."""
