"""What a deputy sees on the admin's front page: drafts on which his or her opinion is asked."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from accounts.models import User
from participation.consultations.invited import open_for, personal_path
from participation.consultations.models import Invitation


class InvitationsPanel(Component):
    """The open invitations of one deputy, with the ways in."""

    name = "invitations"
    order = 20
    template_name = "participation/invitations_panel.html"

    def __init__(self, invitations: list[Invitation]) -> None:
        """Keep what is shown."""
        self.invitations = invitations

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the drafts and the ways in."""
        return {"rows": [(one.consultation, one.answered, personal_path(one)) for one in self.invitations]}


def invitations_panel(request: HttpRequest) -> InvitationsPanel | None:
    """Return the panel for whoever is asked something, None for everybody else."""
    user = request.user
    found = open_for(user) if isinstance(user, User) else []
    return InvitationsPanel(found) if found else None
