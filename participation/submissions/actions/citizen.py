"""What the sender of an opinion does: send, add, rate, withdraw."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from casework import clocks, words
from casework.workflow import StepClosed
from participation.submissions.actions.handing_back import assign_again
from participation.submissions.actions.retention import forget_senders
from participation.submissions.actions.storing import (
    CONSENT_VERSION,
    ConsultationClosedError,
    Opinion,
    Receipt,
    Target,
    receipt_for,
    store_opinion,
)
from participation.submissions.models import Rating, Redo, Submission, Supplement
from participation.submissions.workflow import ASKED, MORE, workflow

DOUBLE_CLICK = timedelta(minutes=15)
__all__ = [
    "CONSENT_VERSION",
    "ConsultationClosedError",
    "Opinion",
    "Receipt",
    "Target",
    "add_supplement",
    "rate",
    "receipt_for",
    "revoke_consent",
    "submit",
    "withdraw",
]


def submit(*, opinion: Opinion, token: str) -> Receipt:
    """Store what a citizen sent; see :func:`store_opinion`."""
    return store_opinion(opinion=opinion, token=token)


def add_supplement(*, submission: Submission, text: str) -> None:
    """Add what the sender writes later; when the office had asked for it, the case goes on.

    The same words sent twice in a row are kept once: a double click is no second thought.
    """
    step = {MORE: "answer_more", ASKED: "answer_asked"}.get(submission.case.status, "supplement")
    try:
        with workflow.step(submission.case, step, by=None) as case:
            if step != "supplement":
                clocks.resume(case)
            if _was_just_added(submission, text):
                raise _AlreadyAdded
            Supplement.objects.create(submission=submission, text=text)
            words.forget(case)
    except _AlreadyAdded:
        return
    except StepClosed:  # the first of two clicks has moved the case on
        if not _was_just_added(submission, text):
            raise


class _AlreadyAdded(Exception):
    """Undoes the step of a supplement that is there already."""


def _was_just_added(submission: Submission, text: str) -> bool:
    """Return whether the last supplement has these very words and is no older than a quarter of an hour."""
    last = submission.supplements.order_by("-id").first()
    return last is not None and last.text == text and timezone.now() - last.at < DOUBLE_CLICK


def withdraw(*, submission: Submission) -> None:
    """Take the opinion back before it is answered; assignments and all knowledge of the sender end with it."""
    with workflow.step(submission.case, "withdraw", by=None) as case:
        case.assignments.active().update(done_at=timezone.now())
        forget_senders([submission])
        case.refresh_from_db(fields=["summary"])


def revoke_consent(*, submission: Submission) -> None:
    """Take back the consent to publication; the copy leaves the site at once (个保法 15)."""
    with workflow.step(submission.case, "revoke_consent", by=None):
        Submission.objects.filter(pk=submission.pk).update(consents_to_publication=False)
        copy = getattr(submission, "published_copy", None)
        if copy is not None:
            copy.withdrawn_at = copy.withdrawn_at or timezone.now()
            copy.save(update_fields=["withdrawn_at"])
    submission.refresh_from_db()


def rate(*, submission: Submission, rating: str, comment: str = "") -> None:
    """Record the sender's judgement. The first "not satisfied" reopens the case; all others close it."""
    # What a result answered was in nobody's hands: there is nobody to give it back to.
    reopens = rating == Rating.NOT and workflow.by_name["reopen"].refusal(submission.case, None) is None
    step = "reopen" if reopens else "rate"
    with workflow.step(submission.case, step, by=None, data={"rating": rating}) as case:
        changes: dict[str, object] = {"rating_comment": comment, "rated_at": timezone.now()}
        if reopens:
            assign_again(case, instruction=_("群众对答复不满意，请重新办理。"))
            changes["redo_count"] = submission.redo_count + 1
        else:
            changes["rating"] = rating
        Submission.objects.filter(pk=submission.pk).update(**changes)
        copy = getattr(submission, "published_copy", None)
        if copy is not None:
            if reopens:
                copy.redo = Redo.RUNNING
            else:
                copy.rating = rating
            copy.save(update_fields=["rating", "redo"])
    submission.refresh_from_db()
