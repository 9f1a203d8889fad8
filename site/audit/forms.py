"""What a reader of the ledger may look for."""

import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.labels import action_name
from audit.queries import Criteria
from core.forms import CleanCharField

EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2999, 12, 31)


class DayField(forms.DateField):
    """A day from the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def validate(self, value: Any) -> None:
        """Refuse a year in which no office keeps a ledger."""
        super().validate(value)
        if value is not None and not EARLIEST <= value <= LATEST:
            raise forms.ValidationError(_("请填写 2000 年以后的日期。"))


class LedgerForm(forms.Form):
    """Filters of the ledger. One that cannot be understood is explained beside the field, and left out."""

    q = CleanCharField(label=_("记录编号"), required=False, max_length=60)
    action = forms.ChoiceField(label=_("动作"), required=False)
    actor = CleanCharField(label=_("操作人（用户名或姓名）"), required=False, max_length=150)
    since = DayField(label=_("从"), required=False)
    until = DayField(label=_("到"), required=False)
    personal = forms.TypedChoiceField(
        label=_("范围"),
        required=False,
        coerce=bool,
        choices=[("", _("全部记录")), ("on", _("只看读取个人信息"))],
    )

    def __init__(self, *args: Any, actions: list[str], **kwargs: Any) -> None:
        """Offer the actions that the ledger knows."""
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", "ledger-%s")
        super().__init__(*args, **kwargs)
        self.actions = actions
        choices = [("", _("全部动作")), *((action, action_name(action)) for action in actions)]
        cast(forms.ChoiceField, self.fields["action"]).choices = choices

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("结束日期早于开始日期。"))
        return self.cleaned_data

    def criteria(self) -> Criteria:
        """Return what was understood."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Criteria(number=given.pop("q", ""), **given)
