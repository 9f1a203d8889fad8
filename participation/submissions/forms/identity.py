"""The sender's own name and contact, to be put right."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField

NAME_MAX, CONTACT_MAX = 40, 80


class IdentityForm(forms.Form):
    """Both may be left empty."""

    name = CleanCharField(
        label=_("怎么称呼您"),
        max_length=NAME_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = CleanCharField(
        label=_("联系方式"),
        max_length=CONTACT_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
