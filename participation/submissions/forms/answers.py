"""Narrowing the published answers. It refuses nothing: whatever cannot be read means "all"."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import one_line
from liaison.deputies.models import Deputy
from liaison.stations.models import StationPage
from organizations.models import Congress
from participation.consultations.models import ConsultationPage
from participation.submissions.models import Category
from participation.submissions.queries_answers import Addressed, AnswerFilter

MAX_WORDS = 60
ADDRESSED = ("station", "deputy", "consultation")


class AnswerFilterForm(forms.Form):
    """The choices above the list, set to what is asked for."""

    q = forms.CharField(
        label=_("包含的字词"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    town = forms.ChoiceField(label=_("镇、街道"), required=False)
    category = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部类别")), *Category.choices]
    )
    year = forms.ChoiceField(label=_("答复年份"), required=False)

    def __init__(
        self,
        *,
        wanted: AnswerFilter,
        congresses: Sequence[Congress],
        years: Sequence[int],
    ) -> None:
        """Offer the tenants and the years there are; keep the station or deputy asked for."""
        initial = {
            "q": wanted.words,
            "town": wanted.town.slug if wanted.town else "",
            "category": wanted.category,
            "year": str(wanted.year or ""),
        }
        super().__init__(initial=initial)
        towns = [(one.slug, one.short_office_name) for one in congresses]
        self.fields["town"].choices = [("", _("全县")), *towns]  # type: ignore[attr-defined]
        labels = [(str(year), _("%(year)s年") % {"year": year}) for year in years]
        self.fields["year"].choices = [("", _("全部年份")), *labels]  # type: ignore[attr-defined]
        if wanted.addressed is not None:
            name = name_of(wanted.addressed)
            self.fields[name] = forms.CharField(
                widget=forms.HiddenInput, initial=wanted.addressed.pk, required=False
            )


def read_filter(
    params: Mapping[str, str], congresses: Sequence[Congress], years: Sequence[int]
) -> AnswerFilter:
    """Return what the parameters of the address ask for."""
    by_slug = {congress.slug: congress for congress in congresses}
    category, year = params.get("category", ""), params.get("year", "")
    return AnswerFilter(
        town=by_slug.get(params.get("town", "")),
        category=category if category in Category.values else "",
        year=int(year) if year in map(str, years) else None,
        addressed=_addressed(params),
        words=one_line(params.get("q", "")[: 10 * MAX_WORDS])[:MAX_WORDS].strip(),
    )


def name_of(target: Addressed) -> str:
    """Return the parameter that names a target of this kind."""
    if isinstance(target, StationPage):
        return "station"
    return "deputy" if isinstance(target, Deputy) else "consultation"


def _addressed(params: Mapping[str, str]) -> Addressed | None:
    """Return the station, deputy or consultation named; only what the site itself shows."""
    for name in ADDRESSED:
        value = params.get(name, "")
        if not (value.isascii() and value.isdecimal() and len(value) <= 12):
            continue
        if name == "deputy":
            return Deputy.objects.public().filter(pk=int(value)).first()
        model: Any = StationPage if name == "station" else ConsultationPage
        found: Addressed | None = model.objects.live().public().filter(pk=int(value)).first()
        return found
    return None
