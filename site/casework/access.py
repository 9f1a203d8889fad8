"""Reading who a citizen is: nobody does without saying why, and the reason is kept (``domain.md`` §6.1).

Of a child the reading is marked, so that the yearly check of 未成年人网络保护条例 36, 37 finds it.
"""

from typing import Any

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from audit.actions import record
from casework.models import Case
from core.forms import CleanCharField
from core.masking import propose_masked

READ_CONTACT = "case.read_contact"


class AccessReason(models.TextChoices):
    """Why somebody looks."""

    SUPPLEMENT = "supplement", _("联系补充情况")
    FOLLOW_UP = "follow_up", _("回访")
    VERIFY = "verify", _("核实身份")
    OTHER = "other", _("其他")


def reason_label(value: str) -> str | Promise:
    """Return how a kept reason is called."""
    return dict(AccessReason.choices).get(value, _("未说明"))


class AccessForm(forms.Form):
    """The reason, asked before anything is shown."""

    reason = forms.ChoiceField(
        label=_("查看原因"),
        choices=AccessReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择查看原因。")},
    )
    other = CleanCharField(
        label=_("说明"),
        help_text=_("选“其他”时必须写明。不要写姓名和电话。"),
        max_length=50,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words when none of the given reasons fits."""
        data = super().clean() or self.cleaned_data
        if data.get("reason") == AccessReason.OTHER and not data.get("other"):
            self.add_error("other", _("请写明原因。"))
        return data


def record_reading(*, case: Case, by: User, reason: str, other: str, minor: bool) -> None:
    """Write down who looked, in which role and why. The ledger holds no personal data: a name typed here is masked."""
    data: dict[str, Any] = {"reason": reason, "role": _role(by, case)}
    if other:
        data["words"] = propose_masked(other).text
    if minor:
        data["minor"] = True
    record(
        action=READ_CONTACT,
        object_type="case",
        object_id=case.number,
        congress=case.congress,
        by=by,
        data=data,
    )


def _role(user: User, case: Case) -> str:
    """Return the role by which the person may look at this case's sender."""
    for membership in user.active_memberships:
        if Permission.VIEW_PERSONAL_DATA in membership.permissions and case.congress.path.startswith(
            membership.congress.path
        ):
            return str(membership.role)
    return ""
