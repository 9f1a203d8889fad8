"""Forms of the worklist and the case screen."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.models import Case
from core.forms import CleanCharField
from organizations.scope import congresses

MAX_NOTE = 2000


class StepForm(forms.Form):
    """What a step asks for. Its cleaned data are the keyword arguments of the step's action."""

    template_name = "casework/step_form.html"

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        """Keep the case and the person, for choices that depend on them."""
        self.case = case
        self.user = user
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class NoteForm(StepForm):
    """A step that needs nothing but an optional remark for colleagues."""

    note = CleanCharField(
        label=_("内部说明"),
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只有办理人员看得到，可不填"),
    )


class WorklistForm(forms.Form):
    """Filters of the worklist. What cannot be understood is ignored, never an error page."""

    q = CleanCharField(label=_("编号或内容"), required=False, max_length=50)
    status = forms.ChoiceField(label=_("状态"), required=False)
    congress = forms.TypedChoiceField(label=_("人大"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, user: User, statuses: dict[str, Any], **kwargs: Any) -> None:
        """Offer the user's own congresses and the states of all kinds."""
        super().__init__(*args, **kwargs)
        within = [(str(c.pk), c.name) for c in congresses(user)]
        cast(forms.ChoiceField, self.fields["status"]).choices = [("", _("全部状态")), *statuses.items()]
        cast(forms.ChoiceField, self.fields["congress"]).choices = [("", _("全部")), *within]
        if len(within) < 2:
            del self.fields["congress"]

    def values(self) -> dict[str, Any]:
        """Return the filters that were understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
