"""Registration of the register of deputies in the admin."""

from wagtail import hooks

from liaison.deputies.viewsets import DeputyGroupViewSet, DeputyViewSet


@hooks.register("register_admin_viewset")
def register_deputies() -> DeputyViewSet:
    """Register deputies."""
    return DeputyViewSet()


@hooks.register("register_admin_viewset")
def register_deputy_groups() -> DeputyGroupViewSet:
    """Register groups of deputies."""
    return DeputyGroupViewSet()
