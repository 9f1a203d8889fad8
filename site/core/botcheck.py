"""Telling programs from people without any outside service, and without JavaScript (``domain.md`` §6.5).

A form carries a signed ticket: a random token, which is also the one-time token of the submission, and the
time it was issued. A hidden field that only programs fill in, a form sent back within two seconds, or too
many forms from one address raise suspicion. Suspicion never shuts anyone out: the form is shown again, with
all its text, and one sum in Chinese words.
"""

import datetime
import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

TICKET_MAX_AGE = datetime.timedelta(hours=24)
QUESTION_MAX_AGE = datetime.timedelta(minutes=30)
TOO_QUICK = datetime.timedelta(seconds=2)
MAX_SIGNED_LENGTH = 1000
DIGITS = "零一二三四五六七八九"

WHY_ASK = _("请回答这个小问题后再次提交，您填写的内容都还在。")
WHY_WRONG = _("答案不对，请再算一次。您填写的内容都还在。")
WHY_EXPIRED = _("页面打开的时间太长了。请回答这个小问题后再次提交，您填写的内容都还在。")


class TicketError(Exception):
    """A form came without a ticket of ours that still holds."""


class TicketMissingError(TicketError):
    """No ticket at all."""


class TicketForgedError(TicketError):
    """A ticket we did not issue for this form."""


class TicketExpiredError(TicketError):
    """A ticket of ours, too old."""


@dataclass(frozen=True)
class Ticket:
    """What a good ticket says."""

    token: str
    issued_at: datetime.datetime


@dataclass(frozen=True)
class Passed:
    """Take the form in."""

    ticket: Ticket


@dataclass(frozen=True)
class AskQuestion:
    """Show the form again with this question; ``signed`` goes into a hidden field."""

    question: str
    signed: str
    reason: str


@dataclass(frozen=True)
class Refused:
    """Do not take the form in for now; show it again with the reason."""

    reason: str
    retry_after: int


Verdict = Passed | AskQuestion | Refused


def issue_ticket(scope: str, now: datetime.datetime | None = None) -> str:
    """Return a new ticket for the forms of this scope: 128 random bits and the time, signed."""
    issued = (now or timezone.now()).timestamp()
    return _ticket_signer(scope).sign_object({"t": secrets.token_hex(16), "i": round(issued, 3)})


def read_ticket(
    value: str,
    scope: str,
    max_age: datetime.timedelta = TICKET_MAX_AGE,
    now: datetime.datetime | None = None,
) -> Ticket:
    """Return what the ticket says, or raise why it does not hold."""
    if not value:
        raise TicketMissingError
    data = _unsign(_ticket_signer(scope), value)
    if data is None:
        raise TicketForgedError
    ticket = Ticket(data["t"], datetime.datetime.fromtimestamp(data["i"], datetime.UTC))
    if (now or timezone.now()) - ticket.issued_at > max_age:
        raise TicketExpiredError
    return ticket


def ask(ticket: Ticket, reason: str = "", now: datetime.datetime | None = None) -> AskQuestion:
    """Return a fresh sum in Chinese words, tied to this ticket."""
    first, second = secrets.randbelow(8) + 2, secrets.randbelow(8) + 2
    if secrets.randbelow(2):
        question, answer = f"{DIGITS[first]}加{DIGITS[second]}等于几？", first + second
    else:
        first, second = max(first, second), min(first, second)
        question, answer = f"{DIGITS[first]}减{DIGITS[second]}等于几？", first - second
    data = {"q": question, "a": _answer_mark(ticket, answer), "i": (now or timezone.now()).timestamp()}
    return AskQuestion(question, _question_signer(ticket).sign_object(data), reason or str(WHY_ASK))


def read_question(signed: str, ticket: Ticket, now: datetime.datetime | None = None) -> AskQuestion | None:
    """Return the question that was asked for this ticket, or None when it is not ours or too old."""
    data = _unsign(_question_signer(ticket), signed)
    if data is None or (now or timezone.now()).timestamp() - data["i"] > QUESTION_MAX_AGE.total_seconds():
        return None
    return AskQuestion(data["q"], signed, str(WHY_ASK))


def is_right_answer(answer: str, signed: str, ticket: Ticket, now: datetime.datetime | None = None) -> bool:
    """Tell whether the answer, in digits or in Chinese, fits the question asked for this very ticket."""
    number = parse_number(answer)
    if number is None or read_question(signed, ticket, now) is None:
        return False
    data = _unsign(_question_signer(ticket), signed) or {}
    return constant_time_compare(data.get("a", ""), _answer_mark(ticket, number))


def parse_number(answer: str) -> int | None:
    """Return the number from 0 to 99 written as 8, ８, 八, 十八, or 等于八。; None when it is none."""
    text = re.sub(r"[\s。.,，!！]|等于|是|答案|[:：=]", "", unicodedata.normalize("NFKC", answer)[:40])
    text = text.replace("〇", "零").replace("两", "二")
    if re.fullmatch(r"[0-9]{1,2}", text):
        return int(text)
    if re.fullmatch(f"[{DIGITS}]", text):
        return DIGITS.index(text)
    tens = re.fullmatch(f"([{DIGITS[1:]}]?)十([{DIGITS[1:]}]?)", text)
    if tens is None:
        return None
    return (DIGITS.index(tens[1]) if tens[1] else 1) * 10 + (DIGITS.index(tens[2]) if tens[2] else 0)


def is_suspicious(ticket: Ticket, honeypot: str, now: datetime.datetime | None = None) -> bool:
    """Tell whether the hidden field was filled in, or the form came back quicker than a person can."""
    return bool(honeypot) or (now or timezone.now()) - ticket.issued_at < TOO_QUICK


def _ticket_signer(scope: str) -> signing.Signer:
    return signing.Signer(salt=f"core.botcheck.ticket:{scope}")


def _question_signer(ticket: Ticket) -> signing.Signer:
    # The token is part of the salt: a question answered once is worth nothing for another ticket.
    return signing.Signer(salt=f"core.botcheck.question:{ticket.token}")


def _answer_mark(ticket: Ticket, answer: int) -> str:
    return salted_hmac("core.botcheck.answer", f"{ticket.token}:{answer}", algorithm="sha256").hexdigest()[
        :32
    ]


def _unsign(signer: signing.Signer, value: str) -> dict[str, Any] | None:
    """Return what was signed, or None for anything that was not."""
    if not value or len(value) > MAX_SIGNED_LENGTH:
        return None
    try:
        data = signer.unsign_object(value)
    except (signing.BadSignature, ValueError):
        return None
    return data if isinstance(data, dict) else None
