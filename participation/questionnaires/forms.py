"""The form in which a questionnaire is answered: one page, no name, everything typed comes back when it is wrong.

A question with a condition is always on the page, with the sentence that says when to answer it; a script only
hides it. So the server decides: what was answered to a question that was not asked is passed over, whether it was
right or wrong.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from core import botcheck
from core.botcheck_forms import BotCheckedForm
from core.forms import CleanCharField
from participation.questionnaires.actions import Answers
from participation.questionnaires.models import Kind, Question
from participation.questionnaires.models.questions import condition_sentence, numbered

NOT_AN_OPTION = _("请从列出的选项里选。")
PICK_ONE, PICK_SOME, WRITE = _("请选一项。"), _("请至少选一项。"), _("请写下您的回答。")
TEXT_ROWS = {True: 2, False: 5}
SHORT_TEXT = 60


@dataclass(frozen=True)
class Asked:
    """A question as it stands on the page."""

    number: int
    question: Question
    names: list[str]  # of its fields: one, or one for each row of a matrix
    condition: str = ""
    depends_on: str = ""
    depends_values: str = ""

    @property
    def anchor(self) -> str:
        """Return the fragment that leads to it."""
        return f"question-{self.number}"


class AnswerForm(BotCheckedForm):
    """The questions of one questionnaire."""

    bot_scope = "questionnaire"
    use_required_attribute = False

    def __init__(
        self, *args: Any, request: HttpRequest, questions: Sequence[Question], **kwargs: Any
    ) -> None:
        """Make a field for every question, for every row of a matrix."""
        super().__init__(*args, request=request, **kwargs)
        self.questions = list(questions)
        self._triggers: dict[UUID, tuple[UUID, frozenset[int]]] = {}
        self.asked = [self._ask(number, question) for number, question in numbered(self.questions)]
        self.answers = Answers()

    @property
    def opened_at(self) -> datetime | None:
        """Return when the form was opened; None when its ticket is not ours or too old."""
        return None if self._stale else self._ticket.issued_at

    @property
    def sent_token(self) -> str:
        """Return the one-time token before anything is judged; empty when the form carries no ticket of ours."""
        return "" if self._stale else self._ticket.token

    def sections(self) -> Iterator[tuple[Asked, list[tuple[str, forms.BoundField]]]]:
        """Yield the questions with their fields, each with the row of a matrix it is about, for the template."""
        for asked in self.asked:
            rows = asked.question.row_list or [""]
            yield asked, [(row, self[name]) for row, name in zip(rows, asked.names, strict=True)]

    def clean(self) -> dict[str, Any]:
        """Read the answers in order, each condition from what was answered before; then judge the sender."""
        chosen: dict[UUID, list[int]] = {}
        by_row: dict[UUID, dict[int, int]] = {}
        texts: dict[UUID, str] = {}
        for asked in self.asked:
            question = asked.question
            if not self._is_asked(question, chosen):
                for name in asked.names:
                    self.errors.pop(name, None)
            elif question.kind == Kind.MATRIX:
                rows = self._rows(asked)
                by_row |= {question.key: rows} if rows else {}
            elif question.kind == Kind.TEXT:
                text = self.cleaned_data.get(asked.names[0]) or ""
                texts |= {question.key: text} if text else {}
            else:
                values = self._values(asked)
                chosen |= {question.key: values} if values else {}
        self.answers = Answers(chosen, by_row, texts)
        if not self.answers and not self.errors:
            self.add_error(None, _("一道题也没有回答。至少回答一题再提交。"))
        return super().clean()

    def _is_asked(self, question: Question, chosen: dict[UUID, list[int]]) -> bool:
        condition = self._triggers.get(question.key)
        return condition is None or bool(condition[1].intersection(chosen.get(condition[0], ())))

    def _values(self, asked: Asked) -> list[int]:
        """Return the options chosen; too few or too many is an error beside the question."""
        name, question = asked.names[0], asked.question
        raw = self.cleaned_data.get(name) or []
        values = sorted({int(value) for value in ([raw] if isinstance(raw, str) else raw)})
        if question.kind == Kind.MULTIPLE and values:
            least, most = question.min_choices or 0, question.max_choices or len(question.choices)
            if not least <= len(values) <= most:
                self.add_error(
                    name,
                    now_("%(rule)s；现在选了 %(n)d 项。") % {"rule": question.how_many, "n": len(values)},
                )
        return values

    def _rows(self, asked: Asked) -> dict[int, int]:
        chosen = {row: self.cleaned_data.get(name) for row, name in enumerate(asked.names)}
        return {row: int(value) for row, value in chosen.items() if value}

    def _ask(self, number: int, question: Question) -> Asked:
        """Add the fields of a question."""
        name = f"q_{question.key.hex}"
        rows = question.row_list
        names = [f"{name}_{row}" for row in range(len(rows))] or [name]
        for place, each in enumerate(names):
            field = _field(question)
            field.label = f"{number}. {rows[place] if rows else question.text}"
            if not rows:
                field.help_text = " ".join(
                    part for part in (question.note, question.how_many, question.ends) if part
                )
            self.fields[each] = field
        depends = self._dependence(question)
        return Asked(number, question, names, *depends)

    def _dependence(self, question: Question) -> tuple[str, str, str]:
        """Return the sentence, the field and the values on which a question depends; empty for an ordinary one."""
        for number, earlier in numbered(self.questions):
            if earlier.key == question.key or question.condition_key is None:
                break
            if earlier.key == question.condition_key:
                values = question.trigger_values(earlier)
                self._triggers[question.key] = (earlier.key, values)
                sentence = condition_sentence(number, earlier, values)
                return sentence, f"q_{earlier.key.hex}", " ".join(map(str, sorted(values)))
        return "", "", ""

    def _read_ticket(self) -> botcheck.Ticket:
        """Remember the data as they came, before a fresh ticket may replace the old one in them."""
        self.sent = copy(self.data)
        return super()._read_ticket()


def _field(question: Question) -> forms.Field:
    """Return the field for a question, or for one row of a matrix."""
    choices = [(str(value), label) for value, label in question.choices]
    if question.kind == Kind.TEXT:
        area = forms.Textarea(
            attrs={"rows": TEXT_ROWS[question.max_length <= SHORT_TEXT], "data-count": question.max_length}
        )
        return CleanCharField(
            max_length=question.max_length,
            multiline=True,
            required=question.is_required,
            widget=area,
            error_messages={"required": WRITE},
        )
    if question.kind == Kind.MULTIPLE:
        return forms.MultipleChoiceField(
            choices=choices,
            required=question.is_required,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": PICK_SOME,
                "invalid_choice": NOT_AN_OPTION,
                "invalid_list": NOT_AN_OPTION,
            },
        )
    return forms.ChoiceField(
        choices=choices,
        required=question.is_required,
        widget=forms.RadioSelect,
        error_messages={"required": PICK_ONE, "invalid_choice": NOT_AN_OPTION},
    )
