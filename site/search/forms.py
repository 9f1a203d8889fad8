"""The form of the search screen. It only shows the choices; `criteria` reads them and never refuses anything."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from search.criteria import SORTS, Criteria
from search.query import MAX_QUERY_LENGTH
from search.registry import Kind, Source


class SearchForm(forms.Form):
    """Words, town, kind, order."""

    q = forms.CharField(
        label=_("搜索内容"),
        max_length=MAX_QUERY_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    town = forms.ChoiceField(label=_("乡镇、街道"), required=False)
    kind = forms.ChoiceField(label=_("类别"), required=False)
    sort = forms.ChoiceField(label=_("排列"), required=False, choices=list(SORTS.items()))

    def __init__(self, criteria: Criteria, kinds: Iterable[Kind | Source]) -> None:
        super().__init__(
            initial={
                "q": criteria.text,
                "town": criteria.town.slug if criteria.town else "",
                "kind": criteria.kind.key if criteria.kind else "",
                "sort": criteria.sort,
            }
        )
        self._offer("town", _("全县"), [(town.slug, town.label) for town in criteria.towns])
        self._offer("kind", _("全部"), [(kind.key, kind.label) for kind in kinds])

    def _offer(self, name: str, everything: Any, choices: list[tuple[str, Any]]) -> None:
        """Leave out a filter that has nothing to choose from."""
        if choices:
            self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields[name]
