"""Writing, signing and following up an answer, each beside what the lint found in it (``domain.md`` §8.3)."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from casework.forms import NoteForm
from casework.models import AnswerClass, Reply
from core.forms import CleanCharField
from participation.submissions.actions.drafting import REASON_LIMIT
from participation.submissions.office_forms.fields import MAX_ANSWER, day, long_text
from participation.submissions.replies.comparisons import request_points
from participation.submissions.replies.findings import Background, Draft, Weakness
from participation.submissions.replies.gaps import fill
from participation.submissions.replies.lint import CODES, check, check_report, codes_of, needs_reason
from participation.submissions.replies.models import ReplyTemplate
from participation.submissions.replies.points import Point
from participation.submissions.replies.reading import background, facts_of, templates_for
from participation.submissions.replies.rules import written_length


@dataclass(frozen=True)
class Stretch:
    """A piece of the text, marked when a weakness stands there."""

    text: str
    is_marked: bool


class CheckedForm(NoteForm):
    """A text that goes on only after its weaknesses were shown to its author.

    ``seen`` carries the codes that were on the screen. The button "检查" and a template's "填入" show the form
    again instead of taking the step, so that all of it works without a script.
    """

    override_reason = long_text(
        _("仍然提交的理由"),
        rows=2,
        required=False,
        limit=REASON_LIMIT,
        help_text=_("会连同上面的提示一起给签发人看，并留在办理记录里"),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    SHOWN_AGAIN: tuple[str, ...] = ("check",)

    def again(self) -> "CheckedForm | None":
        """Return the form to show once more, or None when the step is to be taken."""
        if not any(name in self.data for name in self.SHOWN_AGAIN):
            return None
        return type(self)(case=self.case, user=self.user, initial=self._typed())

    def _typed(self) -> dict[str, Any]:
        """Return what was typed, as it was."""
        return {name: self.data.get(name, "") for name in self.fields if name in self.data}

    def value(self, name: str) -> str:
        """Return what a field shows now."""
        raw = self.data.get(name, "") if self.is_bound else self.initial.get(name, "")
        return "" if raw is None else str(raw)

    @cached_property
    def background(self) -> Background:
        """Return what the text is held against."""
        return background(self.case, author=self.user)

    @cached_property
    def weaknesses(self) -> list[Weakness]:
        """Return what is found in the text as it stands on the screen."""
        return check_report(Draft(self.value("text")), self.background)

    @property
    def shown_codes(self) -> str:
        """Return the codes on the screen, to come back with the form."""
        return ",".join(codes_of(self.weaknesses))

    @property
    def needs_reason(self) -> bool:
        """Return whether going on asks for a reason."""
        return needs_reason(self.weaknesses)

    @property
    def length(self) -> int:
        """Return the number of characters written."""
        return written_length(self.value("text"))

    @property
    def marked(self) -> list[Stretch]:
        """Return the text in stretches, those marked that a weakness names; empty when none does."""
        text = self.value("text")
        marks = sorted((w.start, w.end) for w in self.weaknesses if w.end)
        found, position = [], 0
        for start, end in marks:
            if start < position:
                continue
            found += [Stretch(text[position:start], False), Stretch(text[start:end], True)]
            position = end
        return [*found, Stretch(text[position:], False)] if found else []

    def clean(self) -> dict[str, Any]:
        """Hand the action the codes that were shown."""
        data = super().clean() or self.cleaned_data
        data["accepted"] = frozenset(data.pop("seen", "").split(",")) & CODES
        if not self.weaknesses:  # a reason from an earlier try has nothing left to excuse
            data["override_reason"] = ""
        return data


class DraftReplyForm(CheckedForm):
    """起草答复, beside the opinion."""

    template = forms.ModelChoiceField(
        ReplyTemplate.objects.none(),
        label=_("答复模板"),
        required=False,
        empty_label=_("不用模板"),
        help_text=_("只填入编号、日期、单位等事实；【】里的内容要自己写"),
    )
    text = long_text(
        _("答复内容"),
        rows=11,
        limit=MAX_ANSWER,
        help_text=_("逐条回应：查了什么、做了什么、什么时候完成；不能办的说明依据和理由，并写明联系电话。"),
    )
    answer_class = forms.ChoiceField(
        label=_("办理结果"), choices=AnswerClass.choices, widget=forms.RadioSelect, required=False
    )
    done_on = day(_("A类：哪一天解决或采纳的"), required=False)
    promised_on = day(
        _("B类：承诺哪一天以前完成"),
        required=False,
        help_text=_("提交人看得到；到期没有报告落实，会自动重新办理"),
    )
    promise = CleanCharField(
        label=_("B类：承诺做什么"),
        required=False,
        max_length=200,
        help_text=_("一句话，例：更换东侧两盏路灯"),
    )
    reason = CleanCharField(label=_("C类：暂时不能解决的原因"), required=False, max_length=300)
    field_order = (
        "template", "text", "answer_class", "done_on", "promised_on", "promise", "reason", "override_reason", "note",
    )  # fmt: skip
    SHOWN_AGAIN = ("check", "insert")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Go on from the draft there is."""
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["template"]).queryset = templates_for(self.case)
        draft = self.case.replies.filter(signed_at__isnull=True).first()
        if draft is not None:
            for name in ("text", "answer_class", "done_on", "promised_on", "promise", "reason"):
                self.initial.setdefault(name, getattr(draft, name))
            self.initial.setdefault("override_reason", draft.checks.get("reason", ""))

    def _typed(self) -> dict[str, Any]:
        """Add the chosen template after what is written already; nothing typed is lost."""
        typed = super()._typed()
        key = typed.pop("template", "")
        if "insert" not in self.data or not key.isdigit():
            return typed
        chosen = templates_for(self.case).filter(pk=int(key)).first()
        if chosen is not None:
            frame = fill(chosen.text, facts_of(self.case, chosen.answer_class))
            typed["text"] = "\n\n".join(filter(None, (typed.get("text", "").strip(), frame)))
            typed["answer_class"] = typed.get("answer_class") or chosen.answer_class
        return typed

    @cached_property
    def weaknesses(self) -> list[Weakness]:
        """Return what is found in the answer as it stands on the screen."""
        draft = Draft(
            self.value("text"),
            self.value("answer_class"),
            _date(self.value("done_on")),
            _date(self.value("promised_on")),
            self.value("promise"),
            self.value("reason"),
        )
        return check(draft, self.background)

    @property
    def points(self) -> list[Point]:
        """Return the points of the opinion, with whether the text takes them up."""
        return request_points(self.background, self.value("text"))

    def clean(self) -> dict[str, Any]:
        """The template is for the screen only."""
        data = super().clean()
        data.pop("template", None)
        return data


def _date(value: str) -> date | None:
    try:
        return parse_date(value)
    except ValueError:
        return None


class SignReplyForm(NoteForm):
    """签发答复: the signer sees what the lint finds, and why the drafter went on."""

    confirmed = forms.BooleanField(label=_("我看过上面的提示和起草人的理由，同意这样答复"))
    field_order = ("confirmed", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the confirmation only when there is something to confirm."""
        super().__init__(*args, **kwargs)
        if not self.weaknesses:
            del self.fields["confirmed"]

    @cached_property
    def reply(self) -> Reply | None:
        """Return the draft that waits."""
        drafts = self.case.replies.filter(signed_at__isnull=True)
        return drafts.select_related("author").first()

    @cached_property
    def background(self) -> Background:
        """Return what the draft is held against, as when it was written."""
        reply = self.reply
        if reply is None:
            return Background()
        return background(self.case, author=reply.author, moment=reply.drafted_at)

    @cached_property
    def weaknesses(self) -> list[Weakness]:
        """Return what is found in the draft."""
        reply = self.reply
        if reply is None:
            return []
        draft = Draft(
            reply.text, reply.answer_class, reply.done_on, reply.promised_on, reply.promise, reply.reason
        )
        return check(draft, self.background)

    @property
    def points(self) -> list[Point]:
        """Return the points of the opinion, with whether the answer takes them up."""
        return request_points(self.background, self.reply.text) if self.reply is not None else []

    @property
    def override_reason(self) -> str:
        """Return why the drafter went on."""
        return str(self.reply.checks.get("reason", "")) if self.reply is not None else ""

    def clean(self) -> dict[str, Any]:
        """The confirmation is for the screen; the action needs no such argument."""
        data = super().clean() or self.cleaned_data
        data.pop("confirmed", None)
        return data


class KeepPromiseForm(CheckedForm):
    """报告落实情况."""

    text = long_text(
        _("落实情况"),
        rows=6,
        help_text=_(
            "会原样显示给提交人：哪一天做了什么、结果怎样。没有全部落实或要改日期的，请用“重新办理”。"
        ),
    )
    field_order = ("text", "override_reason", "note")

    @cached_property
    def promise(self) -> Any:
        """Return the promise that is reported on."""
        return self.case.promises.open().first()
