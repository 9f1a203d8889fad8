"""Whom to ask: all deputies, a group, those of a station, or single ones."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from liaison.deputies.models import Deputy, DeputyGroup
from liaison.stations.models import StationPage
from organizations.models import Congress
from participation.consultations import invited


class How(TextChoices):
    """Whom."""

    ALL = "all", _("本级全体在任代表")
    GROUP = "group", _("一个代表小组")
    STATION = "station", _("进驻一个联络站的代表")
    SINGLE = "single", _("下面勾选的代表")


class DeputyBoxes(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Deputies, those of one name told apart by their constituency."""

    def label_from_instance(self, obj: Deputy) -> str:
        """Return name and constituency."""
        return f"{obj.name}（{obj.constituency}）"


class InviteForm(forms.Form):
    """邀请代表."""

    template_name = "casework/step_form.html"

    how = forms.ChoiceField(label=_("邀请谁"), choices=How.choices, widget=forms.RadioSelect, initial=How.ALL)
    group = forms.ModelChoiceField(
        label=_("代表小组"),
        queryset=DeputyGroup.objects.none(),
        required=False,
        help_text=_("在“代表联络—代表小组”里设置"),
    )
    station = forms.ModelChoiceField(label=_("联络站"), queryset=StationPage.objects.none(), required=False)
    deputies = DeputyBoxes(
        label=_("代表"),
        queryset=Deputy.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, congress: Congress, **kwargs: Any) -> None:
        """Offer what belongs to the congress."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.congress = congress
        offers: dict[str, Any] = {
            "group": invited.groups_to_ask(congress),
            "station": invited.stations_to_ask(congress),
            "deputies": invited.deputies_to_ask(congress),
        }
        for name, rows in offers.items():
            cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs to the choice."""
        data = super().clean() or self.cleaned_data
        needed = {
            How.GROUP: ("group", _("请选择代表小组。")),
            How.STATION: ("station", _("请选择联络站。")),
            How.SINGLE: ("deputies", _("请勾选至少一位代表。")),
        }.get(data.get("how", ""))
        if needed is not None and not data.get(needed[0]) and needed[0] not in self.errors:
            self.add_error(*needed)
        return data

    def chosen(self) -> Sequence[Deputy]:
        """Return the deputies in office that are meant."""
        data = self.cleaned_data
        if data["how"] == How.GROUP:
            return list(data["group"].members.in_office().select_related("user"))
        if data["how"] == How.STATION:
            return list(invited.deputies_at(data["station"]))
        if data["how"] == How.SINGLE:
            return list(data["deputies"])
        return list(invited.deputies_to_ask(self.congress))
