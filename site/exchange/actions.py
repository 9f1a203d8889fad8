"""Asking for an export, making it in the background, calling it off, and throwing it away in time."""

import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, BinaryIO, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import record
from exchange.models import UNFINISHED, ExportJob, JobState
from exchange.registry import ExportKind, exports
from exchange.spreadsheets import FORMATS, MOST_ROWS, WRITERS

KEPT = timedelta(days=7)
SILENT = timedelta(minutes=3)  # without a sign of life for so long, whoever was making it is gone
MOST_ATTEMPTS = 2
MOST_WAITING = 3  # unfinished jobs of one person


class Canceled(Exception):
    """The maker has called the job off."""


def check_permission(kind: ExportKind, user: User) -> None:
    """Refuse whoever may not take this list away."""
    if not user.is_active or not kind.is_permitted(user):
        raise PermissionDenied


def request_export(*, kind: str, query: str, export_format: str, by: User) -> ExportJob:
    """Queue an export of the list ``kind`` under the filter ``query``."""
    check_permission(exports.by_name[kind], by)
    if export_format not in {*FORMATS, *exports.by_name[kind].writers}:
        raise ValidationError(_("请选择 Excel 或 CSV。"))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # two clicks at once are counted one after the other
        if ExportJob.objects.filter(maker=by, state__in=UNFINISHED).count() >= MOST_WAITING:
            raise ValidationError(
                _("您已有%(count)s个导出还没有完成，请等其中一个完成或取消它。") % {"count": MOST_WAITING}
            )
        job = ExportJob.objects.create(maker=by, kind=kind, format=export_format, query=query[:1000])
        _record("request", job)
    return job


def record_direct(*, kind: str, query: str, export_format: str, rows: int, by: User) -> None:
    """Note an export so small that it was answered at once."""
    check_permission(exports.by_name[kind], by)
    data = {"kind": kind, "format": export_format, "query": query[:1000], "rows": rows}
    record(action="export.direct", object_type="export", object_id=kind, congress=None, by=by, data=data)


def cancel_export(*, job: ExportJob, by: User) -> None:
    """Call a job off; whoever makes it stops at the next chunk."""
    if job.maker_id != by.pk:
        raise PermissionDenied
    with transaction.atomic():
        changed = ExportJob.objects.filter(pk=job.pk, state__in=UNFINISHED).update(
            state=JobState.CANCELED, finished_at=timezone.now()
        )
        if changed:
            _record("cancel", job)


def record_download(*, job: ExportJob, by: User) -> None:
    """Note that the file was fetched; the right to export is asked again."""
    if job.maker_id != by.pk:
        raise PermissionDenied
    check_permission(exports.by_name[job.kind], by)
    _record("download", job)


def next_job() -> ExportJob | None:
    """Claim the oldest waiting job; two workers never take the same one."""
    for job in ExportJob.objects.filter(state=JobState.WAITING).order_by("created_at")[:10]:
        claimed = ExportJob.objects.filter(pk=job.pk, state=JobState.WAITING).update(
            state=JobState.RUNNING, beat_at=timezone.now(), attempts=job.attempts + 1, rows_done=0
        )
        if claimed:
            job.refresh_from_db()
            return job
    return None


def run_job(job: ExportJob) -> None:
    """Make the file of a claimed job. Whatever goes wrong is written on the job, for its maker to read."""
    kind = exports.by_name[job.kind]
    try:
        check_permission(kind, job.maker)
        job.rows_total = kind.count(job.maker, job.query)
        if job.rows_total > MOST_ROWS[job.format]:
            raise ValidationError(_("行数太多，一个文件装不下，请缩小范围或改用 CSV。"))
        with tempfile.TemporaryFile() as made:
            _write(job, kind, cast(BinaryIO, made))
            _keep(job, cast(BinaryIO, made))
    except Canceled:
        return
    except PermissionDenied:
        _fail(job, _("您现在没有导出权限。"))
    except ValidationError as error:
        _fail(job, error.messages[0])
    except Exception:
        _fail(job, _("生成时出错，请稍后重试；再次出错请联系管理员。"))
        raise


def _write(job: ExportJob, kind: ExportKind, out: BinaryIO) -> None:
    """Write all rows, noting progress after each chunk."""

    def watched() -> Iterator[list[Sequence[Any]]]:
        _beat(job)
        for rows in kind.chunks(job.maker, job.query):
            yield rows
            job.rows_done += len(rows)
            _beat(job)

    own = kind.writers.get(job.format)
    if own is not None:
        own(out, job.maker, job.query, watched())
    else:
        WRITERS[job.format](out, kind.columns_of(job.maker, job.query), watched())


def _beat(job: ExportJob) -> None:
    """Give a sign of life, and stop when the maker has called it off."""
    alive = ExportJob.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts).update(
        beat_at=timezone.now(), rows_done=job.rows_done, rows_total=job.rows_total
    )
    if not alive:
        raise Canceled


def _keep(job: ExportJob, made: BinaryIO) -> None:
    """Put the finished file away, unless the job was called off at the last moment."""
    now = timezone.now()
    job.size = made.seek(0, 2)
    made.seek(0)
    job.file.save("export", File(made), save=False)
    with transaction.atomic():
        kept = ExportJob.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts).update(
            state=JobState.DONE,
            file=job.file.name,
            size=job.size,
            rows_done=job.rows_done,
            rows_total=job.rows_done,
            finished_at=now,
            expires_at=now + KEPT,
        )
        if kept:
            _record("finish", job)
    if not kept:
        job.file.storage.delete(str(job.file.name))
        raise Canceled
    job.refresh_from_db()


def _fail(job: ExportJob, reason: str) -> None:
    """Write on the job why it was not made."""
    ExportJob.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
        state=JobState.FAILED, error=reason, finished_at=timezone.now()
    )


def recover() -> int:
    """Queue once more what a killed worker left half-made; the second time it is marked as failed."""
    silent = ExportJob.objects.filter(state=JobState.RUNNING, beat_at__lt=timezone.now() - SILENT)
    failed = silent.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=JobState.FAILED, error=_("生成被中断两次，请缩小范围后重试。"), finished_at=timezone.now()
    )
    return failed + silent.update(state=JobState.WAITING)


def purge() -> int:
    """Delete files whose time is over; the job stays for the ledger's sake."""
    expired = ExportJob.objects.filter(expires_at__lt=timezone.now()).exclude(file="")
    for job in expired:
        job.file.storage.delete(str(job.file.name))
        ExportJob.objects.filter(pk=job.pk).update(file="")
    return len(expired)


def _record(verb: str, job: ExportJob) -> None:
    """Write the ledger; the filter may name a number or words, never a sender."""
    record(
        action=f"export.{verb}",
        object_type="export",
        object_id=str(job.pk),
        congress=None,
        by=job.maker,
        data=job.options(),
    )
