"""The part of the opinion form that is about a draft: several boxes of which one is enough (``domain.md`` §3.6)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from participation.submissions.actions.opinions import Part, Target
from participation.submissions.boxes import TEXT, TOTAL_MAX, Box, boxes_for, put_together
from participation.submissions.forms.privacy import PrivacyWarned

TEXT_MAX, TEXT_MIN = 5000, 2
NOTHING = _("请至少在一个框里写下您的意见。")


class DraftBoxes(PrivacyWarned):
    """A form with one text, or with the boxes of a draft in its place."""

    boxes: tuple[Box, ...] = ()
    target: Target | None = None
    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def offer_boxes(self, target: Target | None) -> None:
        """Put the boxes of the target's draft into the form; any other target keeps the one text."""
        self.boxes = tuple(boxes_for(target))
        if not self.boxes:
            return
        for box in self.boxes:
            alone = len(self.boxes) == 1
            self.fields[box.name] = CleanCharField(
                label=box.label,
                max_length=TEXT_MAX,
                min_length=TEXT_MIN,
                multiline=True,
                required=alone,
                error_messages={"required": _("请写下您的意见。")},
                widget=forms.Textarea(attrs={"rows": 9 if alone else 6, "data-count": TEXT_MAX}),
            )
        names = [box.name for box in self.boxes]
        self.order_fields(names)  # type: ignore[attr-defined]

    @property
    def keep_key(self) -> str:
        """Return under which name the browser keeps what is being written: one draft's words never show in another."""
        target = self.target
        if target is None or target.consultation is None:
            return "opinion"
        chosen = target.article.key.hex[:12] if target.article is not None else ""
        return f"opinion-{target.consultation.pk}-{chosen}"

    @property
    def main_boxes(self) -> list[tuple[Box, Any]]:
        """Return the boxes the sender came for, each with its field."""
        return [(box, self[box.name]) for box in self.boxes if box.is_main]  # type: ignore[index]

    @property
    def further_boxes(self) -> list[tuple[Box, Any]]:
        """Return the other boxes, which are shown folded."""
        return [(box, self[box.name]) for box in self.boxes if not box.is_main]  # type: ignore[index]

    @property
    def further_is_open(self) -> bool:
        """Return whether something stands in the folded boxes, or is wrong there."""
        return any(field.value() or field.errors for _box, field in self.further_boxes)

    def written(self) -> list[tuple[Box, str]]:
        """Return the boxes in which something stands, with what it is, as far as it is right."""
        found = [(box, self.cleaned_data.get(box.name) or "") for box in self.boxes]
        return [(box, text) for box, text in found if text.strip()]

    def whole_text(self) -> str:
        """Return the original: what was written, as one text."""
        return put_together(self.written()) if self.boxes else str(self.cleaned_data[TEXT])

    def parts(self) -> tuple[Part, ...]:
        """Return what was said on which article, on the whole, to which question."""
        return tuple(box.part(text) for box, text in self.written())

    def check_boxes(self) -> None:
        """See that something was written, not too much of it; point at personal data that should not stand there."""
        written = self.written()
        texts = {box.name: text for box, text in written}
        if not self.boxes:
            texts = {TEXT: self.cleaned_data[TEXT]} if TEXT in self.cleaned_data else {}
        elif not written and not any(box.name in self._wrong for box in self.boxes):
            self._say(self.boxes[0].name, NOTHING)
        total = sum(len(text) for text in texts.values())
        if total > TOTAL_MAX:
            words = _("各个框里一共最多%(most)d个字，现在有%(total)d个字。可以分两次提交。")
            self._say(next(iter(texts)), ValidationError(words, params={"most": TOTAL_MAX, "total": total}))
        for name, problem in self.look_through_all(texts).items():
            self._say(name, problem)

    @property
    def _wrong(self) -> Any:
        return self._errors  # type: ignore[attr-defined]

    def _say(self, name: str, words: Any) -> None:
        self.add_error(name, words)  # type: ignore[attr-defined]
