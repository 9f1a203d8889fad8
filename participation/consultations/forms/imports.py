"""A draft to be read: a file or pasted text; and what a person says about where its articles come from."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from participation.consultations.drafting.files import UnreadableFile, read_file
from participation.consultations.drafting.parsing import MAX_LENGTH
from participation.consultations.drafting.sources import SourceText
from participation.consultations.lineage import Choice
from participation.consultations.models import Article

NEW = "new"
MOST_ASKED = 200  # unsure rows asked about on one page


class SourceForm(forms.Form):
    """A file, or text from the clipboard."""

    file = forms.FileField(
        label=_("选择文件"),
        required=False,
        help_text=_("Word（.docx，包括表格）或者纯文本（.txt），不超过 10 MB。旧的 .doc 请先另存为 .docx。"),
        widget=forms.ClearableFileInput({"accept": ".docx,.txt"}),
    )
    text = forms.CharField(
        label=_("或者粘贴文字"),
        required=False,
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.Textarea({"rows": 11}),
        help_text=_("从 Word、网页或者表格里复制，整份粘贴在这里。选了文件就不看这里。"),
    )

    def clean(self) -> dict[str, Any]:
        """Read the file; say in words why it cannot be read."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        upload = cleaned.get("file")
        self.name = str(_("粘贴的文字"))
        self.source: str | SourceText = cleaned.get("text") or ""
        if upload is not None:
            self.name = upload.name
            try:
                self.source = read_file(upload, upload.name)
            except UnreadableFile as problem:
                self.add_error("file", str(problem))
        elif not self.errors and not self.source.strip():
            raise ValidationError(_("请选择文件，或者粘贴文字。"))
        return cleaned


class TextForm(forms.Form):
    """The text as it was read, to be corrected and read again."""

    text = forms.CharField(
        label=_("读出的文字"),
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.Textarea({"rows": 20}),
        error_messages={"required": _("请填写文字。")},
    )


class OriginsForm:
    """The answers to the unsure rows of a reading: ``from-<position>`` is “new” or the key of the old article."""

    def __init__(self, data: Mapping[str, str], asked: Sequence[int]) -> None:
        """Read the answers to what was asked; others keep what was proposed."""
        self.data, self.asked = data, asked

    def choices(self, origins: Sequence[Mapping[str, Any]]) -> dict[int, Choice]:
        """Return the decisions."""
        found = {}
        for at in self.asked:
            answer = self.data.get(f"from-{at}", "")
            if answer == NEW:
                found[at] = Choice("")
            elif answer:
                merged = tuple(key for key in origins[at]["sources"] if self.data.get(f"merge-{at}-{key}"))
                found[at] = Choice("" if answer == "part" else answer, merged)
        return found


class OriginForm(forms.Form):
    """Where one row comes from, chosen among all old rows."""

    old = forms.ChoiceField(label=_("它是原来的"), required=False)
    sources = forms.MultipleChoiceField(
        label=_("另外并入了"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("几条合成一条的，勾选另外几条；从别的条文拆出来的，上面选“新增”，这里勾选那一条。"),
    )

    def __init__(self, *args: Any, old_rows: Sequence[Article], **kwargs: Any) -> None:
        """Offer the old rows; headings apart from what can be answered."""
        super().__init__(*args, **kwargs)
        named = [(row.key.hex, f"{row} {row.text[:24]}".strip()) for row in old_rows]
        self.fields["old"].choices = [("", _("新增，原来没有")), *named]  # type: ignore[attr-defined]
        self.fields["sources"].choices = [  # type: ignore[attr-defined]
            pair for pair, row in zip(named, old_rows, strict=True) if not row.is_heading
        ]

    def choice(self) -> Choice:
        """Return the decision."""
        return Choice(self.cleaned_data["old"], tuple(self.cleaned_data["sources"]))
