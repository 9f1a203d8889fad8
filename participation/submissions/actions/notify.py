"""The sender decides anew whether and how to be told of progress."""

from django.db import transaction

from audit.actions import record
from casework.notifications import forget
from participation.submissions.models import Submission


def choose_notification(*, submission: Submission, way: str) -> None:
    """Keep the choice; switched off, also what is already written goes nowhere."""
    with transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(notify_by=way)
        if not way:
            forget(submission.case)
        record(
            action="submission.choose_notification",
            object_type="case",
            object_id=submission.case.number,
            congress=submission.case.congress,
            by=None,
            data={"way": way or "none"},
        )
    submission.notify_by = way
