"""保存期限: name and contact are erased when the time that the privacy notice promises is over (个保法 19, 47)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from audit.actions import record
from deadlines.rules import RULES
from participation.submissions.models import Submission

BATCH = 200


def erase_identities() -> int:
    """Erase name and contact of opinions closed longer ago than rule ``retention.identity``; return how many.

    The text stays, as it was written. At most one batch at a time, so that nobody waits for it.
    """
    limit = timezone.now() - timedelta(days=RULES["retention.identity"].amount)
    due = Submission.objects.filter(case__closed_at__lt=limit).exclude(name="", contact="")
    with transaction.atomic():
        batch = list(due.select_related("case__congress").order_by("pk")[:BATCH])
        for submission in batch:
            Submission.objects.filter(pk=submission.pk).update(name="", contact="")
            record(
                action="submission.erase_identity",
                object_type="case",
                object_id=submission.case.number,
                congress=submission.case.congress,
                by=None,
            )
    return len(batch)
