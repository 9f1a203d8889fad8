"""The opinion form: only the text is required (``domain.md`` §6.1, §8.2)."""

from collections.abc import Sequence
from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import botcheck
from core.botcheck_forms import BotCheckedForm
from core.forms import CleanCharField
from organizations.models import Congress
from participation.submissions import pending
from participation.submissions.actions.citizen import Opinion, Target
from participation.submissions.forms.draft import TEXT_MAX, TEXT_MIN, DraftBoxes
from participation.submissions.forms.fields import PhotosField
from participation.submissions.forms.notify import NotifyField, contact_error, offers
from participation.submissions.forms.photos import Selection
from participation.submissions.models import AgeStatement, Category, Channel
from participation.submissions.pending import PendingPhoto

# A ticket that ran out still tells when its form was opened, and which photos wait for it.
LATE = botcheck.TICKET_MAX_AGE + timedelta(hours=24)


class OpinionForm(DraftBoxes, BotCheckedForm):
    """What a citizen writes. ``target`` None: the sender chooses the congress in the form itself."""

    bot_scope = "opinion"

    congress = forms.ChoiceField(
        label=_("向哪里提"),
        help_text=_("不确定就选县里，工作人员会转到对的地方。"),
        error_messages={"invalid_choice": _("请从列表里选择一个。")},
    )
    text = CleanCharField(
        label=_("您的意见"),
        max_length=TEXT_MAX,
        min_length=TEXT_MIN,
        multiline=True,
        error_messages={"required": _("请写下您的意见。")},
        widget=forms.Textarea(attrs={"rows": 9, "data-count": TEXT_MAX}),
    )
    place = CleanCharField(
        label=_("事情发生在哪里"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "area-names", "autocomplete": "off"}),
    )
    category = forms.ChoiceField(
        label=_("属于哪一类"), required=False, choices=[("", _("不清楚，由工作人员来分")), *Category.choices]
    )
    photos = PhotosField(label=_("照片"))
    name = CleanCharField(
        label=_("怎么称呼您"),
        help_text=_("写“李大姐”这样的称呼就可以。"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = CleanCharField(
        label=_("联系方式"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    notify_by = NotifyField()
    consents_to_publication = forms.BooleanField(
        label=_("我同意：隐去个人信息后，把这条意见和答复公开在网站上"), required=False
    )
    age_statement = forms.ChoiceField(
        label=_("年龄"),
        choices=AgeStatement.choices,
        required=False,
        initial=AgeStatement.ADULT_OR_14,
        widget=forms.RadioSelect,
    )
    # A plain field: nothing a program puts here may become an error that a person could not see.
    pending = forms.Field(widget=forms.HiddenInput, required=False)
    # The first ticket of a form whose ticket ran out: it says when the form was opened.
    opened = forms.Field(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        request: HttpRequest,
        target: Target | None,
        choices: Sequence[Congress] = (),
        preset: Congress | None = None,
        channel: str = Channel.WEB,
        is_anonymous: bool = False,
        **kwargs: Any,
    ) -> None:
        """Bind the form to its target, or offer ``choices`` with ``preset`` chosen."""
        super().__init__(*args, request=request, **kwargs)
        self.target, self.channel = target, channel
        self._offer_notification()
        if is_anonymous:
            for name in ("name", "contact", "notify_by"):
                self.fields.pop(name, None)
        self._choices = {congress.slug: congress for congress in choices}
        self._unwanted: list[PendingPhoto] = []
        self.selection = Selection(self._kept_photos())
        self.offer_boxes(target)
        if target is not None:
            del self.fields["congress"]
            return
        field = self.fields["congress"]
        field.choices = [(slug, one.short_office_name) for slug, one in self._choices.items()]  # type: ignore[attr-defined]
        if preset is not None:
            self.initial["congress"] = preset.slug
            if self.is_bound and not self._posted("congress"):
                self._put("congress", preset.slug)

    @property
    def sent_token(self) -> str:
        """The form's one-time token before anything is judged; empty when the form carries no ticket of ours."""
        try:
            return botcheck.read_ticket(self._posted("ticket"), self.bot_scope).token
        except botcheck.TicketError:
            return ""

    @property
    def kept_photos(self) -> list[PendingPhoto]:
        """Photos that wait for the form to be sent, for display."""
        return self.selection.kept

    def clean_age_statement(self) -> str:
        """Take the first statement when the choice was left out."""
        return self.cleaned_data["age_statement"] or str(AgeStatement.ADULT_OR_14)

    def clean(self) -> dict[str, Any]:
        """Take in the photos before the bot check judges a form that is otherwise right."""
        if "contact" in self.cleaned_data:
            trouble = contact_error(self.cleaned_data.get("notify_by", ""), self.cleaned_data["contact"])
            if trouble:
                self.add_error("contact", trouble)
        self.selection.add(self.cleaned_data.get("photos") or [], self._client)
        for error in self.selection.errors:
            self.add_error("photos", error)
        self.check_boxes()
        return super().clean()

    def opinion(self) -> Opinion:
        """Return what was written, once the form is valid."""
        data = self.cleaned_data
        return Opinion(
            target=self.target or Target(self._choices[data["congress"]]),
            channel=self.channel,
            text=self.whole_text(),
            parts=self.parts(),
            opened_at=opened_at(self._sent),
            category=data["category"],
            place=data["place"],
            name=data.get("name", ""),
            contact=data.get("contact", ""),
            notify_by=data.get("notify_by", ""),
            consents_to_publication=data["consents_to_publication"],
            age_statement=data["age_statement"],
            photos=self.selection.photos(),
        )

    def _offer_notification(self) -> None:
        """Offer what the operator has set up; nothing, when that is nothing."""
        choices = offers()
        if choices:
            self.fields["notify_by"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["notify_by"]

    def keep_photos(self) -> None:
        """Keep the photos of a form that is shown again, and name them in it; let go of what is not wanted."""
        pending.discard(self._unwanted)
        self._put("pending", pending.sign(self.selection.keep(), self._ticket.token))

    def let_go_of_photos(self) -> None:
        """Remove what waited, once the opinion is stored with its own copies."""
        pending.discard([*self._unwanted, *self.selection.kept])

    def _kept_photos(self) -> list[PendingPhoto]:
        """Return the photos of the last round that the sender still wants."""
        if not self.is_bound:
            return []
        dropped = set(self._list("drop"))
        kept = self._pending_of_this_form()
        self._unwanted = [photo for photo in kept if photo.id.hex in dropped]
        return pending.existing(photo for photo in kept if photo.id.hex not in dropped)

    def _pending_of_this_form(self) -> list[PendingPhoto]:
        """Read the hidden field; also after the ticket ran out and was replaced by a fresh one."""
        signed = self._posted("pending")
        tokens = [self._ticket.token]
        if signed and self._stale:
            try:
                original = str(self._sent.get(self.add_prefix("ticket")) or "")
                tokens.append(botcheck.read_ticket(original, self.bot_scope, max_age=LATE).token)
            except botcheck.TicketError:
                pass
        for token in tokens:
            found = pending.read(signed, token)
            if found:
                return found
        return []

    def _read_ticket(self) -> botcheck.Ticket:
        """Remember the data as it came, before a fresh ticket may replace the old one in it."""
        self._sent = copy(self.data)
        ticket = super()._read_ticket()
        original = str(self._sent.get("ticket") or "")
        if self._stale and not self._posted("opened") and _issued_at(original) is not None:
            self._put("opened", original)
        return ticket

    def _list(self, name: str) -> list[str]:
        key = self.add_prefix(name)
        return list(self.data.getlist(key)) if hasattr(self.data, "getlist") else []


def opened_at(data: Any) -> datetime | None:
    """Return when the form that was sent had been opened, by the tickets it carries; None when none is ours."""
    moments = [_issued_at(str(data.get(name) or "")) for name in ("opened", "ticket")]
    return min((moment for moment in moments if moment is not None), default=None)


def _issued_at(ticket: str) -> datetime | None:
    """Return when a ticket of ours was issued, also for a while after it ran out."""
    try:
        return botcheck.read_ticket(ticket, OpinionForm.bot_scope, max_age=LATE).issued_at
    except botcheck.TicketError:
        return None
