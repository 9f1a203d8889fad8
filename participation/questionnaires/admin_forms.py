"""The edit form of a questionnaire: questions that keep their identity, conditions that follow their question.

A clerk names the question a condition depends on by its number, as it is printed. Questions are moved about while
a questionnaire is being made, so each condition also remembers the key of that question: when the number was not
touched but the question has moved, the number follows it.
"""

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.panels import InlinePanel

from organizations.scope import congress_for_page
from participation.questionnaires.checking import Row, problems
from participation.questionnaires.structure import ADDED, ANSWERED, MOVED, REMOVED, frozen_part

DEFAULT_PERIOD = timedelta(days=14)
NARROW = {"rows": 4}


class QuestionForm(WagtailAdminModelForm):
    """A question with its lasting key, and the key of the question it depends on."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    condition_key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        known = kwargs.get("instance")
        super().__init__(*args, **kwargs)
        if known is not None:
            self.fields["key"].initial = str(known.key)
            self.fields["condition_key"].initial = str(known.condition_key or "")

    def clean_key(self) -> uuid.UUID | None:
        """Return the key, None for a new question and for anything that is no key."""
        return _uuid(self.cleaned_data.get("key"))

    def clean_condition_key(self) -> uuid.UUID | None:
        """Return the key of the question it depends on."""
        return _uuid(self.cleaned_data.get("condition_key"))

    def clean(self) -> dict[str, Any]:
        """Let the question keep its key."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("key") is not None:
            self.instance.key = cleaned["key"]
        return cleaned


class QuestionFormSet(BaseChildFormSet):
    """All questions together: their conditions, their number, and what stands since the first answer."""

    default_error_messages = {
        **BaseChildFormSet.default_error_messages,
        "too_few_forms": _("请至少写一道题。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Before the forms write into the questions: with which number each condition came.
        self.before = {question.key: question.condition_number for question in self.get_queryset()}

    def clean(self, *args: Any, **kwargs: Any) -> None:
        """Put each problem beside the field it is about."""
        super().clean(*args, **kwargs)
        kept = self.questions_in_order()
        self._make_keys_distinct(kept)
        self._let_conditions_follow(kept)
        rows = [Row.of(number, form.cleaned_data) for number, form in enumerate(kept, start=1)]
        for problem in problems(rows):
            form = kept[problem.number - 1]
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        self._link(kept)
        self._keep_what_was_answered(kept)

    def questions_in_order(self) -> list[Any]:
        """Return the forms of the questions that stay, as they will be printed."""
        kept = [
            form
            for form in self.forms
            if hasattr(form, "cleaned_data")
            and (form.cleaned_data or form.errors)
            and not form.cleaned_data.get("DELETE")
        ]
        return sorted(kept, key=_place)

    def _make_keys_distinct(self, kept: list[Any]) -> None:
        """A question copied in the form is a new one."""
        seen: set[uuid.UUID] = set()
        for form in kept:
            if form.instance.key in seen:
                form.instance.key = uuid.uuid4()
            seen.add(form.instance.key)

    def _let_conditions_follow(self, kept: list[Any]) -> None:
        """Change the number of a condition that was not touched when its question has moved."""
        places = {form.instance.key: number for number, form in enumerate(kept, start=1)}
        for form in kept:
            number = form.cleaned_data.get("condition_number")
            key = form.cleaned_data.get("condition_key")
            if number is None or key is None or self.before.get(form.instance.key) != number:
                continue
            if key not in places:
                form.add_error("condition_number", _("作为条件的那道题已经删除，请重新填写。"))
            elif places[key] != number:
                form.cleaned_data["condition_number"] = form.instance.condition_number = places[key]

    def _link(self, kept: list[Any]) -> None:
        """Remember the key of the question that a condition names."""
        for form in kept:
            number = form.cleaned_data.get("condition_number")
            is_there = number is not None and 1 <= number <= len(kept)
            form.instance.condition_key = kept[number - 1].instance.key if is_there else None

    def _keep_what_was_answered(self, kept: list[Any]) -> None:
        """Refuse what would give the answers that are there another meaning."""
        standing = self.instance.standing_structure()
        if not standing:
            return
        before = {part["key"]: part for part in standing}
        missing = set(before) - {form.instance.key.hex for form in kept}
        for form in kept:
            part = before.get(form.instance.key.hex)
            if part is None:
                form.add_error("text", ADDED)
                continue
            if form.errors:
                continue
            now = frozen_part(form.instance)
            for name in sorted(set(part) | set(now)):
                if part.get(name) != now.get(name):
                    form.add_error(_field_of(name), ANSWERED)
        if missing:
            texts = [f.instance.text for f in self.forms if f.instance.key.hex in missing] or ["……"]
            raise ValidationError([REMOVED % {"text": text} for text in texts])
        order = [form for form in kept if form.instance.key.hex in before]
        for form, part in zip(order, standing, strict=True):
            if form.instance.key.hex != part["key"]:
                form.add_error("text", MOVED)
                break


def _place(form: Any) -> float:
    """Return where a question stands; a row added without a place comes last."""
    place = form.cleaned_data.get("ORDER")
    return float("inf") if place is None else float(place)


def _field_of(name: str) -> str:
    return "condition_number" if name == "condition_key" else name


def _uuid(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(value or ""))
    except ValueError:
        return None


class QuestionsPanel(InlinePanel):
    """The questions, with :class:`QuestionForm`."""

    def get_form_options(self) -> dict[str, Any]:
        """Use our forms for the rows."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name] |= {
            "form": QuestionForm,
            "formset": QuestionFormSet,
            "widgets": {
                "options": forms.Textarea(attrs=NARROW),
                "rows": forms.Textarea(attrs=NARROW),
                "condition_answers": forms.Textarea(attrs={"rows": 2}),
            },
        }
        return options


class QuestionnaireForm(WagtailAdminPageForm):
    """Fills in contact and a usual period; takes a consultation of the own section only."""

    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.parent_page or (self.instance.get_parent() if self.instance.pk else None)
        if "consultation" in self.fields and parent is not None:
            field: Any = self.fields["consultation"]
            field.queryset = field.queryset.filter(path__startswith=parent.path)
            field.error_messages["invalid_choice"] = _("只能选本级人大自己的征求意见。")
            self._forget_a_foreign_one(field)
        if self.instance.pk is None and parent is not None:
            self._begin(parent)

    def _forget_a_foreign_one(self, field: Any) -> None:
        """A page of another section is refused, and its title is not shown in the form that comes back."""
        name = self.add_prefix("consultation")
        asked = self.data.get(name) if self.is_bound else None
        if asked and not (str(asked).isdecimal() and field.queryset.filter(pk=asked).exists()):
            self.data = self.data.copy()
            self.data[name] = ""
            self._refused = True

    def _begin(self, parent: Any) -> None:
        congress = congress_for_page(parent)
        opens_on = timezone.localdate() + timedelta(days=1)
        opens_at = timezone.make_aware(datetime.combine(opens_on, time(8)))
        closes_at = timezone.make_aware(datetime.combine(opens_on + DEFAULT_PERIOD, time(17)))
        self.initial["opens_at"] = self.initial.get("opens_at") or opens_at
        self.initial["closes_at"] = self.initial.get("closes_at") or closes_at
        if congress is not None:
            phone = f"{congress.office_name} {congress.contact_phone}".strip()
            self.initial["contact"] = self.initial.get("contact") or phone

    def clean(self) -> dict[str, Any]:
        """Say why a consultation of somebody else was not taken."""
        cleaned: dict[str, Any] = super().clean()
        if getattr(self, "_refused", False):
            self.add_error("consultation", _("只能选本级人大自己的征求意见。"))
        return cleaned
