"""Storing an opinion: the one function behind both doors, the public form and the office's screen."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.models import Case, CaseFile, CaseSerial, Clock
from casework.workflow import write_event
from core.text import one_line
from deadlines.due import chinese_date, due_date
from liaison.deputies.models import Deputy
from liaison.stations.models import Reception, StationPage
from library.models import PrivateFile
from library.photos import ProcessedPhoto
from library.quarantine import first_state
from organizations.models import Congress
from participation.consultations.models import Article, ConsultationPage, Phase
from participation.submissions import codes
from participation.submissions.models import Channel, OfficeEntry, Submission
from participation.submissions.workflow import RECEIVED, workflow

CONSENT_VERSION = "2026-11"
SUMMARY_LENGTH = 60
# A rehearsal takes no number: on PostgreSQL a counter does not go back when the rest is undone.
REHEARSAL_SERIAL = 0


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
    notify_by: str = ""
    consents_to_publication: bool = False
    photos: Sequence[ProcessedPhoto] = field(default_factory=tuple)


@dataclass(frozen=True)
class AtTheOffice:
    """What is added when a person of the office types in what somebody said or wrote."""

    by: User
    received_at: datetime
    reception: Reception | None = None
    language_note: str = ""
    told_notice: bool = False


@dataclass(frozen=True)
class Receipt:
    """What the sender takes along."""

    number: str
    code: str
    received_at: datetime


def store_opinion(*, opinion: Opinion, token: str, at_office: AtTheOffice | None = None) -> Receipt:
    """Store an opinion and return its receipt, in one transaction. Both doors, web and office, lead here.

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
            return _store(opinion, token, digest, stored, at_office)
    except IntegrityError:
        _discard(stored)
        earlier = receipt_for(token)
        if earlier is None:
            raise
        return earlier
    except Exception:
        _discard(stored)
        raise


def rehearse_opinion(*, opinion: Opinion, token: str) -> None:
    """Do all that storing does, up to the last row, and undo it: nothing stays, no number is used up.

    For the probe of the forms. What would stop a citizen's opinion stops this too, with the same exception.
    """
    stored: list[PrivateFile] = []
    try:
        with transaction.atomic():
            _store(opinion, token, codes.token_hash(token), stored, None, REHEARSAL_SERIAL)
            transaction.set_rollback(True)
    finally:
        _discard(stored)


def receipt_for(token: str) -> Receipt | None:
    """Return the receipt of what was sent with ``token``, None when nothing was."""
    found = (
        Submission.objects.filter(token_hash=codes.token_hash(token))
        .values_list("case__number", "case__received_at")
        .first()
    )
    return None if found is None else Receipt(found[0], codes.code_for(token), found[1])


def _store(
    opinion: Opinion,
    token: str,
    digest: str,
    stored: list[PrivateFile],
    at_office: AtTheOffice | None,
    serial: int | None = None,
) -> Receipt:
    """Write case, opinion, photos, first event and audit row."""
    code, case = codes.code_for(token), _new_case(opinion, at_office, serial)
    submission = _new_submission(case, opinion, digest, code)
    for index, photo in enumerate(opinion.photos, start=1):
        stored.append(_store_photo(case, photo, index))
    data: dict[str, object] = {"channel": opinion.channel, "photos": len(stored)}
    told = ""
    if at_office is not None:
        OfficeEntry.objects.create(
            submission=submission,
            entered_by=at_office.by,
            received_on=timezone.localdate(at_office.received_at),
            reception=at_office.reception,
            language_note=at_office.language_note,
            told_notice=at_office.told_notice,
        )
        received = timezone.localdate(at_office.received_at)
        data |= {"received_on": received.isoformat(), "told_notice": at_office.told_notice}
        told = _("%(day)s收到（%(channel)s），由工作人员代为登记。") % {
            "day": chinese_date(received),
            "channel": Channel(opinion.channel).label,
        }
    by = at_office.by if at_office is not None else None
    write_event(case, "submit", "", by=by, public_note=told, data=data)
    return Receipt(case.number, code, case.received_at)


def _new_case(opinion: Opinion, at_office: AtTheOffice | None, serial: int | None = None) -> Case:
    """Write the case. Its clocks run from the day of receipt; its number tells the year it was written down."""
    target, now = opinion.target, timezone.now()
    received_at = at_office.received_at if at_office is not None else now
    due = due_date("opinion.ack", timezone.localdate(received_at), target.congress)
    serial = CaseSerial.objects.create(pk=serial).pk
    case = Case.objects.create(
        number=f"{target.congress.number_prefix}-{timezone.localdate(now).year}-{serial:06d}",
        kind=workflow.kind,
        status=RECEIVED,
        congress=target.congress,
        summary=one_line(opinion.text, SUMMARY_LENGTH),
        received_at=received_at,
        due_on=due.on,
        due_explanation=due.explanation,
    )
    Clock.objects.create(
        case=case, rule_id=due.rule.id, base_on=due.base, due_on=due.on, explanation=due.explanation
    )
    return case


def _new_submission(case: Case, opinion: Opinion, digest: str, code: str) -> Submission:
    """Write the opinion as it came."""
    target = opinion.target
    return Submission.objects.create(
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
        notify_by=opinion.notify_by,
        consents_to_publication=opinion.consents_to_publication,
        consent_version=CONSENT_VERSION,
        age_statement=opinion.age_statement,
        token_hash=digest,
        code_hash=codes.hash_code(case.number, code),
    )


def _store_photo(case: Case, photo: ProcessedPhoto, index: int) -> PrivateFile:
    """Keep one cleaned photo with the case."""
    private = PrivateFile(
        id=uuid.uuid4(),
        name=_("照片%(number)s.jpg") % {"number": index},
        content_type=photo.content_type,
        size=len(photo.content),
        sha256=photo.sha256,
        state=first_state(),
    )
    private.file.save("photo", ContentFile(photo.content), save=False)
    private.save()
    CaseFile.objects.create(case=case, file=private)
    return private


def _discard(stored: list[PrivateFile]) -> None:
    """Remove from the disk what the rolled-back transaction had put there."""
    for private in stored:
        private.file.storage.delete(str(private.file.name))
