"""Benchmarks: run by hand, never by ``make test``; their figures stand in ``docs/performance.md``."""
