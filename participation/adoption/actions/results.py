"""The result of a consultation: drafted by one person, published by another, corrected by a new edition."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import record
from core.text import clean_text, one_line
from organizations.models import Congress
from participation.adoption.actions.checks import approver, coder
from participation.adoption.actions.deciding import needed_reason
from participation.adoption.models import Fate, GroupMember, OpinionGroup, ResultReport
from participation.adoption.queries.results import being_prepared, latest, missing
from participation.adoption.snapshot import roots_of, snapshot
from participation.consultations.models import ConsultationPage

INTRO_LENGTH, NEXT_LENGTH, NOTE_LENGTH = 3000, 2000, 300
BATCH = 2000


@transaction.atomic
def draft_result(
    *, page: ConsultationPage, intro: str, next_steps: str, correction_note: str = "", by: User
) -> ResultReport:
    """起草结果, or go on with it; after one is published this begins the correction of it."""
    congress = coder(by, page)
    report = being_prepared(page)
    if report is not None and report.submitted_at is not None:
        raise ValidationError(_("结果正在等另一人签发。要改动，请先取回。"))
    before = latest(page.pk)
    report = report or ResultReport(consultation=page, edition=before.edition + 1 if before else 1)
    report.intro, report.next_steps = clean_text(intro)[:INTRO_LENGTH], clean_text(next_steps)[:NEXT_LENGTH]
    report.correction_note = one_line(correction_note, NOTE_LENGTH)
    if not report.intro:
        raise ValidationError({"intro": _("请写几句说明：怎样征求的、怎样研究的。")})
    if report.edition > 1 and not report.correction_note:
        raise ValidationError({"correction_note": _("请写明更正了什么，会公开显示。")})
    report.drafted_by, report.drafted_at = by, timezone.now()
    report.save()
    _note("draft_result", report, by, congress)
    return report


@transaction.atomic
def submit_result(*, report: ResultReport, by: User) -> None:
    """送签: everything is grouped, decided and approved."""
    congress = coder(by, report.consultation)
    row = _locked(report)
    if row.submitted_at is not None:
        raise ValidationError(_("结果已经送签。"))
    _complete(row.consultation)
    row.submitted_at, row.returned_because = timezone.now(), ""
    row.save(update_fields=["submitted_at", "returned_because"])
    _note("submit_result", row, by, congress)


@transaction.atomic
def take_back_result(*, report: ResultReport, by: User) -> None:
    """取回 before it is published."""
    congress = coder(by, report.consultation)
    row = _waiting(report)
    row.submitted_at = None
    row.save(update_fields=["submitted_at"])
    _note("take_back_result", row, by, congress)


@transaction.atomic
def send_back_result(*, report: ResultReport, reason: str, by: User) -> None:
    """退回修改, with what is missing."""
    congress = approver(by, report.consultation)
    row = _waiting(report)
    row.submitted_at, row.returned_because = None, needed_reason(reason)
    row.save(update_fields=["submitted_at", "returned_because"])
    _note("send_back_result", row, by, congress)


@transaction.atomic
def publish_result(*, report: ResultReport, by: User) -> None:
    """签发公布: what stands at this moment is frozen, and every part of every opinion learns its fate."""
    congress = approver(by, report.consultation)
    row = _waiting(report)
    if row.drafted_by_id == by.pk:
        raise PermissionDenied(_("起草人不能签发自己写的结果。"))
    _complete(row.consultation)
    row.data = snapshot(row.consultation)
    row.published_by, row.published_at = by, timezone.now()
    row.save(update_fields=["data", "published_by", "published_at"])
    _tell_fates(row)
    _note("publish_result", row, by, congress, count=row.data["counts"]["opinions"])


def _tell_fates(report: ResultReport) -> None:
    """Write for each part under which group of the result it stands."""
    page = report.consultation
    roots = roots_of(list(OpinionGroup.objects.filter(consultation=page).only("pk", "merged_into")))
    members = GroupMember.objects.filter(group__consultation=page).values_list("part", "group")
    Fate.objects.filter(report__consultation=page).delete()
    Fate.objects.bulk_create(
        (Fate(part_id=part, report=report, group_id=roots[group]) for part, group in members),
        batch_size=BATCH,
    )


def _locked(report: ResultReport) -> ResultReport:
    row = (
        ResultReport.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=report.pk)
    )
    if row.is_published:
        raise ValidationError(_("这一版结果已经公布。"))
    return row


def _waiting(report: ResultReport) -> ResultReport:
    """Return the report, locked, when it waits for a second person."""
    row = _locked(report)
    if row.submitted_at is None:
        raise ValidationError(_("结果还没有送签。"))
    return row


def _complete(page: ConsultationPage) -> None:
    lacks = missing(page)
    if lacks:
        raise ValidationError([_("现在还不能公布："), *lacks])


def _note(action: str, report: ResultReport, by: User, congress: Congress, **data: int) -> None:
    record(
        action=f"adoption.{action}",
        object_type="result_report",
        object_id=report.pk,
        congress=congress,
        by=by,
        data={"consultation": report.consultation_id, "edition": report.edition} | data,
    )
