"""The forms of 人员与角色. What they offer, and accept, lies in the administrator's scope."""

from typing import Any

from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission, Role
from core.forms import CleanCharField
from organizations.forms import OUTSIDE_SCOPE
from organizations.models import Congress, Office
from organizations.scope import congresses, scoped


class GrantForm(forms.Form):
    """A role in a congress; an office too for those who handle matters for it."""

    congress = forms.ModelChoiceField(
        label=_("人大"), queryset=Congress.objects.none(), error_messages={"invalid_choice": OUTSIDE_SCOPE}
    )
    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    office = forms.ModelChoiceField(
        label=_("承办单位"), queryset=Office.objects.none(), required=False,
        error_messages={"invalid_choice": OUTSIDE_SCOPE},
        help_text=_("只有“承办单位经办人”需要选择，单位须属于上面所选的人大"),
    )  # fmt: skip

    def __init__(self, *args: Any, for_user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        manage = Permission.MANAGE_ACCOUNTS
        possible = congresses(for_user, manage)
        self.fields["congress"].queryset = possible  # type: ignore[attr-defined]
        self.fields["office"].queryset = scoped(  # type: ignore[attr-defined]
            Office.objects.active(), for_user, permission=manage
        ).select_related("congress")
        self.fields["office"].label_from_instance = lambda office: f"{office.congress} · {office}"  # type: ignore[attr-defined]
        if len(possible) == 1:
            self.fields["congress"].initial = possible[0].pk

    def clean(self) -> dict[str, Any]:
        """Ask for the office exactly when the role has one."""
        data: dict[str, Any] = super().clean() or {}
        role, office = data.get("role"), data.get("office")
        if role == Role.HANDLER and office is None and "office" not in self.errors:
            self.add_error("office", _("承办单位经办人须选择承办单位。"))
        if role and role != Role.HANDLER and office is not None:
            self.add_error("office", _("只有承办单位经办人才选择承办单位，请清空。"))
        if office is not None and data.get("congress") and office.congress_id != data["congress"].pk:
            self.add_error("office", _("承办单位不属于所选人大。"))
        return data


class AccountForm(GrantForm):
    """A new account with its first role."""

    username = CleanCharField(
        label=_("登录名"), max_length=30, validators=[ASCIIUsernameValidator()],
        help_text=_("字母、数字和 @ . + - _，例：liutang.clerk"),
    )  # fmt: skip
    display_name = CleanCharField(label=_("姓名"), max_length=50, help_text=_("在办理记录和签发栏中显示"))

    field_order = ["username", "display_name", "congress", "role", "office"]


class SearchForm(forms.Form):
    """Finding an account by its name."""

    q = CleanCharField(label=_("查找"), max_length=50, required=False)
