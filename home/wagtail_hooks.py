"""Sign-off in the admin: its screen, its button on the edit screen, and buttons that would not work taken away."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem

from home.views import sign_off
from organizations.models import SignOffTask


class SignOffMenuItem(ActionMenuItem):
    """The signer's way from the locked edit screen to the screen on which it is signed."""

    name = "sign-off"
    label = _("审阅、签发或退回")
    icon_name = "success"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Show it to those who may sign this page now."""
        page = context.get("page")
        task = page.current_workflow_task if page is not None else None
        return isinstance(task, SignOffTask) and task.may_sign(page, context["request"].user)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Lead to the screen."""
        return reverse("home_sign_off", args=[parent_context["page"].pk])


@hooks.register("register_admin_urls")
def sign_off_url() -> list[URLPattern]:
    """Mount the screen."""
    return [path("sign-off/<int:page_id>/", sign_off, name="home_sign_off")]


@hooks.register("register_page_action_menu_item")
def sign_off_item() -> ActionMenuItem:
    """Put the button first."""
    return SignOffMenuItem(order=-10)
