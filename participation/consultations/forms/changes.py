"""Extending, withdrawing and taking up again, each with its reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField

LONGEST_REASON = 300


class ReasonForm(forms.Form):
    """Why; and, where the draft has other changes that are not public yet, whether they come along."""

    reason = CleanCharField(
        label=_("理由"),
        max_length=LONGEST_REASON,
        multiline=True,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("会公开显示在征求意见的页面上"),
    )
    with_draft = forms.ChoiceField(
        label=_("草稿里还有没公开的改动"),
        choices=[
            ("no", _("只送审这一项；草稿里的改动留在页面的修改记录里，以后可以找回")),
            ("yes", _("连同草稿里的改动一起送审")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, has_draft: bool, **kwargs: Any) -> None:
        """Ask about the draft only where there is one."""
        super().__init__(*args, **kwargs)
        if not has_draft:
            del self.fields["with_draft"]

    def arguments(self) -> dict[str, Any]:
        """Return what the action is called with."""
        return {
            "reason": self.cleaned_data["reason"],
            "with_draft": self.cleaned_data.get("with_draft") == "yes",
        }


class ExtendForm(ReasonForm):
    """Until when, and why."""

    closes_at = forms.DateTimeField(
        label=_("新的截止时间"),
        help_text=_("写到小时，例：2026-12-31 17:00"),
        input_formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
        error_messages={"invalid": _("请按“2026-12-31 17:00”的样子填写。")},
        widget=forms.DateTimeInput(format="%Y-%m-%d %H:%M"),
    )
    field_order = ["closes_at", "reason", "with_draft"]

    def arguments(self) -> dict[str, Any]:
        """Return what the action is called with."""
        return super().arguments() | {"closes_at": self.cleaned_data["closes_at"]}
