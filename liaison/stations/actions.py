"""The life of a reception day (``domain.md`` §13.6): planned, announced, then held, moved or cancelled."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import record
from deadlines.rules import RULES
from liaison.stations.models import Reception, ReceptionStatus, StationPage, chinese_day
from liaison.stations.queries import kept_station_ids, officers_of, stations_to_staff

MAX_REASON = 120


@dataclass(frozen=True)
class Announcement:
    """A day announced, with a word of warning when the notice is shorter than the rule asks."""

    reception: Reception
    warning: str


def notice_warning(day: date, today: date | None = None) -> str:
    """Return why an announcement made today comes late for ``day``; empty when it does not."""
    rule = RULES["reception.notice"]
    latest = day - timedelta(days=rule.amount)
    if (today or timezone.localdate()) <= latest:
        return ""
    return _("接待日应至少提前%(days)d日公告（最迟%(latest)s；依据：%(source)s），本次公告已晚于该日期。") % {
        "days": rule.amount, "latest": chinese_day(latest), "source": rule.source,
    }  # fmt: skip


@transaction.atomic
def announce(*, reception: Reception, by: User) -> Announcement:
    """Put a planned day on the site."""
    row = _locked(reception, by, {ReceptionStatus.PLANNED})
    if row.ends_at <= timezone.now():
        raise ValidationError(_("这一天已经过去，不能再公告。"))
    row.status = ReceptionStatus.ANNOUNCED
    row.announced_at = timezone.now()
    row.save(update_fields=["status", "announced_at"])
    _tell("announce", row, by)
    return Announcement(row, notice_warning(row.date))


@transaction.atomic
def hold(*, reception: Reception, by: User) -> Reception:
    """Note that the day took place."""
    row = _locked(reception, by, {ReceptionStatus.ANNOUNCED})
    if row.starts_at > timezone.now():
        raise ValidationError(_("还没有到接待时间，不能登记为已举行。"))
    row.status = ReceptionStatus.HELD
    row.save(update_fields=["status"])
    _tell("hold", row, by)
    return row


@transaction.atomic
def move(*, reception: Reception, to: date, starts: time, ends: time, reason: str, by: User) -> Announcement:
    """Move an announced day: the old one stays visible with the reason, the new one is announced at once."""
    row = _locked(reception, by, {ReceptionStatus.ANNOUNCED})
    reason = _checked_reason(reason)
    if to < timezone.localdate():
        raise ValidationError({"to": _("新的日期已经过去。")})
    if ends <= starts:
        raise ValidationError({"ends": _("结束时间应晚于开始时间。")})
    if (to, starts) == (row.date, row.starts):
        raise ValidationError({"to": _("新的日期和时间与原来相同。")})
    row.status, row.change_reason, row.moved_to = ReceptionStatus.MOVED, reason, to
    row.save(update_fields=["status", "change_reason", "moved_to"])
    new = Reception.objects.create(
        station=row.station, date=to, starts=starts, ends=ends, place=row.place, topic=row.topic,
        status=ReceptionStatus.ANNOUNCED, announced_at=timezone.now(),
    )  # fmt: skip
    new.deputies.set(row.deputies.all())
    _tell("move", row, by, to=to.isoformat(), new=new.pk)
    return Announcement(new, notice_warning(to))


@transaction.atomic
def cancel(*, reception: Reception, reason: str, by: User) -> Reception:
    """Cancel an announced day: it stays visible with the reason."""
    row = _locked(reception, by, {ReceptionStatus.ANNOUNCED})
    row.status, row.change_reason = ReceptionStatus.CANCELLED, _checked_reason(reason)
    row.save(update_fields=["status", "change_reason"])
    _tell("cancel", row, by)
    return row


@transaction.atomic
def name_officers(*, station: StationPage, officers: list[User], by: User) -> None:
    """Say who keeps a station. Only the clerk does; an officer never widens its own right."""
    if not stations_to_staff(by).filter(pk=station.pk).exists():
        raise PermissionDenied(_("联络员由本级人大干事指定。"))
    congress = station.congress
    allowed = set(officers_of(congress).values_list("pk", flat=True)) if congress is not None else set()
    if not {officer.pk for officer in officers} <= allowed:
        raise ValidationError({"officers": _("只能选择在本人大担任联络员角色的账号。")})
    station.officers.set(officers)
    record(
        action="stations.stationpage.officers", object_type="stations.stationpage", object_id=station.pk,
        congress=congress, by=by, data={"officers": sorted(officer.pk for officer in officers)},
    )  # fmt: skip


def _locked(reception: Reception, by: User, states: set[ReceptionStatus]) -> Reception:
    """Return the row as it now stands, held until the end of the step."""
    if reception.station_id not in kept_station_ids(by):
        raise PermissionDenied(_("这个联络站的接待日不由您负责。"))
    row = Reception.objects.select_for_update(of=("self",)).select_related("station").get(pk=reception.pk)
    if row.status not in states:
        raise ValidationError(
            _("这一天现在是“%(state)s”，不能办理这一步。") % {"state": row.get_status_display()}
        )
    return row


def _checked_reason(reason: str) -> str:
    text = " ".join(reason.split())
    if not text:
        raise ValidationError({"reason": _("请写明原因，群众会看到。")})
    if len(text) > MAX_REASON:
        raise ValidationError({"reason": _("原因最多%(limit)d个字。") % {"limit": MAX_REASON}})
    return text


def _tell(step: str, row: Reception, by: User, **data: str | int) -> None:
    record(
        action=f"stations.reception.{step}", object_type="stations.reception", object_id=row.pk,
        congress=row.station.congress, by=by, data={"date": row.date.isoformat(), **data},
    )  # fmt: skip
