"""Form fields for text that citizens and clerks type: cleaned, bounded, never cut behind their back."""

from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import clean_text, one_line


class CleanCharField(forms.CharField):
    """A text field without unseen characters, whose limits are explained with the number of characters.

    It sets no ``maxlength`` on the input: browsers cut pasted text there without a word.
    """

    default_error_messages = {"required": _("请填写这一项。")}

    def __init__(
        self, *, max_length: int, min_length: int = 0, multiline: bool = False, **kwargs: Any
    ) -> None:
        """Bound the cleaned text; ``multiline`` keeps line breaks and shows a text area."""
        self.multiline = multiline
        if multiline:
            kwargs.setdefault("widget", forms.Textarea)
        super().__init__(**kwargs)
        # Set after the parent, which would otherwise add Django's own messages and the maxlength attribute.
        self.max_characters = max_length
        self.min_characters = min_length
        # NUL is taken out in to_python, so nobody is scolded for a character they cannot see.
        self.validators = [
            v for v in self.validators if not isinstance(v, validators.ProhibitNullCharactersValidator)
        ]

    def to_python(self, value: Any) -> str:
        """Return the cleaned text."""
        if value in self.empty_values:
            return str(self.empty_value)
        text = clean_text(str(value)) if self.multiline else one_line(str(value))
        return text if text.strip() else str(self.empty_value)

    def validate(self, value: Any) -> None:
        """Refuse a text that is too long or too short, saying by how much."""
        super().validate(value)
        length = len(value)
        if length > self.max_characters:
            raise ValidationError(
                _("最多 %(limit)d 个字，现在有 %(length)d 个字，超出 %(over)d 个字，请删减后再提交。"),
                code="too_long",
                params={"limit": self.max_characters, "length": length, "over": length - self.max_characters},
            )
        if value and length < self.min_characters:
            raise ValidationError(
                _("至少写 %(limit)d 个字，现在有 %(length)d 个字。"),
                code="too_short",
                params={"limit": self.min_characters, "length": length},
            )
