"""The register of answer templates in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from accounts.roles import Permission
from organizations.viewsets import ScopedModelViewSet
from participation.submissions.replies.models import ReplyTemplate


class ReplyTemplateViewSet(ScopedModelViewSet):
    """答复模板."""

    model = ReplyTemplate
    name = "reply_templates"
    icon = "doc-full"
    menu_label = _("答复模板")
    menu_hook = "register_registers_menu_item"
    menu_order = 400
    edit_permission = Permission.EDIT_OFFICE
    list_related = ("congress",)
    list_display = ["name", "congress", "answer_class", "is_active"]
    list_filter = ["congress", "answer_class", "is_active"]
    list_export = ["congress", "name", "get_answer_class_display", "text", "is_active"]
    export_headings = {"get_answer_class_display": _("办理结果")}
    export_filename = "reply-templates"
    search_fields = ["name", "text"]
    ordering = ["congress__path", "answer_class", "name"]
    panels = [
        FieldPanel("congress"), FieldPanel("name"), FieldPanel("answer_class"), FieldPanel("text"),
        FieldPanel("is_active"),
    ]  # fmt: skip
