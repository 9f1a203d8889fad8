"""The screens of the rules: a register like the others, with its order first."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from accounts.roles import Permission
from organizations.viewsets import ScopedModelViewSet
from participation.routing.models import RoutingRule


class RoutingRuleViewSet(ScopedModelViewSet):
    """分办规则: they propose, a person decides."""

    model = RoutingRule
    name = "routing-rules"
    icon = "order"
    menu_label = _("分办规则")
    menu_hook = "register_registers_menu_item"
    menu_order = 350
    edit_permission = Permission.ASSIGN
    list_related = ("congress", "area", "from_station", "office", "station", "deputy")
    list_display = [
        "name",
        "congress",
        "position",
        Column("handler_name", label=_("交给")),
        BooleanColumn("is_active", label=_("启用"), sort_key="is_active"),
    ]
    list_filter = ["congress", "is_active"]
    list_export = [
        "congress",
        "position",
        "name",
        "get_category_display",
        "words",
        "handler_name",
        "is_active",
    ]
    export_headings = {"get_category_display": _("类别"), "handler_name": _("交给")}
    export_filename = "routing-rules"
    search_fields = ["name", "words"]
    ordering = ["congress__path", "position", "id"]
    panels = [
        MultiFieldPanel(
            [FieldPanel("congress"), FieldPanel("name"), FieldPanel("position"), FieldPanel("is_active")],
            heading=_("规则"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("category"),
                FieldPanel("words"),
                FieldPanel("area"),
                FieldPanel("from_station"),
            ],
            heading=_("条件（都符合才生效；一个也不填就是默认规则）"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("office"),
                FieldPanel("station"),
                FieldPanel("deputy"),
                FieldPanel("instruction"),
            ],
            heading=_("建议交给（选一个）"),
        ),
    ]
