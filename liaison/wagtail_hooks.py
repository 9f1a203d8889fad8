"""The admin menu group 代表联络. Children attach themselves through its hook, so it imports none of them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup


class LiaisonGroup(ViewSetGroup):
    """The menu group of deputies, receptions and stations."""

    menu_label = _("代表联络")
    menu_name = "liaison"
    menu_icon = "group"
    menu_order = 300
    items: tuple[Any, ...] = ()
    submenu_hook = "register_liaison_menu_item"


@hooks.register("register_admin_viewset")
def register_liaison_group() -> LiaisonGroup:
    """Register the group."""
    return LiaisonGroup()
