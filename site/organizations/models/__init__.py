"""The tables of ``organizations``: the tenant tree, and the task that keeps publication in two hands."""

from organizations.models.tenants import (
    Area,
    Congress,
    CongressKind,
    Office,
    OfficeKind,
    RoleGroup,
    Term,
)

from organizations.models.signoff import SignOffTask  # isort: skip  (needs the tenants)

__all__ = ["Area", "Congress", "CongressKind", "Office", "OfficeKind", "RoleGroup", "SignOffTask", "Term"]
