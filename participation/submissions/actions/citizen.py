"""What the sender of an opinion does: send, add, rate, withdraw."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Assignment, AssignmentRole, Case, CaseFile, CaseSerial
from casework.workflow import StepClosed, write_event
from core.text import one_line
from deadlines.due import due_date
from liaison.deputies.models import Deputy
from liaison.stations.models import StationPage
from library.models import PrivateFile
from library.photos import ProcessedPhoto
from organizations.models import Congress
from participation.consultations.models import Article, ConsultationPage, Phase
from participation.submissions import codes
from participation.submissions.models import Channel, Rating, Submission, Supplement
from participation.submissions.workflow import MORE, RECEIVED, workflow

CONSENT_VERSION = "2026-11"
SUMMARY_LENGTH = 60
DOUBLE_CLICK = timedelta(minutes=15)


class ConsultationClosedError(Exception):
    """The consultation takes no opinions at this moment; the message says why."""


@dataclass(frozen=True)
class Target:
    """What an opinion is addressed to; exactly the fields that apply are set."""

    congress: Congress
    station: StationPage | None = None
    deputy: Deputy | None = None
    consultation: ConsultationPage | None = None
    article: Article | None = None


@dataclass(frozen=True)
class Opinion:
    """A cleaned form."""

    target: Target
    text: str
    age_statement: str
    channel: str = Channel.WEB
    category: str = ""
    place: str = ""
    name: str = ""
    contact: str = ""
    consents_to_publication: bool = False
    photos: Sequence[ProcessedPhoto] = field(default_factory=tuple)


@dataclass(frozen=True)
class Receipt:
    """What the sender takes along."""

    number: str
    code: str
    received_at: datetime


def submit(*, opinion: Opinion, token: str) -> Receipt:
    """Store an opinion and return its receipt, in one transaction.

    The same ``token`` always returns the same receipt, however often and however parallel it is sent.
    Raises ConsultationClosedError when the consultation is not open at this instant.
    """
    digest = codes.token_hash(token)
    earlier = receipt_for(token)
    if earlier is not None:
        return earlier
    consultation = opinion.target.consultation
    if consultation is not None and consultation.phase_at() is not Phase.OPEN:
        raise ConsultationClosedError(_("这次征求意见现在不接收意见。"))
    stored: list[PrivateFile] = []
    try:
        with transaction.atomic():
            return _store(opinion, token, digest, stored)
    except IntegrityError:
        _discard(stored)
        earlier = receipt_for(token)
        if earlier is None:
            raise
        return earlier
    except Exception:
        _discard(stored)
        raise


def receipt_for(token: str) -> Receipt | None:
    """Return the receipt of what was sent with ``token``, None when nothing was."""
    found = (
        Submission.objects.filter(token_hash=codes.token_hash(token))
        .values_list("case__number", "case__received_at")
        .first()
    )
    return None if found is None else Receipt(found[0], codes.code_for(token), found[1])


def _store(opinion: Opinion, token: str, digest: str, stored: list[PrivateFile]) -> Receipt:
    """Write case, opinion, photos, first event and audit row."""
    target, now = opinion.target, timezone.now()
    due = due_date("opinion.ack", timezone.localdate(now))
    number = (
        f"{target.congress.number_prefix}-{timezone.localdate(now).year}-{CaseSerial.objects.create().pk:06d}"
    )
    code = codes.code_for(token)
    case = Case.objects.create(
        number=number,
        kind=workflow.kind,
        status=RECEIVED,
        congress=target.congress,
        summary=one_line(opinion.text, SUMMARY_LENGTH),
        received_at=now,
        due_on=due.on,
        due_explanation=due.explanation,
    )
    Submission.objects.create(
        case=case,
        channel=opinion.channel,
        station=target.station,
        deputy=target.deputy,
        consultation=target.consultation,
        article_key=target.article.key if target.article else None,
        article_label=str(target.article)[:120] if target.article else "",
        article_text=target.article.text if target.article else "",
        category=opinion.category,
        text=opinion.text,
        place=opinion.place,
        name=opinion.name,
        contact=opinion.contact,
        consents_to_publication=opinion.consents_to_publication,
        consent_version=CONSENT_VERSION,
        age_statement=opinion.age_statement,
        token_hash=digest,
        code_hash=codes.hash_code(number, code),
    )
    for index, photo in enumerate(opinion.photos, start=1):
        stored.append(_store_photo(case, photo, index))
    write_event(case, "submit", "", by=None, data={"channel": opinion.channel, "photos": len(stored)})
    return Receipt(number, code, now)


def _store_photo(case: Case, photo: ProcessedPhoto, index: int) -> PrivateFile:
    """Keep one cleaned photo with the case."""
    private = PrivateFile(
        id=uuid.uuid4(),
        name=_("照片%(number)s.jpg") % {"number": index},
        content_type=photo.content_type,
        size=len(photo.content),
        sha256=photo.sha256,
    )
    private.file.save("photo", ContentFile(photo.content), save=False)
    private.save()
    CaseFile.objects.create(case=case, file=private)
    return private


def _discard(stored: list[PrivateFile]) -> None:
    """Remove from the disk what the rolled-back transaction had put there."""
    for private in stored:
        private.file.storage.delete(str(private.file.name))


def add_supplement(*, submission: Submission, text: str) -> None:
    """Add what the sender writes later; when the office had asked for it, the case goes on.

    The same words sent twice in a row are kept once: a double click is no second thought.
    """
    step = "answer_more" if submission.case.status == MORE else "supplement"
    try:
        with workflow.step(submission.case, step, by=None):
            if _was_just_added(submission, text):
                raise _AlreadyAdded
            Supplement.objects.create(submission=submission, text=text)
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
    """Take the opinion back before it is answered; assignments end with it."""
    with workflow.step(submission.case, "withdraw", by=None) as case:
        case.assignments.active().update(done_at=timezone.now())


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
    reopens = rating == Rating.NOT and submission.redo_count == 0
    step = "reopen" if reopens else "rate"
    with workflow.step(submission.case, step, by=None, data={"rating": rating}) as case:
        changes: dict[str, object] = {"rating_comment": comment, "rated_at": timezone.now()}
        if reopens:
            _assign_again(case)
            changes["redo_count"] = submission.redo_count + 1
        else:
            changes["rating"] = rating
        Submission.objects.filter(pk=submission.pk).update(**changes)
        copy = getattr(submission, "published_copy", None)
        if copy is not None and not reopens:
            copy.rating = rating
            copy.save(update_fields=["rating"])
    submission.refresh_from_db()


def _assign_again(case: Case) -> None:
    """Give the case back to whoever answered, with the clock of a redo."""
    last = case.assignments.filter(role=AssignmentRole.LEAD).order_by("-id").first()
    if last is None:
        raise ValueError("an answered case has had a lead handler")
    due = due_date("opinion.redo", timezone.localdate())
    Assignment.objects.create(
        case=case,
        role=AssignmentRole.LEAD,
        office=last.office,
        deputy=last.deputy,
        station=last.station,
        instruction=_("群众对答复不满意，请重新办理。"),
        assigned_by=last.assigned_by,
        due_on=due.on,
        due_explanation=due.explanation,
    )
    case.due_on, case.due_explanation, case.answered_at = due.on, due.explanation, None
