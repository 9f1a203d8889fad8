"""Fields that several steps share."""

from typing import Any

from django import forms

from casework.forms import MAX_NOTE
from core.forms import CleanCharField

MAX_ANSWER = 10_000
TITLE_LENGTH = 60


def long_text(
    label: Any, *, help_text: Any = "", rows: int = 4, required: bool = True, limit: int = MAX_NOTE
) -> Any:
    """Return a field for several lines."""
    return CleanCharField(
        label=label,
        required=required,
        max_length=limit,
        multiline=True,
        help_text=help_text,
        widget=forms.Textarea({"rows": rows}),
    )


def day(label: Any, *, help_text: Any = "", required: bool = True) -> forms.DateField:
    """Return a field for a day, with the browser's own calendar."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required, help_text=help_text)
