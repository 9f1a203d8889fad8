"""公开: a masked copy is prepared by one person, checked by another, and can be taken down."""

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from casework.models import Case, Event, Promise, Reply
from participation.submissions.models import PublishedCopy, Redo, Submission
from participation.submissions.workflow import workflow


def _answer(case: Case) -> Reply:
    """Return the answer in force: the last one signed."""
    return case.replies.filter(signed_at__isnull=False).latest("round")


def _accepted_on(case: Case) -> date | None:
    """Return the day the matter was taken in (受理日期), None for one answered without that step."""
    moment = (
        Event.objects.filter(case=case, name="accept").order_by("id").values_list("at", flat=True).first()
    )
    return None if moment is None else timezone.localdate(moment)


def _facts(answer: Reply) -> dict[str, Any]:
    """Return the class of the answer, and the days of its promise."""
    promise = Promise.objects.filter(reply=answer).first()
    kept_at = promise.kept_at if promise is not None else None
    return {
        "answer_class": answer.answer_class,
        "promised_on": answer.promised_on,
        "promise_kept_on": timezone.localdate(kept_at) if kept_at is not None else None,
    }


def prepare_copy(*, case: Case, by: User, title: str, text: str, reply: str, note: str = "") -> None:
    """整理公开稿: write the copy without personal data; it appears only after another person's check."""
    with workflow.step(case, "prepare_copy", by=by, note=note) as locked:
        submission = Submission.objects.select_related("consultation", "station", "deputy").get(case=locked)
        answer = _answer(locked)
        PublishedCopy.objects.update_or_create(
            submission=submission,
            defaults={
                "congress": locked.congress,
                "number": locked.number,
                "title": title,
                "text": text,
                "reply": reply,
                "body_name": answer.body_name,
                "target_name": submission.target_name[:200],
                "station": submission.station,
                "deputy": submission.deputy,
                "consultation": submission.consultation,
                "category": submission.category,
                "rating": submission.rating,
                "redo": Redo.DONE if submission.redo_count else Redo.NONE,
                "received_on": timezone.localdate(locked.received_at),
                "accepted_on": _accepted_on(locked),
                **_facts(answer),
                "answered_on": timezone.localdate(answer.signed_at),
                "prepared_by": by,
                "prepared_at": timezone.now(),
                "approved_by": None,
                "published_at": None,
                "withdrawn_at": None,
            },
        )


def publish_copy(*, case: Case, by: User, note: str = "") -> None:
    """审核并公开: a second person has read the copy and found nothing personal in it."""
    with workflow.step(case, "publish_copy", by=by, note=note) as locked:
        copy = PublishedCopy.objects.get(submission__case=locked)
        copy.approved_by, copy.published_at = by, timezone.now()
        copy.save(update_fields=["approved_by", "published_at"])


def withdraw_copy(*, case: Case, by: User, reason: str) -> None:
    """撤下公开稿: the copy leaves the site; the reason stays in the record."""
    with workflow.step(case, "withdraw_copy", by=by, note=reason) as locked:
        copy = PublishedCopy.objects.get(submission__case=locked)
        copy.withdrawn_at = timezone.now()
        copy.save(update_fields=["withdrawn_at"])
