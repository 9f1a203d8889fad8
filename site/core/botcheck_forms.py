"""The form side of the bot check: a form class for pages anyone may send (``core.botcheck``)."""

import logging
import math
from copy import copy
from typing import Any

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core import botcheck, recaptcha
from core.botcheck import AskQuestion, Passed, Refused, Ticket, TicketError, Verdict
from core.client import client_key
from core.rehearsal import budget_key
from core.throttle import Refused as Slow
from core.throttle import Throttle

WINDOW_SECONDS = 600
# From one address within ten minutes. Many people may share one (a town hall's, a village's), so the numbers are
# generous, and a program that fails the question uses up nothing but the first:
# - after so many tries a question is asked;
# - after so many forms taken in, each further one must have been open for a minute (a person who has been writing
#   that long does not notice, anybody else presses again);
# - after so many taken in nothing more is, for a while: the office and the disk are not endless.
ASK_AFTER = 20
WAIT_AFTER = 120
REFUSE_AFTER = 600
OPEN_FOR = 60  # seconds
logger = logging.getLogger(__name__)


class HoneypotInput(forms.TextInput):
    """A field people neither see (class ``visually-hidden``), nor reach by keyboard, nor hear read out."""

    # Counts as hidden: any template that prints the hidden fields prints it too, without a row of its own.
    is_hidden = True

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the input with a label, for those who browse without style sheets."""
        field = super().render(
            name, value, {**(attrs or {}), "autocomplete": "off", "tabindex": "-1"}, renderer
        )
        html = '<div class="visually-hidden" aria-hidden="true"><label for="{}">{}</label>{}</div>'
        return format_html(html, (attrs or {}).get("id", ""), _("此栏请留空"), field)


class BotCheckedForm(forms.Form):
    """A form with a ticket. After ``is_valid()`` its ``token`` is the one-time token of the submission.

    Set ``bot_scope`` to a name of the form's own. Templates print ``hidden_fields`` and ``visible_fields``
    as of any form: the question is among the visible ones when, and only when, it must be asked.
    """

    bot_scope = "form"

    ticket = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(widget=HoneypotInput, required=False)
    bot_question = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        """Issue a ticket for a new form; the request tells the address that is counted."""
        super().__init__(*args, **kwargs)
        self._client = budget_key(request) or client_key(request)
        self.verdict: Verdict | None = None
        self._stale = False
        if self.is_bound:
            self._ticket = self._read_ticket()
            self._reshow_question()
        else:
            self.initial["ticket"] = botcheck.issue_ticket(self.bot_scope)
        if recaptcha.is_on():
            self.fields["captcha"] = forms.CharField(
                label="", widget=recaptcha.RecaptchaWidget, required=False
            )
            recaptcha.allow_on_page(request)

    @property
    def token(self) -> str:
        """The one-time token of the submission, once the form is valid."""
        if not isinstance(self.verdict, Passed):
            raise TypeError("The form has not passed the bot check")
        return self.verdict.ticket.token

    def clean(self) -> dict[str, Any]:
        """Judge the form once everything else in it is right; until then only its own errors are shown."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self.verdict = self._judge()
            if isinstance(self.verdict, AskQuestion):
                self._show_question(self.verdict)
                self.add_error("bot_answer", self.verdict.reason)
            elif isinstance(self.verdict, Refused):
                self.add_error(None, self.verdict.reason)
        return cleaned

    def _judge(self) -> Verdict:
        """Return what to do with a form that is otherwise right."""
        if _has_passed(self._ticket):  # sent again: the same receipt, neither counted nor asked
            return Passed(self._ticket)
        signed, answer = self._posted("bot_question"), self._posted("bot_answer")
        asked = bool(signed)
        if asked and botcheck.is_right_answer(answer, signed, self._ticket):
            return self._pass()
        if asked and not self._stale:
            same = botcheck.read_question(signed, self._ticket)
            if same and answer:
                return AskQuestion(same.question, same.signed, str(botcheck.WHY_WRONG))
            return same or botcheck.ask(self._ticket)
        if self._stale:
            return botcheck.ask(self._ticket, str(botcheck.WHY_EXPIRED))
        if recaptcha.is_on():
            confirmed = recaptcha.confirms(self.cleaned_data.get("captcha", ""))
            return self._pass() if confirmed else botcheck.ask(self._ticket)
        busy = (
            not self._throttle("ask", getattr(settings, "BOT_CHECK_ASK_AFTER", ASK_AFTER))
            .hit(self._client)
            .allowed
        )
        if busy or botcheck.is_suspicious(self._ticket, self._posted("website")):
            return botcheck.ask(self._ticket)
        return self._pass()

    def _pass(self) -> Verdict:
        """Take the form in, unless this address has sent very many: then later, with the reason and the time."""
        wait = math.ceil(OPEN_FOR - (timezone.now() - self._ticket.issued_at).total_seconds())
        if isinstance(self._throttle("wait", WAIT_AFTER).hit(self._client), Slow) and wait > 0:
            words = _(
                "现在从这个网络地址提交的意见很多，请等%(seconds)d秒，再点一次提交。您填写的内容都还在，不用重写。"
            )
            return Refused(words % {"seconds": wait}, wait)
        taken = self._throttle("refuse", REFUSE_AFTER).hit(self._client)
        if isinstance(taken, Slow):
            minutes = -(-taken.retry_after // 60)
            words = _(
                "这个网络地址短时间内提交得太多，请%(minutes)d分钟后再试。您填写的内容都还在，建议先复制保存；"
                "也可以换一个网络，或者打电话、到联络站反映。"
            )
            return Refused(words % {"minutes": minutes}, minutes * 60)
        _remember_passed(self._ticket)
        return Passed(self._ticket)

    def _throttle(self, what: str, limit: int) -> Throttle:
        return Throttle(f"form:{self.bot_scope}:{what}", limit, WINDOW_SECONDS)

    def _posted(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name)) or "")

    def _read_ticket(self) -> Ticket:
        """Return the ticket sent along, or put a new one into the form, which then must answer."""
        try:
            return botcheck.read_ticket(self._posted("ticket"), self.bot_scope)
        except TicketError:
            self._stale = True
            fresh = botcheck.issue_ticket(self.bot_scope)
            self._put("ticket", fresh)
            return botcheck.read_ticket(fresh, self.bot_scope)

    def _reshow_question(self) -> None:
        """Keep the question of the last round in the form, while something else may have to be corrected."""
        question = botcheck.read_question(self._posted("bot_question"), self._ticket)
        if question:
            self._add_answer_field(question)

    def _show_question(self, question: AskQuestion) -> None:
        self._put("bot_question", question.signed)
        self._put("bot_answer", "")
        if "bot_answer" not in self.fields:
            self._add_answer_field(question)

    def _add_answer_field(self, question: AskQuestion) -> None:
        self.fields["bot_answer"] = forms.CharField(
            label=question.question,
            help_text=_("用数字或汉字回答都可以。只用来确认不是自动程序提交的。"),
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "size": "6"}),
        )

    def _put(self, name: str, value: str) -> None:
        data: Any = copy(self.data)  # of a QueryDict this is a mutable one
        data[self.add_prefix(name)] = value
        self.data = data


def _passed_key(ticket: Ticket) -> str:
    return "passed:" + salted_hmac("core.botcheck.passed", ticket.token, algorithm="sha256").hexdigest()[:40]


def _has_passed(ticket: Ticket) -> bool:
    try:
        return bool(cache.get(_passed_key(ticket)))
    except Exception:
        logger.warning("The cache failed", exc_info=True)
        return False


def _remember_passed(ticket: Ticket) -> None:
    try:
        cache.set(_passed_key(ticket), 1, int(botcheck.TICKET_MAX_AGE.total_seconds()))
    except Exception:
        logger.warning("The cache failed", exc_info=True)
