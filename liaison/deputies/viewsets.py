"""The register of deputies in the admin."""

from typing import Any

from django.db.models import PROTECT, QuerySet
from django.forms import CheckboxSelectMultiple, Select
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from accounts.roles import Permission
from liaison.deputies.forms import DeputyForm, DeputyGroupForm
from liaison.deputies.models import Deputy, DeputyGroup
from organizations.viewsets import ScopedModelViewSet


class PhotoColumn(Column):
    """A small photo, or the family name where there is none."""

    cell_template_name = "liaison/admin/photo_cell.html"


class DeputyViewSet(ScopedModelViewSet):
    """代表."""

    model = Deputy
    name = "deputies"
    icon = "user"
    menu_label = _("代表")
    menu_hook = "register_liaison_menu_item"
    menu_order = 10
    edit_permission = Permission.EDIT_DEPUTY
    view_permissions = (Permission.EDIT_PAGE,)
    form_class = DeputyForm
    list_related = ("congress", "term", "station")
    list_display = [
        "name", PhotoColumn("face", label=_("照片")), "congress", "constituency", "station", "status",
    ]  # fmt: skip
    list_filter = ["congress", "term", "station", "status"]
    list_export = [
        "name",
        "level",
        "term",
        "constituency",
        "group",
        "occupation",
        "station",
        "get_status_display",
    ]
    export_headings = {"level": _("级别"), "get_status_display": _("状态")}
    export_filename = "deputies"
    search_fields = ["name", "pinyin", "constituency", "group", "areas__name"]
    ordering = ["congress__path", "pinyin", "id"]
    inspect_view_fields = [
        "name", "congress", "term", "constituency", "group", "occupation", "introduction", "station", "areas",
        "status",
    ]  # fmt: skip
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("congress"), FieldPanel("term")]),
                FieldRowPanel([FieldPanel("name"), FieldPanel("constituency")]),
                FieldRowPanel([FieldPanel("group"), FieldPanel("occupation")]),
                FieldPanel("photo"),
                FieldPanel(
                    "introduction", help_text=_("这里填写的内容都会公开，请不要写手机号、住址和证件号码。")
                ),
            ],
            heading=_("公开信息（代表法第五十八条）"),
        ),
        MultiFieldPanel(
            [FieldPanel("station", widget=Select), FieldPanel("areas", widget=CheckboxSelectMultiple)],
            heading=_("联系群众"),
        ),
        MultiFieldPanel(
            [FieldPanel("status", help_text=_("暂停或终止的代表不再显示在网站上")), FieldPanel("user")],
            heading=_("状态和账号"),
        ),
    ]

    def prepare(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Fetch photos with their small copies."""
        return super().prepare(queryset).with_photos()  # type: ignore[attr-defined]

    def reason_to_keep(self, instance: Deputy) -> str | Promise | None:
        """Keep a deputy whose name stands in the record of a case or a reception."""
        if is_named_in_records(instance) or instance.receptions.exclude(status="planned").exists():
            return _("该代表有办理或接待记录，不能删除。不再任职的，请把状态改为“代表资格终止”。")
        return None


class DeputyGroupViewSet(ScopedModelViewSet):
    """代表小组."""

    model = DeputyGroup
    name = "deputy-groups"
    icon = "group"
    menu_label = _("代表小组")
    menu_hook = "register_liaison_menu_item"
    menu_order = 12
    edit_permission = Permission.EDIT_DEPUTY
    view_permissions = (Permission.EDIT_PAGE,)
    form_class = DeputyGroupForm
    list_related = ("congress",)
    list_display = ["name", "congress"]
    list_filter = ["congress"]
    search_fields = ["name", "members__name"]
    ordering = ["congress__path", "name", "id"]
    inspect_view_fields = ["name", "congress", "members"]
    panels = [
        FieldRowPanel([FieldPanel("congress"), FieldPanel("name")]),
        FieldPanel("members", widget=CheckboxSelectMultiple),
    ]


def is_named_in_records(deputy: Deputy) -> bool:
    """Return whether a case, an assignment or anything else that must stay names the deputy."""
    needed = [relation for relation in deputy._meta.related_objects if relation.on_delete is PROTECT]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: deputy}).exists()
        for relation in needed
    )
