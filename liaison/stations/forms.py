"""Forms of reception days and of naming officers."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from accounts.models import User
from core.forms import CleanCharField
from liaison.stations.models import ReceptionStatus, StationPage
from liaison.stations.queries import kept_station_ids, officers_of, stations_seen_by
from organizations.forms import OUTSIDE_SCOPE, ScopedFilterSet, ScopedModelForm

SETTLED = frozenset({ReceptionStatus.HELD, ReceptionStatus.MOVED, ReceptionStatus.CANCELLED})
# What visitors have read and planned by: after the announcement only moving the day changes it.
FIXED_WHEN_ANNOUNCED = ("station", "date", "starts", "ends")


class ReceptionForm(ScopedModelForm):
    """A reception day at one of the user's stations, with deputies who may receive there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "station" in self.fields and len(self.fields["station"].queryset[:2]) == 1:
            self.fields["station"].initial = self.fields["station"].queryset[0].pk
        status = self.instance.status
        fixed = self.fields if status in SETTLED else FIXED_WHEN_ANNOUNCED
        for name in fixed if status != ReceptionStatus.PLANNED else ():
            self.fields[name].disabled = True

    def choices_for(self, name: str, queryset: Any) -> Any:
        """Offer the user's stations, and the deputies who belong to them."""
        stations = StationPage.objects.filter(pk__in=kept_station_ids(self.for_user)).order_by("path")
        if name == "station":
            return stations
        if name == "deputies":
            owners = {station.congress.pk for station in stations if station.congress is not None}
            mine = Q(congress__in=owners) | Q(station__in=stations)
            placed = Q(receptions=self.instance.pk) if self.instance.pk else Q(pk__in=[])
            return (
                queryset.filter((Q(status="in_office") & mine) | placed).distinct().order_by("pinyin", "id")
            )
        return super().choices_for(name, queryset)

    def clean(self) -> dict[str, Any]:
        """Keep deputies to those of the station's congress and those placed at the station."""
        data: dict[str, Any] = super().clean() or {}
        if self.instance.status in SETTLED:
            raise forms.ValidationError(_("已举行、改期或取消的接待日不能再修改。"))
        station = data.get("station")
        congress = station.congress if station is not None else None
        if station is None or congress is None:
            return data
        strangers = [
            deputy for deputy in data.get("deputies") or []
            if deputy.congress_id != congress.pk and deputy.station_id != station.pk
        ]  # fmt: skip
        if strangers:
            names = "、".join(str(deputy) for deputy in strangers)
            self.add_error(
                "deputies", _("%(names)s不是本人大的代表，也没有进驻这个联络站。") % {"names": names}
            )
        return data


class ReceptionFilters(ScopedFilterSet):
    """The list's filters; an officer is offered its own stations."""

    def choices_for(self, name: str, queryset: Any) -> Any:
        """Return the stations whose days this user may see."""
        if name == "station":
            return stations_seen_by(self.request.user, self.scope_permissions[1:])
        return super().choices_for(name, queryset)


class MoveForm(forms.Form):
    """The new day and the reason."""

    to = forms.DateField(label=_("改到"), widget=AdminDateInput)
    starts = forms.TimeField(label=_("开始"), widget=AdminTimeInput)
    ends = forms.TimeField(label=_("结束"), widget=AdminTimeInput)
    reason = CleanCharField(label=_("改期原因"), max_length=120, help_text=_("群众会看到"))


class CancelForm(forms.Form):
    """The reason."""

    reason = CleanCharField(label=_("取消原因"), max_length=120, help_text=_("群众会看到"))


class OfficersForm(forms.Form):
    """Who keeps a station."""

    officers = forms.ModelMultipleChoiceField(
        label=_("联络员账号"), queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("选中的账号可以修改这个站的页面和接待日。名单中是在本人大担任联络员角色的账号。"),
        error_messages={"invalid_choice": OUTSIDE_SCOPE, "invalid_pk_value": OUTSIDE_SCOPE},
    )  # fmt: skip

    def __init__(self, *args: Any, station: StationPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if station.congress is not None:
            self.fields["officers"].queryset = officers_of(station.congress)  # type: ignore[attr-defined]
        self.fields["officers"].initial = list(station.officers.values_list("pk", flat=True))
