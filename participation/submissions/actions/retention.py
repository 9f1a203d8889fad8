"""保存期限: who sent an opinion is erased when the time that the privacy notice promises is over (个保法 19, 47).

Also at once, when the sender says so with number and query code, or takes the opinion back.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audit.actions import record
from core.retention import erase_everywhere
from deadlines.due import due_date
from organizations.models import Congress
from participation.submissions.actions.deidentify import mask_own_words, remove_words, renew_words, words_of
from participation.submissions.models import Submission

BATCH = 200


def erase_identities() -> int:
    """Erase the senders of opinions closed longer ago than rule ``retention.identity`` of their congress.

    Name, contact and every copy of them go; numbers, homes and names in the text are starred out. At most one
    batch at a time, so that nobody waits for it. Returns how many opinions were looked at.
    """
    with transaction.atomic():
        due = Submission.objects.filter(_is_due(), identity_erased_at__isnull=True)
        batch = list(
            due.select_for_update(of=("self",)).select_related("case__congress").order_by("pk")[:BATCH]
        )
        if not batch:
            return 0
        held = [submission for submission in batch if submission.name or submission.contact]
        forget_senders(batch)
        # Read again: the texts have changed under the rows in hand.
        batch = list(Submission.objects.select_related("case").filter(pk__in=[row.pk for row in batch]))
        mask_own_words(batch)
        renew_words(batch)
        Submission.objects.filter(pk__in=[row.pk for row in batch]).update(identity_erased_at=timezone.now())
        for submission in held:
            _record("submission.erase_identity", submission)
    return len(batch)


def forget_senders(submissions: Sequence[Submission]) -> None:
    """Erase name and contact, and every copy of them in any place, inside the caller's transaction."""
    rows = [row for row in submissions if row.name or row.contact]
    remove_words({row.case_id: words_of(row) for row in rows})
    Submission.objects.filter(pk__in=[row.pk for row in rows]).update(
        name="", contact="", contact_digest="", notify_by=""
    )
    # A message may outlive the contact it was written to.
    erase_everywhere([row.case.number for row in submissions])
    renew_words(rows)
    for row in rows:
        row.name = row.contact = row.contact_digest = row.notify_by = ""


def erase_own_identity(*, submission: Submission) -> None:
    """The sender takes back name and contact now; the opinion goes on without them (个保法 15, 47)."""
    with transaction.atomic():
        row = (
            Submission.objects.select_for_update(of=("self",))
            .select_related("case__congress")
            .get(pk=submission.pk)
        )
        forget_senders([row])
        _record("submission.erase_own_identity", row)
    submission.refresh_from_db()


def correct_own_identity(*, submission: Submission, name: str, contact: str) -> None:
    """The sender puts name or contact right (个保法 46). What still waits for the old address is not sent."""
    if not name and not contact:
        erase_own_identity(submission=submission)
        return
    with transaction.atomic():
        row = (
            Submission.objects.select_for_update(of=("self",))
            .select_related("case__congress")
            .get(pk=submission.pk)
        )
        if contact != row.contact:
            erase_everywhere([row.case.number])
            row.notify_by = row.notify_by if contact else ""
        row.name, row.contact = name, contact
        row.save(update_fields=["name", "contact", "contact_digest", "notify_by"])
        _record("submission.correct_own_identity", row)
    submission.refresh_from_db()


def take_own_data(*, submission: Submission) -> None:
    """The sender takes away what is held; the ledger shows that it was handed out."""
    with transaction.atomic():
        _record("submission.take_own_data", submission)


def _is_due() -> Q:
    """Return the condition for opinions whose time is over, by the rule of each congress."""
    today, now = timezone.localdate(), timezone.now()
    ids: dict[timedelta, list[int]] = {}
    for congress in Congress.objects.all():
        kept = due_date("retention.identity", today, congress).on - today
        ids.setdefault(kept, []).append(congress.pk)
    condition = Q(pk__in=[])
    for kept, congresses in ids.items():
        condition |= Q(case__congress__in=congresses, case__closed_at__lt=now - kept)
    return condition


def _record(action: str, submission: Submission) -> None:
    record(
        action=action,
        object_type="case",
        object_id=submission.case.number,
        congress=submission.case.congress,
        by=None,
    )
