"""The registers that everything else points at: offices, villages and terms (menu group 基础资料)."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.base import ViewSetGroup

from accounts.roles import Permission
from organizations.models import Area, Office, Term
from organizations.viewsets.base import ScopedModelViewSet


class OfficeViewSet(ScopedModelViewSet):
    """承办单位: who handles matters for a congress."""

    model = Office
    name = "offices"
    icon = "group"
    edit_permission = Permission.EDIT_OFFICE
    list_related = ("congress",)
    list_display = ["name", "congress", "kind", "phone", "is_active"]
    list_filter = ["congress", "kind", "is_active"]
    list_export = ["congress", "name", "get_kind_display", "phone", "is_active"]
    export_headings = {"get_kind_display": _("类型")}
    export_filename = "offices"
    search_fields = ["name", "phone"]
    ordering = ["congress__path", "name"]
    panels = [
        FieldPanel("congress"), FieldPanel("name"), FieldPanel("kind"), FieldPanel("phone"),
        FieldPanel("is_active"),
    ]  # fmt: skip

    def reason_to_keep(self, instance: Office) -> str | Promise | None:
        """Keep an office that people work for: their memberships would go with it."""
        if instance.memberships.exists():
            return _("有经办人账号属于这个单位，不能删除。单位撤并的，请取消勾选“在用”。")
        return None


class AreaViewSet(ScopedModelViewSet):
    """村（社区）: how citizens find their town, station and deputies."""

    model = Area
    name = "areas"
    icon = "home"
    edit_permission = Permission.EDIT_OFFICE
    list_related = ("congress",)
    list_display = ["name", "congress"]
    list_filter = ["congress"]
    list_export = ["congress", "name"]
    export_filename = "areas"
    search_fields = ["name"]
    ordering = ["congress__path", "name"]
    panels = [FieldPanel("congress"), FieldPanel("name")]


class TermViewSet(ScopedModelViewSet):
    """届: the five years for which deputies are elected."""

    model = Term
    name = "terms"
    icon = "calendar-alt"
    edit_permission = Permission.EDIT_OFFICE
    list_related = ("congress",)
    list_display = ["__str__", "first_session_on", "ends_on"]
    list_filter = ["congress"]
    list_export = ["congress", "ordinal", "first_session_on", "ends_on"]
    export_filename = "terms"
    ordering = ["congress__path", "-ordinal"]
    panels = [
        FieldPanel("congress"), FieldPanel("ordinal"), FieldPanel("first_session_on"), FieldPanel("ends_on"),
    ]  # fmt: skip


class RegistersGroup(ViewSetGroup):
    """The menu group; packages above may add to it through its hook."""

    menu_label = _("基础资料")
    menu_name = "registers"
    menu_icon = "list-ul"
    menu_order = 600
    items: tuple[Any, ...] = (OfficeViewSet, AreaViewSet, TermViewSet)
    submenu_hook = "register_registers_menu_item"
