"""The decision on a page that waits for a signature."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DECISIONS = [("approve", _("签发")), ("reject", _("退回修改"))]


class DecisionForm(forms.Form):
    """Sign, or send back with a reason."""

    decision = forms.ChoiceField(choices=DECISIONS)
    comment = forms.CharField(
        label=_("意见"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("退回时必须写明理由，起草人会看到"),
    )

    def clean(self) -> dict[str, Any]:
        """Who sends back says why."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("decision") == "reject" and not (cleaned.get("comment") or "").strip():
            self.add_error("comment", _("请写明退回的理由。"))
        return cleaned
