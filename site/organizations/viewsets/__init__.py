"""Screens of registers whose rows belong to a congress: the base, and the registers of this package."""

from organizations.viewsets.base import ScopedModelViewSet

__all__ = ["ScopedModelViewSet"]
