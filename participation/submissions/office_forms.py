"""What each step of handling an opinion asks the office for; the field names are the action's arguments."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import MAX_NOTE, NoteForm, StepForm
from core.forms import CleanCharField
from core.masking import propose_masked
from core.text import one_line
from deadlines.due import due_date
from liaison.deputies.models import Deputy
from liaison.stations.models import StationPage, StationStatus
from organizations.models import Office
from participation.submissions.actions.handling import Handler
from participation.submissions.models import Category, Route
from participation.submissions.queries_office import deputies_of, stations_of

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
        help_text=help_text,
        widget=forms.Textarea({"rows": rows}),
    )


class RegisterForm(NoteForm):
    """登记."""

    category = forms.ChoiceField(label=_("类别"), choices=[("", _("请选择")), *Category.choices])
    place = CleanCharField(label=_("地点"), required=False, max_length=80, help_text=_("村（社区）、路段等"))
    field_order = ("category", "place", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start from what the sender wrote."""
        super().__init__(*args, **kwargs)
        submission = self.case.submission
        self.initial.setdefault(
            "category", submission.category or ("legislation" if submission.consultation_id else "")
        )
        self.initial.setdefault("place", submission.place)


class NeedMoreForm(NoteForm):
    """要求补充."""

    question = long_text(
        _("请群众补充什么"), help_text=_("会原样显示给提交人，例：请说明是哪一条路、大约从什么时候开始。")
    )
    field_order = ("question", "note")


class DeclineForm(NoteForm):
    """不予受理: never without the way to where the matter belongs."""

    route = forms.ChoiceField(label=_("去向"), choices=[("", _("请选择")), *Route.choices])
    reason = long_text(_("不受理的理由"), rows=3, help_text=_("会显示给提交人"))
    where_to_go = long_text(_("可以到哪里反映"), rows=3, help_text=_("会显示给提交人：单位名称、地址、电话"))
    field_order = ("route", "reason", "where_to_go", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the congress's own note on where other matters go."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("where_to_go", self.case.congress.petition_route)


class MergeForm(NoteForm):
    """合并."""

    into = CleanCharField(label=_("并入哪一件"), max_length=24, help_text=_("填写已在办理的那一件的编号"))
    field_order = ("into", "note")

    def clean_into(self) -> str:
        """Accept the number however it was typed."""
        return str(self.cleaned_data["into"]).strip().upper()


class HandlerField(forms.ChoiceField):
    """Offices, stations and deputies of one congress in one list."""

    def limit_to(self, congress: Any) -> None:
        """Offer the handlers of ``congress``."""
        self.handlers: dict[str, Handler] = {}
        groups = (
            (_("承办单位"), "office", Office.objects.active().filter(congress=congress)),
            (_("联络站"), "station", stations_of(congress).exclude(status=StationStatus.CLOSED)),
            (_("代表"), "deputy", deputies_of(congress)),
        )
        choices: list[Any] = [("", _("请选择"))]
        for label, name, rows in groups:
            options = []
            for row in rows:
                self.handlers[f"{name}:{row.pk}"] = Handler.of(row)
                options.append((f"{name}:{row.pk}", self._label(row)))
            if options:
                choices.append((label, options))
        self.choices = choices

    @staticmethod
    def _label(row: Office | StationPage | Deputy) -> str:
        """Tell deputies of one name apart by their constituency."""
        return f"{row.name}（{row.constituency}）" if isinstance(row, Deputy) else str(row)

    def clean(self, value: Any) -> Any:
        """Return the handler chosen; anything that was not offered is refused."""
        value = super().clean(value)
        return self.handlers[value] if value else None


class AssignForm(NoteForm):
    """交办 and 增加会办."""

    handler = HandlerField(label=_("交给谁办理"))
    due_on = forms.DateField(
        label=_("办理期限"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        required=False,
        help_text=_("不填则按规定计算"),
    )
    instruction = long_text(
        _("交办意见"), rows=3, required=False, help_text=_("写给承办人：要点、请与谁联系")
    )
    field_order = ("handler", "due_on", "instruction", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer this congress's handlers, and the date that the rule gives with its reckoning."""
        super().__init__(*args, **kwargs)
        cast(HandlerField, self.fields["handler"]).limit_to(self.case.congress)
        today = timezone.localdate()
        target = due_date("opinion.reply_target", today)
        limit = due_date("opinion.reply_limit", timezone.localdate(self.case.received_at))
        self.initial.setdefault("due_on", min(target.on, max(limit.on, today)))
        self.fields["due_on"].help_text = f"{target.explanation}；{limit.explanation}"


class ReturnForm(StepForm):
    """退回."""

    reason = long_text(_("退回理由"), help_text=_("说明为什么不属于本单位，应由哪个单位办理"))


class DraftReplyForm(NoteForm):
    """起草答复, beside the opinion."""

    text = long_text(
        _("答复内容"),
        rows=12,
        limit=MAX_ANSWER,
        help_text=_("逐条回应：查了什么、做了什么、什么时候完成；不能办的说明依据和理由，并写明联系电话。"),
    )
    field_order = ("text", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Go on from the draft there is."""
        super().__init__(*args, **kwargs)
        draft = self.case.replies.filter(signed_at__isnull=True).first()
        if draft is not None:
            self.initial.setdefault("text", draft.text)


class ReasonForm(StepForm):
    """A step that needs a reason for colleagues."""

    reason = long_text(_("理由"))


class PrepareCopyForm(NoteForm):
    """整理公开稿: starts from a proposal in which numbers and addresses are masked."""

    title = CleanCharField(label=_("标题"), max_length=TITLE_LENGTH, help_text=_("一句话说明事项，不写人名"))
    text = long_text(
        _("意见（公开稿）"),
        rows=8,
        limit=MAX_ANSWER,
        help_text=_("系统已替换识别到的号码和门牌，请再读一遍：人名、病情、能认出人的细节都要隐去。"),
    )
    reply = long_text(_("答复（公开稿）"), rows=8, limit=MAX_ANSWER)
    field_order = ("title", "text", "reply", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose the masked texts."""
        super().__init__(*args, **kwargs)
        submission = self.case.submission
        answer = self.case.replies.filter(signed_at__isnull=False).last()
        self.initial.setdefault("title", one_line(propose_masked(self.case.summary).text, 40))
        self.initial.setdefault("text", propose_masked(submission.text).text)
        if answer is not None:
            self.initial.setdefault("reply", propose_masked(answer.text).text)


class PublishCopyForm(NoteForm):
    """审核并公开: the checker confirms having read the copy shown beside the form."""

    confirmed = forms.BooleanField(label=_("我已通读公开稿，没有发现个人信息"))
    field_order = ("confirmed", "note")

    def clean(self) -> dict[str, Any]:
        """The confirmation is for the screen; the action needs no such argument."""
        data = super().clean() or self.cleaned_data
        data.pop("confirmed", None)
        return data
