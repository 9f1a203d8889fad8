"""Emptying the outbox: claim a few, send each on its own, note how it went.

At least once: a row is claimed for the length of a lease by moving its next attempt there, in a short
transaction; the sending itself holds no lock. A worker that dies leaves a row that is due again when its lease
is over. The letter's key is the same each time, so that the other side can tell a second copy.
"""

import logging
import random
import time
from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.channels import Letter, PermanentFailure, TemporaryFailure, sender_for
from notifications.models import Message, MessageQuerySet, State

BATCH = 20
LEASE = timedelta(minutes=15)
MAX_ATTEMPTS = 8
# 1 min, 4 min, 16 min, an hour, four hours, then twice a day: a night without a mail server loses nothing.
FIRST_DELAY, GROWTH, LONGEST_DELAY = 60.0, 4.0, 12 * 3600.0
JITTER = 0.25
# After so many failures in a row, the rest of a channel's letters wait for the next turn.
TROUBLES = 3
REST = timedelta(minutes=1)
logger = logging.getLogger(__name__)


def send_due(seconds: float = 20) -> Counter[str]:
    """Send what is due, for about ``seconds``, and return how many ended how. No failure leaves this function."""
    ends, tally, troubles = time.monotonic() + seconds, Counter[str](), Counter[str]()
    while time.monotonic() < ends:
        batch = claim()
        if not batch:
            break
        for message in batch:
            if time.monotonic() >= ends or troubles[message.channel] >= TROUBLES:
                release(message)
                continue
            outcome = deliver(message)
            tally[outcome] += 1
            troubles[message.channel] = 0 if outcome == State.SENT else troubles[message.channel] + 1
    return tally


def claim() -> list[Message]:
    """Take a few messages that are due. Two workers never hold the same one while its lease lasts."""
    now = timezone.now()
    if not Message.objects.due(now).exists():
        return []
    with transaction.atomic():
        # The recipient is read just before the sending: by then it may have been erased.
        due = Message.objects.due(now).defer("recipient").select_for_update(skip_locked=True)
        rows = list(due[:BATCH])
        lost = [row.pk for row in rows if row.attempts >= MAX_ATTEMPTS]
        if lost:  # every attempt has ended with the worker's death
            told = _("发送程序每次都中断")
            Message.objects.filter(pk__in=lost).update(state=State.DEAD, last_error=told)
        taken = [row for row in rows if row.pk not in lost]
        Message.objects.filter(pk__in=[row.pk for row in taken]).update(
            attempts=F("attempts") + 1, next_attempt_at=now + LEASE
        )
    for row in taken:
        row.attempts += 1
    return taken


def deliver(message: Message) -> str:
    """Send one claimed message, note the outcome and return the state it stands in."""
    try:
        recipient = message.recipient
        if not recipient:
            raise PermanentFailure(_("收件地址已经删除"))
        letter = Letter(message.key, message.kind, message.channel, recipient, message.subject, message.body)
        sender_for(message.channel).send(letter)
    except PermanentFailure as failure:
        return _failed(message, str(failure), is_final=True)
    except TemporaryFailure as failure:
        return _failed(message, str(failure))
    except Exception as error:
        # Its text may quote the letter: the kind of error has to do.
        logger.error("Message %s could not be sent: %s", message.pk, type(error).__name__)
        return _failed(message, _("发送出错（%s）") % type(error).__name__)
    Message.objects.filter(pk=message.pk).update(state=State.SENT, sent_at=timezone.now(), last_error="")
    return State.SENT


def release(message: Message) -> None:
    """Give a claimed message back untried; it rests a little."""
    _mine(message).update(attempts=F("attempts") - 1, next_attempt_at=timezone.now() + REST)


def delay_after(attempts: int) -> timedelta:
    """Return how long to wait after this many attempts: longer each time, and never all at the same moment."""
    seconds = min(FIRST_DELAY * GROWTH ** (attempts - 1), LONGEST_DELAY)
    return timedelta(seconds=seconds * random.uniform(1, 1 + JITTER))  # noqa: S311


def _failed(message: Message, told: str, *, is_final: bool = False) -> str:
    """Note a failure; the last one makes a dead letter that the office sees."""
    is_final = is_final or message.attempts >= MAX_ATTEMPTS
    state = State.DEAD if is_final else State.QUEUED
    _mine(message).update(
        state=state, last_error=told[:100], next_attempt_at=timezone.now() + delay_after(message.attempts)
    )
    if is_final:
        logger.warning("Message %s (%s) is a dead letter: %s", message.pk, message.kind, told)
    return state


def _mine(message: Message) -> MessageQuerySet:
    """Return the row while it is still the one that was claimed: nobody dropped it or claimed it anew."""
    return Message.objects.filter(pk=message.pk, state=State.QUEUED, attempts=message.attempts)
