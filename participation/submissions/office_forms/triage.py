"""What the steps before the assignment ask for; the field names are the actions' arguments."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.forms import NoteForm, StepForm
from core.forms import CleanCharField
from liaison.deputies.models import Deputy
from organizations.models import Congress, Office
from organizations.scope import people_of
from participation.submissions.actions.accusation import AccusedParties
from participation.submissions.models import Category, Route
from participation.submissions.office_forms.fields import long_text
from participation.submissions.queries_office import deputies_of

DISCIPLINE_ORGANS = ("纪检", "纪律检查", "纪委", "监察", "监委")


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
    """不予接收: never without the way to where the matter belongs."""

    route = forms.ChoiceField(
        label=_("去向"),
        choices=[("", _("请选择")), *(row for row in Route.choices if row[0] != Route.DISCIPLINE)],
        help_text=_("检举控告不在这里办，请用“单独处理”。"),
    )
    reason = long_text(_("不予接收的理由"), rows=3, help_text=_("会显示给提交人"))
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


class ReasonForm(StepForm):
    """A step that needs a reason for colleagues."""

    reason = long_text(_("理由"))


class TransferForm(NoteForm):
    """移送: only to a congress of the same installation; other bodies are told to the sender by 不予接收."""

    to = forms.ModelChoiceField(
        Congress.objects.none(), label=_("移送给"), empty_label=_("请选择"), help_text=_("编号和查询码不变")
    )
    reason = long_text(_("移送理由"), rows=3, help_text=_("会显示给提交人"))
    field_order = ("to", "reason", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every congress but this one."""
        super().__init__(*args, **kwargs)
        others = Congress.objects.exclude(pk=self.case.congress_id).order_by("path")
        cast(Any, self.fields["to"]).queryset = others


class DeputiesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Deputies to tick, those of one name told apart by their constituency."""

    def label_from_instance(self, obj: Deputy) -> str:
        """Return name and constituency."""
        return f"{obj.name}（{obj.constituency}）"


class SetAsideForm(StepForm):
    """单独处理: names those whom the opinion complains about, so that they can never see it."""

    users = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("反映的是哪些工作人员"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选后，他们无论担任什么职务都看不到这件"),
    )
    offices = forms.ModelMultipleChoiceField(
        Office.objects.none(),
        label=_("反映的是哪些单位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    deputies = DeputiesField(
        Deputy.objects.none(),
        label=_("反映的是哪些代表"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = long_text(_("为什么单独处理"), rows=3, help_text=_("只有处理检举控告的人看得到"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the people, bodies and deputies of this congress and of those above it."""
        super().__init__(*args, **kwargs)
        congress = self.case.congress
        cast(Any, self.fields["users"]).queryset = people_of(congress)
        cast(Any, self.fields["offices"]).queryset = Office.objects.filter(congress=congress)
        cast(Any, self.fields["deputies"]).queryset = deputies_of(congress)

    def clean(self) -> dict[str, Any]:
        """Hand the three lists to the action as one value."""
        data = super().clean() or self.cleaned_data
        data["accused"] = AccusedParties(
            tuple(data.pop("users", ())), tuple(data.pop("offices", ())), tuple(data.pop("deputies", ()))
        )
        return data


class PassOnForm(NoteForm):
    """转纪检监察."""

    where_to_go = long_text(_("纪检监察机关的名称、地址、电话"), rows=3, help_text=_("会显示给提交人"))
    field_order = ("where_to_go", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer, of the congress's note on where other matters go, what is about the discipline organs."""
        super().__init__(*args, **kwargs)
        lines = self.case.congress.petition_route.splitlines()
        organs = [line for line in lines if any(word in line for word in DISCIPLINE_ORGANS)]
        self.initial.setdefault("where_to_go", "\n".join(organs))
