"""The ways out of the house. Settings say which there are (``NOTIFICATION_CHANNELS``); none is needed.

A channel either returns, which means that the other side has taken the letter, or raises one of two failures
whose words are ours: what a server answers may quote the recipient, and is never kept.
"""

import hashlib
import smtplib
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _


class TemporaryFailure(Exception):
    """It may go through later."""


class PermanentFailure(Exception):
    """It never will: the address is refused."""


@dataclass(frozen=True)
class Letter:
    """What a channel gets. The same ``key`` twice is the same letter: the other side may leave out the second."""

    key: str
    kind: str
    channel: str
    recipient: str
    subject: str
    body: str


class Sender(Protocol):
    """A channel."""

    def send(self, letter: Letter) -> None:
        """Hand the letter over within the channel's time-out, or raise a failure."""


class EmailSender:
    """E-mail through Django's backend, whatever it is."""

    def __init__(self, timeout: float = 10) -> None:
        """Keep the time-out of each step of the conversation."""
        self.timeout = timeout

    def send(self, letter: Letter) -> None:
        """Send one letter to one recipient."""
        digest = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
        mail = EmailMessage(
            letter.subject,
            letter.body,
            to=[letter.recipient],
            headers={
                "Message-ID": f"<{digest}@{domain}>",  # the same for every attempt
                "Auto-Submitted": "auto-generated",  # no out-of-office answers (RFC 3834)
            },
            connection=get_connection(timeout=self.timeout),
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            if codes and all(code >= 500 for code in codes):
                raise PermanentFailure(_("收件地址被拒收（%d）") % codes[0]) from None
            raise TemporaryFailure(_("收件地址暂时不能收（%d）") % (codes[0] if codes else 0)) from None
        except smtplib.SMTPResponseException as error:
            raise TemporaryFailure(_("邮件服务器回答 %d") % error.smtp_code) from None
        except TimeoutError:
            raise TemporaryFailure(_("邮件服务器没有在时限内回答")) from None
        except OSError as error:
            raise TemporaryFailure(_("连不上邮件服务器（%s）") % type(error).__name__) from None


def available() -> list[str]:
    """Return the names of the channels that are set up."""
    return list(settings.NOTIFICATION_CHANNELS)


def sender_for(channel: str) -> Sender:
    """Return the channel of this name as the settings describe it."""
    try:
        options: dict[str, Any] = dict(settings.NOTIFICATION_CHANNELS[channel])
    except KeyError:
        raise TemporaryFailure(_("没有设置这种发送方式")) from None
    sender: Sender = import_string(options.pop("class"))(**options)
    return sender


def verify() -> None:
    """Make every channel once; raise ImproperlyConfigured for one that could never work."""
    known = {"email", "sms", "webhook"}
    unknown = set(available()) - known
    if unknown:
        raise ImproperlyConfigured(f"NOTIFICATION_CHANNELS: unknown channels {sorted(unknown)}")
    for name in available():
        sender_for(name)
