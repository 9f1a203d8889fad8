"""Opinions on a draft into the pool, and out of it when the result is public: in batches, as often as needed.

Ten thousand senders are told at once that the result is there, but ten thousand cases are not closed within one
request: the clock of the site does it, a batch at each turn, also for those that were pooled later.
"""

import logging
import time

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from casework.models import Case, Visibility
from casework.workflow import StepClosed
from organizations.scope import has_permission
from participation.adoption.actions.checks import owner
from participation.adoption.queries.access import published
from participation.consultations.models import ConsultationPage
from participation.submissions import actions as opinions
from participation.submissions.models import Category, Coding, OpinionPart, Submission
from participation.submissions.workflow import ACCEPTED, POOLED, RECEIVED, REGISTERED

BATCH, SECONDS = 200, 20.0
POOLED_AT_ONCE = 100
logger = logging.getLogger(__name__)


def answer_pooled(batch: int = BATCH, seconds: float = SECONDS) -> int:
    """Close pooled opinions whose fate is public; return how many. Bounded in number and time, to be called again."""
    until = time.monotonic() + seconds
    done = 0
    for case in _answerable()[:batch]:
        try:
            with transaction.atomic():
                opinions.answer_by_result(case=case)
            done += 1
        except StepClosed:  # the sender, or somebody of the office, was a moment earlier
            continue
        except Exception:
            logger.exception("The result could not be told to case %s", case.number)
        if time.monotonic() > until:
            break
    return done


def _answerable() -> QuerySet[Case]:
    untold = OpinionPart.objects.filter(submission=OuterRef("submission__pk"), fate__isnull=True)
    untold = untold.exclude(coding=Coding.OUT)
    public = Exists(published().filter(consultation=OuterRef("submission__consultation")))
    return Case.objects.filter(public, ~Exists(untold), status=POOLED).order_by("pk")


def poolable(page: ConsultationPage) -> QuerySet[Case]:
    """Return the cases of opinions whose every part has been read: it stands in a group."""
    unread = OpinionPart.objects.filter(submission=OuterRef("submission__pk"), coding=Coding.WAITING)
    read = OpinionPart.objects.filter(submission=OuterRef("submission__pk"), coding=Coding.GROUPED)
    return Case.objects.filter(
        Exists(read),
        ~Exists(unread),
        submission__consultation=page,
        status__in=(RECEIVED, REGISTERED, ACCEPTED),
        visibility=Visibility.NORMAL,
    ).order_by("pk")


def pool_grouped(*, page: ConsultationPage, by: User) -> tuple[int, int]:
    """已归类的列入研究: what was read while grouping is registered and pooled, a hundred at a time.

    Return how many were, and how many could not be. Each is a step of its own, with its own right and record.
    """
    congress = owner(page)
    if not has_permission(by, Permission.TRIAGE, congress):
        raise PermissionDenied(_("您没有把意见列入研究的权限。"))
    done = left = 0
    for case in poolable(page)[:POOLED_AT_ONCE]:
        try:
            with transaction.atomic():
                if case.status == RECEIVED:
                    opinions.register(case=case, by=by, category=_category(case))
                opinions.pool(case=case, by=by)
            done += 1
        except (StepClosed, PermissionDenied, ValidationError):
            left += 1
    return done, left


def _category(case: Case) -> str:
    """Return the sender's own choice, else what opinions on drafts are filed under."""
    chosen = Submission.objects.values_list("category", flat=True).get(case=case)
    return chosen or Category.LEGISLATION
