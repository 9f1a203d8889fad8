"""What the county office sees on the admin's front page: whether the forms took opinions when last asked."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from accounts.models import User
from accounts.roles import Permission
from organizations.models import Congress
from organizations.scope import has_permission
from participation.submissions.models import ProbeRun

SILENT_AFTER = timedelta(hours=3)


class ProbePanel(Component):
    """The last round of the probe."""

    name = "form_probe"
    order = 30
    template_name = "participation/probe_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the last round, and whether the probe itself has fallen silent."""
        run = ProbeRun.objects.first()
        is_silent = run is not None and timezone.now() - run.finished_at > SILENT_AFTER
        return {"run": run, "is_silent": is_silent}


def may_see_probe(request: HttpRequest) -> bool:
    """Return whether the visitor works for the county office: who supervises at the root of the tenants."""
    user, county = request.user, Congress.get_first_root_node()
    return (
        isinstance(user, User) and county is not None and has_permission(user, Permission.SUPERVISE, county)
    )
