"""What each filter of the worklist asks of the database. Every condition has an index behind it."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.kinds import Flag, kinds
from casework.models import Assignment, AssignmentRole, CaseQuerySet, Extension, Supervision
from casework.words import find
from organizations.models import Office

NUMBER = re.compile(r"[A-Za-z]{1,6}-\d")
LAST_CHARACTER = "\U0010ffff"
MOST_OFFICES = 200


def is_overdue() -> Q:
    """Return the condition for cases past their date."""
    return Q(closed_at__isnull=True, answered_at__isnull=True, due_on__lt=timezone.localdate())


def is_supervised() -> Q:
    """Return the condition for cases with a demand from above that is not answered yet."""
    return Q(pk__in=Supervision.objects.filter(answered_at__isnull=True).values("case"))


def asks_for_time() -> Q:
    """Return the condition for cases whose handler asked for more time and waits for the decision."""
    return Q(pk__in=Extension.objects.filter(decided_at__isnull=True).values("clock__case"))


FLAGS: dict[str, Flag] = {
    "overdue": Flag(_("已超期"), is_overdue),
    "supervised": Flag(_("督办未反馈"), is_supervised),
    "extension": Flag(_("申请延期待审批"), asks_for_time),
}


def numbered(words: str) -> Q:
    """Return the condition for numbers that begin with ``words``, in a form that the index serves."""
    prefix = words.upper()
    if connection.vendor == "sqlite":  # its LIKE uses no index
        return Q(number__gte=prefix, number__lt=prefix + LAST_CHARACTER)
    return Q(number__startswith=prefix)


def containing(words: str) -> Q:
    """Return the condition for a number, or for words of the text."""
    words = words.strip()
    return numbered(words) if NUMBER.match(words) else find(words)


def handled_by(name: str) -> Q:
    """Return the condition for cases in the hands of an office, a station or a deputy of this name."""
    offices = Office.objects.filter(name__icontains=name).values_list("pk", flat=True)[:MOST_OFFICES]
    others = Assignment.objects.active().filter(
        Q(deputy__name__icontains=name) | Q(station__title__icontains=name),
        case=OuterRef("pk"),
        role=AssignmentRole.LEAD,
        office__isnull=True,
    )
    return Q(lead_office__in=list(offices)) | Q(Exists(others), lead_office__isnull=True)


def start_of(day: date) -> datetime:
    """Return the first moment of a day here."""
    return timezone.make_aware(datetime.combine(day, time.min))


CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "status": lambda value: Q(status=value),
    "congress": lambda value: Q(congress=value),
    "q": containing,
    "handler": handled_by,
    "received_from": lambda day: Q(received_at__gte=start_of(day)),
    "received_to": lambda day: Q(received_at__lt=start_of(day + timedelta(days=1))),
    "due_from": lambda day: Q(due_on__gte=day),
    "due_to": lambda day: Q(due_on__lte=day),
}


def filtered(cases: CaseQuerySet, values: dict[str, Any]) -> CaseQuerySet:
    """Apply the filters of the worklist; all of them must hold."""
    for name, value in values.items():
        if name in CONDITIONS:
            cases = cases.filter(CONDITIONS[name](value))
    flags = dict(FLAGS)
    for kind in kinds.by_name.values():
        flags |= kind.flags
        own = kind.filters(values)
        if own:
            cases = cases.filter(own, kind=kind.kind)
    if "flag" in values:
        cases = cases.filter(flags[values["flag"]].condition())
    return cases
