"""The filters of the outbox screen, and a member's own reminder settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notifications.actions import set_daily_digest
from notifications.kinds import by_name
from notifications.models import StaffPreference


class OutboxForm(forms.Form):
    """Narrowing the list by what the messages tell of."""

    kind = forms.ChoiceField(label=_("事项"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.name, kind.label) for kind in by_name.values()]
        self.fields["kind"].choices = [("", _("全部事项")), *kinds]  # type: ignore[attr-defined]

    def chosen(self) -> str:
        """Return the kind, "" for all: anything that is not a choice means all."""
        return str(self.cleaned_data.get("kind", "")) if self.is_valid() else ""


class ReminderForm(forms.ModelForm[User]):
    """Where and whether the daily digest comes. Passwords are never reset by mail, so the address opens nothing."""

    daily_digest = forms.BooleanField(
        label=_("每天早上8点把快到期、已超期的办件发到邮箱"),
        required=False,
        help_text=_("一天最多一封，没有要提醒的就不发；邮件里只有编号和日期，没有群众信息"),
    )

    class Meta:
        model = User
        fields = ["email"]
        labels = {"email": _("工作邮箱")}
        help_texts = {"email": _("只用来接收待办提醒，可以不填")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        preference = StaffPreference.objects.filter(user=self.instance).first()
        self.fields["daily_digest"].initial = preference is None or preference.daily_digest

    def save(self, commit: bool = True) -> User:
        """Keep the address, and the choice beside it."""
        self.instance.save(update_fields=["email"])
        set_daily_digest(user=self.instance, wanted=self.cleaned_data["daily_digest"])
        return self.instance
