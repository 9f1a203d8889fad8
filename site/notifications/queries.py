"""Reading the outbox for the office's screen, and whom the daily digest reaches."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from core.paging import Count, KeysetPage, bounded_count, keyset_page
from notifications.models import DayDone, Message, MessageQuerySet, State
from organizations.scope import congress_ids

OFFICE = Permission.VIEW_ALL_CASES
COUNT_LIMIT = 999
PAGE_SIZE = 30

Narrowing = Callable[[User], Q]
narrowings: list[Narrowing] = []
"""Conditions that a message must meet besides lying in the person's congress: whoever keeps the cases registers
one, so that the list names no case that its reader may not see."""


@dataclass(frozen=True)
class StateTab:
    """One list of the screen: a state and how many stand in it."""

    key: str
    label: str | Promise
    count: Count
    is_alarm: bool = False


def visible_to(user: User) -> MessageQuerySet:
    """Return the messages of the user's congress and below, without those about cases it may not see."""
    messages: MessageQuerySet = Message.objects.filter(congress__in=congress_ids(user, OFFICE))
    for narrowing in narrowings:
        messages = messages.filter(narrowing(user))
    return messages


def tabs(user: User) -> list[StateTab]:
    """Return the lists with their bounded counts. Nobody asks how many were ever sent."""
    messages = visible_to(user)

    def tab(state: State, *, is_alarm: bool = False) -> StateTab:
        count = bounded_count(messages.filter(state=state), COUNT_LIMIT)
        return StateTab(state.value, state.label, count, is_alarm)

    every = StateTab("", _("全部"), bounded_count(messages, COUNT_LIMIT))
    return [tab(State.DEAD, is_alarm=True), tab(State.QUEUED), every]


def page_of(user: User, state: str, kind: str, cursor: str | None) -> KeysetPage[Message]:
    """Return one page of a list, newest first."""
    messages = visible_to(user).select_related("congress").defer("body")
    if state in State.values:
        messages = messages.filter(state=state)
    if kind:
        messages = messages.filter(kind=kind)
    return keyset_page(messages, ("-id",), cursor, PAGE_SIZE)


def dead_count(user: User) -> Count:
    """Return how many messages have failed for good, for the front page of the admin."""
    return bounded_count(visible_to(user).filter(state=State.DEAD), COUNT_LIMIT)


def wants_digest() -> QuerySet[User]:
    """Return the active accounts with a membership in force that have not switched the digest off."""
    return (
        User.objects.filter(is_active=True, memberships__is_active=True)
        .exclude(notification_preference__daily_digest=False)
        .distinct()
        .order_by("pk")
    )


def is_done(job: str, day: date) -> bool:
    """Return whether a daily job is finished for ``day``."""
    return DayDone.objects.filter(job=job, day=day).exists()
