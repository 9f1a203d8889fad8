"""What handing over, taking back and asking for more time ask for."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import clocks
from casework.forms import NoteForm, StepForm
from casework.models import Extension
from deadlines.due import due_date
from liaison.deputies.models import Deputy
from liaison.stations.models import StationPage, StationStatus
from organizations.models import Office
from participation.submissions.actions.assigning import Handler, proposal_for
from participation.submissions.office_forms.fields import day, long_text
from participation.submissions.queries_office import deputies_of, stations_of


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
    due_on = day(_("办理期限"), required=False, help_text=_("不填则按规定计算"))
    instruction = long_text(
        _("交办意见"), rows=3, required=False, help_text=_("写给承办人：要点、请与谁联系")
    )
    field_order: tuple[str, ...] = ("handler", "due_on", "instruction", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer this congress's handlers, and the date that the rule gives with its reckoning."""
        super().__init__(*args, **kwargs)
        cast(HandlerField, self.fields["handler"]).limit_to(self.case.congress)
        today = timezone.localdate()
        target = clocks.reckon(self.case, "opinion.reply_target", today)
        limit = self.case.clocks.running().filter(assignment__isnull=True).first()
        last = max(limit.due_on, today) if limit is not None else target.on
        self.initial.setdefault("due_on", min(target.on, last))
        reckonings = [target.explanation, limit.explanation if limit is not None else ""]
        self.fields["due_on"].help_text = "；".join(filter(None, reckonings))


class LeadForm(AssignForm):
    """交办: with what the routing rules propose; going another way needs a reason."""

    override_reason = long_text(
        _("不按分办规则的理由"), rows=2, required=False, help_text=_("按建议交办的不用填")
    )
    field_order = ("handler", "override_reason", "due_on", "instruction", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Choose the proposed handler, and say by which rule."""
        super().__init__(*args, **kwargs)
        proposal = proposal_for(self.case)
        if proposal is None:
            del self.fields["override_reason"]
            return
        rule = proposal.rule
        chosen = Handler(rule.office, rule.deputy, rule.station)
        for key, handler in cast(HandlerField, self.fields["handler"]).handlers.items():
            if handler == chosen:
                self.initial.setdefault("handler", key)
        self.fields["handler"].help_text = proposal.explanation
        self.initial.setdefault("instruction", rule.instruction)


class ReassignForm(AssignForm):
    """改派."""

    reason = long_text(_("改派理由"), rows=3)
    field_order = ("handler", "due_on", "instruction", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The reason is the note."""
        super().__init__(*args, **kwargs)
        del self.fields["note"]


class ReturnForm(StepForm):
    """退回."""

    reason = long_text(_("退回理由"), help_text=_("说明为什么不属于本单位，应由哪个单位办理"))


class RequestExtensionForm(StepForm):
    """申请延期."""

    until = day(_("延期至"))
    reason = long_text(_("延期理由"), help_text=_("说明已经做了什么、还要多久、为什么"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say until when it can go at most, and by which rule."""
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = clocks.extension_limit(self.case).explanation


class GrantExtensionForm(NoteForm):
    """同意延期: shows the request."""

    told = long_text(_("告知群众的延期原因"), rows=3, help_text=_("会显示给提交人，不写内部情况"))
    field_order = ("told", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what is asked for, and start from its reason."""
        super().__init__(*args, **kwargs)
        request = Extension.objects.filter(clock__case=self.case, decided_at__isnull=True).first()
        if request is not None:
            self.initial.setdefault("told", request.reason)
            asked = _("%(who)s申请延期至%(until)s：%(reason)s")
            self.fields["told"].help_text = asked % {
                "who": request.requested_by,
                "until": request.until,
                "reason": request.reason,
            }


class SuperviseForm(StepForm):
    """督办."""

    demand = long_text(_("督办要求"), help_text=_("承办单位和干事看得到，提交人看不到"))
    respond_by = day(_("反馈期限"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start from the date that the rule gives."""
        super().__init__(*args, **kwargs)
        due = due_date("opinion.supervision_answer", timezone.localdate(), self.case.congress)
        self.initial.setdefault("respond_by", due.on)
        self.fields["respond_by"].help_text = due.explanation


class AnswerSupervisionForm(StepForm):
    """督办反馈."""

    answer = long_text(_("反馈"), help_text=_("办到哪一步、还差什么、什么时候答复群众"))
