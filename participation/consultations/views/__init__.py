"""Screens of consultations."""
