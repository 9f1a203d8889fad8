"""Forms of the worklist and the case screen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.models import Case
from core.forms import CleanCharField

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

    def again(self) -> "StepForm | None":
        """Return the form to show once more when a button other than the step's was pressed, else None."""
        return None


class NoteForm(StepForm):
    """A step that needs nothing but an optional remark for colleagues."""

    note = CleanCharField(
        label=_("内部说明"),
        required=False,
        max_length=MAX_NOTE,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只有办理人员看得到，可不填"),
    )
