"""Registers the screens of the rules in the menu group 基础资料."""

from typing import Any

from wagtail import hooks

from participation.routing.viewsets import RoutingRuleViewSet

rules = RoutingRuleViewSet()


@hooks.register("register_admin_viewset")
def register_rules() -> Any:
    """Register the rules' addresses."""
    return rules
