"""Makers of test records, each in a state that stands for itself; all names are invented."""
