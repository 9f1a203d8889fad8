"""The rows of opinions: one INSERT per table, for one opinion or for several that are committed together."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Case, CaseFile, CaseSerial, Clock
from casework.workflow import Step, write_events
from core.text import one_line
from deadlines.due import DueDate, chinese_date, due_date
from library.models import PrivateFile
from library.photos import ProcessedPhoto
from library.quarantine import first_state
from participation.submissions import codes
from participation.submissions.actions.opinions import CONSENT_VERSION, AtTheOffice, Opinion, Receipt
from participation.submissions.actions.parts import label_of, write_parts
from participation.submissions.models import Channel, OfficeEntry, Submission
from participation.submissions.workflow import RECEIVED, workflow

SUMMARY_LENGTH = 60
# A rehearsal takes no number: on PostgreSQL a counter does not go back when the rest is undone.
REHEARSAL_SERIAL = 0


@dataclass(frozen=True)
class Incoming:
    """An opinion on its way into the database; ``stored`` collects the files that are on the disk already."""

    opinion: Opinion
    token: str
    at_office: AtTheOffice | None = None
    serial: int | None = None
    stored: list[PrivateFile] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Return under which digest of its token the opinion is kept."""
        return codes.token_hash(self.token)


def receipts_for(tokens: Sequence[str]) -> dict[str, Receipt]:
    """Return the receipts of what was sent with these tokens, by token; nothing for the others."""
    by_digest = {codes.token_hash(token): token for token in tokens}
    found = Submission.objects.filter(token_hash__in=by_digest)
    return {
        by_digest[digest]: Receipt(number, codes.code_for(by_digest[digest]), received_at)
        for digest, number, received_at in found.values_list(
            "token_hash", "case__number", "case__received_at"
        )
    }


def write_once(batch: Sequence[Incoming]) -> list[Receipt]:
    """Write what is not there yet, in the caller's transaction; return the receipts in the order given.

    What was sent before, or stands twice in the batch, gets the receipt of the first and takes no number.
    """
    receipts = receipts_for([incoming.token for incoming in batch])
    fresh = list({one.token: one for one in batch if one.token not in receipts}.values())
    receipts |= {one.token: receipt for one, receipt in zip(fresh, write(fresh), strict=True)}
    return [receipts[incoming.token] for incoming in batch]


def write(batch: Sequence[Incoming]) -> list[Receipt]:
    """Write case, clock, opinion, photos, first event and audit row of each, in the caller's transaction."""
    if not batch:
        return []
    cases = _write_cases(batch)
    secrets = [codes.code_for(incoming.token) for incoming in batch]
    submissions = Submission.objects.bulk_create(
        [_submission(*row) for row in zip(batch, cases, secrets, strict=True)]
    )
    for incoming, case in zip(batch, cases, strict=True):
        for index, photo in enumerate(incoming.opinion.photos, start=1):
            incoming.stored.append(_store_photo(case, photo, index))
    write_parts([incoming.opinion for incoming in batch], submissions)
    _write_office_entries(batch, submissions)
    write_events([_first_step(*pair) for pair in zip(batch, cases, strict=True)])
    return [Receipt(case.number, code, case.received_at) for case, code in zip(cases, secrets, strict=True)]


def _write_cases(batch: Sequence[Incoming]) -> list[Case]:
    """Write the cases. Clocks run from the day of receipt; the number tells the year it was written down."""
    given = [one.serial for one in batch]
    serials = [serial.pk for serial in CaseSerial.objects.bulk_create([CaseSerial(pk=pk) for pk in given])]
    now = timezone.now()
    promises: dict[tuple[date, int], tuple[DueDate, str]] = {}
    cases, clocks = [], []
    for incoming, serial in zip(batch, serials, strict=True):
        congress, at_office = incoming.opinion.target.congress, incoming.at_office
        received_at = at_office.received_at if at_office is not None else now
        base = timezone.localdate(received_at)
        if (base, congress.pk) not in promises:  # the words take longer than all else here
            due = due_date("opinion.ack", base, congress)
            promises[base, congress.pk] = due, due.explanation
        due, explanation = promises[base, congress.pk]
        case = Case(
            number=f"{congress.number_prefix}-{timezone.localdate(now).year}-{serial:06d}",
            kind=workflow.kind,
            status=RECEIVED,
            congress=congress,
            summary=one_line(incoming.opinion.text, SUMMARY_LENGTH),
            received_at=received_at,
            due_on=due.on,
            due_explanation=explanation,
        )
        cases.append(case)
        clocks.append(
            Clock(case=case, rule_id=due.rule.id, base_on=due.base, due_on=due.on, explanation=explanation)
        )
    Case.objects.bulk_create(cases)
    for clock, case in zip(clocks, cases, strict=True):
        clock.case = case  # now with its key
    Clock.objects.bulk_create(clocks)
    return cases


def _submission(incoming: Incoming, case: Case, code: str) -> Submission:
    """Return the opinion as it came."""
    opinion = incoming.opinion
    target = opinion.target
    return Submission(
        case=case,
        channel=opinion.channel,
        station=target.station,
        deputy=target.deputy,
        consultation=target.consultation,
        article_label=label_of(opinion),
        from_deputy=opinion.from_deputy,
        category=opinion.category,
        text=opinion.text,
        place=opinion.place,
        name=opinion.name,
        contact=opinion.contact,
        notify_by=opinion.notify_by,
        consents_to_publication=opinion.consents_to_publication,
        consent_version=CONSENT_VERSION,
        age_statement=opinion.age_statement,
        token_hash=incoming.digest,
        code_hash=codes.hash_code(case.number, code),
    )


def _write_office_entries(batch: Sequence[Incoming], submissions: Sequence[Submission]) -> None:
    """Write who typed in what somebody else said or wrote."""
    entries = [
        OfficeEntry(
            submission=submission,
            entered_by=one.at_office.by,
            received_on=timezone.localdate(one.at_office.received_at),
            reception=one.at_office.reception,
            language_note=one.at_office.language_note,
            told_notice=one.at_office.told_notice,
        )
        for one, submission in zip(batch, submissions, strict=True)
        if one.at_office is not None
    ]
    if entries:
        OfficeEntry.objects.bulk_create(entries)


def _first_step(incoming: Incoming, case: Case) -> Step:
    """Return the step that begins the trail of a case."""
    opinion, at_office = incoming.opinion, incoming.at_office
    data: dict[str, object] = {"channel": opinion.channel, "photos": len(incoming.stored)}
    if at_office is None:
        return Step(case, "submit", data=data)
    received = timezone.localdate(at_office.received_at)
    told = _("%(day)s收到（%(channel)s），由工作人员代为登记。") % {
        "day": chinese_date(received),
        "channel": Channel(opinion.channel).label,
    }
    data |= {"received_on": received.isoformat(), "told_notice": at_office.told_notice}
    return Step(case, "submit", by=at_office.by, public_note=told, data=data)


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
