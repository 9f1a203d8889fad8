"""The product's colors and name over Wagtail's own admin, and a home page for somebody who comes once a week.

Wagtail's home page counts pages, images and documents and leads to its makers' site. A clerk wants to know
what waits (``casework``, sign-off) and how to begin the few things done again and again: those are here.
"""

from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.permissions import page_permission_policy


class PageTask(NamedTuple):
    """Making a page of one kind in the list it belongs to; kinds by name, since they live above this package."""

    label: Promise
    icon: str
    page: str
    list_page: str


class ScreenTask(NamedTuple):
    """Working on a screen that is open to those who hold one of the permissions."""

    label: Promise
    icon: str
    screen: str
    permissions: tuple[str, ...]


TASKS: tuple[PageTask | ScreenTask, ...] = (
    ScreenTask(
        _("处理意见"),
        "clipboard-list",
        "casework:worklist",
        ("casework.view_all_cases", "casework.view_own_cases"),
    ),
    PageTask(_("发布公告"), "doc-full", "notices.NoticePage", "notices.NoticeIndexPage"),
    ScreenTask(_("安排接待日"), "date", "receptions:add", ("stations.edit_reception",)),
    PageTask(
        _("新建征求意见"),
        "comment",
        "consultations.ConsultationPage",
        "consultations.ConsultationIndexPage",
    ),
)


def task_url(task: PageTask | ScreenTask, user: Any) -> str | None:
    """Return where the task begins for ``user``, or nothing when it is not this user's to do."""
    if isinstance(task, ScreenTask):
        return reverse(task.screen) if any(map(user.holds, task.permissions)) else None
    kind = ContentType.objects.get_for_model(apps.get_model(task.list_page))
    lists = page_permission_policy.instances_user_has_permission_for(user, "add")
    # The highest in the tree is the list of the user's own congress; those of the towns lie below.
    own = lists.filter(content_type=kind).order_by("path").values_list("pk", flat=True).first()
    if own is None:
        return None
    return reverse("wagtailadmin_pages:add", args=[*task.page.lower().split("."), own])


class TasksPanel(Component):
    """The tasks of this user, as links."""

    name = "tasks"
    order = 20
    template_name = "wagtailadmin/home/tasks.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Find where each task begins."""
        user = parent_context["request"].user
        return {"tasks": [(task, url) for task in TASKS if (url := task_url(task, user))]}


@hooks.register("construct_homepage_panels")
def add_tasks(request: HttpRequest, panels: list[Component]) -> None:
    """Put the tasks on the home page."""
    panels.append(TasksPanel())


@hooks.register("construct_help_menu", order=1000)
def keep_inside(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take away what leads outside: the office network often has no way there, and the guides are in English."""
    items[:] = [item for item in items if "//" not in str(item.url)]


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    """Link the style sheet of the staff side."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
