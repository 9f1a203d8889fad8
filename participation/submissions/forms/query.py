"""Forms of a sender who comes back with number and query code."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from participation.submissions.forms.privacy import PrivacyWarned
from participation.submissions.models import Rating

_NUMBER = re.compile(r"([A-Z]{2,4})(\d{4})(\d{1,12})")
_DASHES = re.compile(r"[\s\-‐‑‒–—―−_.]+")


class QueryForm(forms.Form):
    """Number and code, however they were copied from the slip."""

    number = CleanCharField(
        label=_("受理编号"),
        max_length=40,
        error_messages={"required": _("请填写受理编号。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    code = CleanCharField(
        label=_("查询码"),
        max_length=40,
        error_messages={"required": _("请填写查询码。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_number(self) -> str:
        """Return the number as it is stored: capitals, plain digits, dashes and leading zeros in place."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["number"]).upper()
        match = _NUMBER.fullmatch(_DASHES.sub("", typed))
        return f"{match[1]}-{match[2]}-{match[3]:0>6}" if match else typed

    def clean_code(self) -> str:
        """Return the code in plain characters."""
        return unicodedata.normalize("NFKC", self.cleaned_data["code"])


class NoteForm(PrivacyWarned, forms.Form):
    """What the sender adds later."""

    text = CleanCharField(
        label=_("补充的内容"),
        max_length=2000,
        min_length=2,
        multiline=True,
        error_messages={"required": _("请写下要补充的内容。")},
        widget=forms.Textarea(attrs={"rows": 5, "data-count": 2000}),
    )

    def clean_text(self) -> str:
        """Point at personal data before it goes to the office."""
        return self.look_through(self.cleaned_data["text"])


class RatingForm(PrivacyWarned, forms.Form):
    """The sender's judgement of the answer."""

    warned_field = "comment"

    rating = forms.ChoiceField(
        label=_("您对答复满意吗"),
        choices=Rating.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择一项。"), "invalid_choice": _("请选择一项。")},
    )
    comment = CleanCharField(
        label=_("想说的话"),
        max_length=1000,
        required=False,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 4, "data-count": 1000}),
    )

    def clean_comment(self) -> str:
        """Point at personal data before it goes to the office."""
        return self.look_through(self.cleaned_data["comment"])
