"""How the sender wants to hear of progress: a choice on the form, and again on the status page.

Only channels that the operator has set up are offered, and "not at all" comes first: the query code is enough.
"""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.addresses import recipient_for
from notifications.channels import available
from notifications.models import Channel

NONE: tuple[str, str | Promise] = ("", _("不用告诉我，我凭查询码查看"))
OFFERS: dict[str, str | Promise] = {Channel.EMAIL: _("发电子邮件"), Channel.SMS: _("发短信")}
NEEDED: dict[str, str | Promise] = {
    Channel.EMAIL: _("您选了发电子邮件，请在这里只写一个电子邮箱地址，例：name@example.cn。"),
    Channel.SMS: _("您选了发短信，请在这里只写一个11位手机号码。"),
}


def offers(contact: str | None = None) -> list[tuple[str, str | Promise]]:
    """Return the choices; with a contact, only those that it can be used for."""
    ways = [way for way in OFFERS if way in available()]
    if contact is not None:
        ways = [way for way in ways if recipient_for(way, contact)]
    return [NONE, *((str(way), OFFERS[way]) for way in ways)] if ways else []


class NotifyField(forms.ChoiceField):
    """The choice. Left out of a request, it means "not at all"."""

    def __init__(self, **kwargs: Any) -> None:
        """Show every choice; the words are the same wherever it stands."""
        super().__init__(
            label=_("有进展时怎样告诉您"),
            required=False,
            widget=forms.RadioSelect,
            help_text=_("通知里只有编号和查询地址，没有意见内容。以后随时可以在查询页面里关掉。"),
            **kwargs,
        )


def contact_error(way: str, contact: str) -> str:
    """Return what is wrong with the contact for the chosen way, "" when nothing is."""
    return "" if not way or recipient_for(way, contact) else str(NEEDED[way])


class NotifyForm(forms.Form):
    """The choice on the status page, among what the contact given with the opinion allows."""

    notify_by = NotifyField()

    def __init__(self, *args: Any, choices: list[tuple[str, str | Promise]], **kwargs: Any) -> None:
        """Offer ``choices``."""
        super().__init__(*args, **kwargs)
        self.fields["notify_by"].choices = choices  # type: ignore[attr-defined]


def form_for(notify_by: str, contact: str) -> NotifyForm | None:
    """Return the form of the status page, None when there is nothing to choose."""
    choices = offers(contact) if contact else []
    if len(choices) < 2:
        return None
    return NotifyForm(choices=choices, initial={"notify_by": notify_by})
