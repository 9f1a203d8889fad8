"""The filter of the worklist, as a form in the address: every list can be bookmarked, saved and exported."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.filters import FLAGS
from casework.kinds import kinds
from core.forms import CleanCharField
from organizations.scope import congresses

FIRST = ("q", "status", "congress", "category", "flag")  # always in sight; the others stand under "更多条件"
SORTS = (("", _("按列表默认")), ("newest", _("最新收到在前")), ("due", _("最早到期在前（只列未答复的）")))


def day(label: Any) -> forms.DateField:
    """Return a field for one day."""
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


class WorklistForm(forms.Form):
    """Filters of the worklist. What cannot be understood is ignored, never an error page."""

    q = CleanCharField(
        label=_("编号或内容"), required=False, max_length=50, widget=forms.TextInput({"type": "search"})
    )
    status = forms.ChoiceField(label=_("状态"), required=False)
    congress = forms.TypedChoiceField(label=_("人大"), required=False, coerce=int, empty_value=None)
    flag = forms.ChoiceField(label=_("特别情况"), required=False)
    handler = CleanCharField(
        label=_("主办单位、联络站或代表"), required=False, max_length=40, help_text=_("名称中的几个字")
    )
    received_from = day(_("收到日期从"))
    received_to = day(_("收到日期到"))
    due_from = day(_("期限从"))
    due_to = day(_("期限到"))
    sort = forms.ChoiceField(label=_("排序"), required=False, choices=SORTS)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the user's own congresses, the states of all kinds, and the kinds' own fields."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        flags = dict(FLAGS)
        for kind in kinds.by_name.values():
            flags |= kind.flags
            self.fields |= kind.filter_fields()
        within = [(str(c.pk), c.name) for c in congresses(user)]
        choices: dict[str, Any] = {
            "status": [("", _("全部状态")), *kinds.statuses().items()],
            "congress": [("", _("全部")), *within],
            "flag": [("", _("不限")), *((name, flag.label) for name, flag in flags.items())],
        }
        for name, offered in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = offered
        if len(within) < 2:
            del self.fields["congress"]

    def values(self) -> dict[str, Any]:
        """Return the filters that were understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def first_fields(self) -> list[forms.BoundField]:
        """Return the fields that are always in sight."""
        return [self[name] for name in FIRST if name in self.fields]

    def more_fields(self) -> list[forms.BoundField]:
        """Return the fields under "更多条件"."""
        return [self[name] for name in self.fields if name not in FIRST]

    @property
    def uses_more(self) -> bool:
        """Return whether one of the fields out of sight is in use."""
        return any(name not in FIRST for name in self.values())

    def shown(self) -> list[tuple[str, str]]:
        """Return the filters in words, for saved filters, exports and their ledger entries."""
        words = []
        for name, value in self.values().items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                value = dict(cast(Any, field.choices)).get(str(value), value)
            words.append((str(field.label), str(value)))
        return words


def read_query(query: str, user: User) -> tuple[str, dict[str, Any], WorklistForm]:
    """Return the tab, the values and the form of a list's query string."""
    params = QueryDict(query)
    form = WorklistForm(params, user=user)
    return params.get("tab", ""), form.values(), form
