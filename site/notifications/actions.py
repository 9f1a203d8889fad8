"""Writing to the outbox, and what the office and the retention do with what lies in it. Nothing is sent here."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import record
from core.text import one_line
from notifications.kinds import by_name
from notifications.models import Channel, DayDone, Message, StaffPreference, State
from notifications.queries import OFFICE
from organizations.models import Congress
from organizations.scope import has_permission

SHORT = "notifications/short.txt"
LETTER = "notifications/letter.txt"
KEPT_DAYS = 180
PURGE_BATCH = 200


class MessageMovedOn(Exception):
    """The message no longer stands where the person saw it; the message says how."""


def enqueue(
    *,
    kind: str,
    key: str,
    congress: Congress,
    channel: str,
    recipient: str,
    context: Mapping[str, Any],
    about: str = "",
) -> None:
    """Write one message inside the caller's transaction. A ``key`` that is there already changes nothing.

    ``context`` holds no personal data: what a message says may be read by whoever carries it.
    """
    if not recipient:
        raise ValueError("a message needs a recipient")
    found = by_name[kind]
    layout = SHORT if channel == Channel.SMS else LETTER
    values = {"number": about, "office": congress.short_office_name, "phone": congress.contact_phone}
    values |= {"layout": layout, **context}
    text = render_to_string(found.template, values)
    message = Message(
        key=key,
        kind=kind,
        congress=congress,
        about=about,
        channel=channel,
        recipient=recipient,
        subject=one_line(str(found.subject) % {"number": about}, 120),
        body=one_line(text) if layout == SHORT else text.strip() + "\n",
    )
    # Not get_or_create: a unique key that fails would break the caller's transaction on PostgreSQL.
    Message.objects.bulk_create([message], ignore_conflicts=True)


def retry(*, message: Message, by: User) -> None:
    """Put a dead letter back into the queue, with all its attempts."""
    with transaction.atomic():
        locked = _locked(message, by)
        if locked.state != State.DEAD:
            raise MessageMovedOn(_("这条通知现在是“%s”，不用重发。") % locked.get_state_display())
        locked.state, locked.attempts, locked.next_attempt_at = State.QUEUED, 0, timezone.now()
        locked.last_error = ""
        locked.save(update_fields=["state", "attempts", "next_attempt_at", "last_error"])
        _record("message.retry", locked, by)


def give_up(*, message: Message, by: User) -> None:
    """Send it no more: somebody has told the recipient in another way."""
    with transaction.atomic():
        locked = _locked(message, by)
        if locked.state not in {State.QUEUED, State.DEAD}:
            raise MessageMovedOn(_("这条通知现在是“%s”，不能再取消。") % locked.get_state_display())
        locked.state = State.DROPPED
        locked.save(update_fields=["state"])
        _record("message.give_up", locked, by)


def forget(*, numbers: Iterable[str]) -> None:
    """Erase the recipients of all messages about these cases; what is not sent yet never will be."""
    messages = Message.objects.filter(about__in=list(numbers)).exclude(about="")
    messages.unsent().update(state=State.DROPPED)
    messages.update(recipient="")


def set_daily_digest(*, user: User, wanted: bool) -> None:
    """Switch one's own daily digest on or off."""
    StaffPreference.objects.update_or_create(user=user, defaults={"daily_digest": wanted})


def mark_done(*, job: str, day: date) -> None:
    """Remember that a daily job is finished for ``day``; older days are of no use any more."""
    DayDone.objects.bulk_create([DayDone(job=job, day=day)], ignore_conflicts=True)
    DayDone.objects.filter(job=job, day__lt=day).delete()


def purge() -> int:
    """Delete what was written half a year ago and is not waiting, from the oldest on; return how many."""
    oldest = list(Message.objects.order_by("id").values_list("id", "created_at")[:PURGE_BATCH])
    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    stale = [pk for pk, created_at in oldest if created_at < limit]
    return Message.objects.filter(pk__in=stale).exclude(state=State.QUEUED).delete()[0] if stale else 0


def _locked(message: Message, by: User) -> Message:
    """Return the row as it stands, locked, after checking that ``by`` may decide about it."""
    locked = Message.objects.select_for_update(of=("self",)).select_related("congress").get(pk=message.pk)
    if not has_permission(by, OFFICE, locked.congress):
        raise PermissionDenied
    return locked


def _record(action: str, message: Message, by: User) -> None:
    record(
        action=action,
        object_type="message",
        object_id=message.pk,
        congress=message.congress,
        by=by,
        data={"kind": message.kind, "about": message.about},
    )
