"""登记来访来电来信: a person of the office types in what somebody said or wrote (``domain.md`` §3.6, §13.6).

The opinion enters the same ledger as one from the web: same series of numbers, same query code, same slip.
"""

from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission, Role
from liaison.stations.models import Reception
from liaison.stations.queries import stations_kept_by
from organizations.models import Congress
from participation.submissions.actions.storing import (
    AtTheOffice,
    Opinion,
    Receipt,
    receipt_for,
    store_opinion,
)
from participation.submissions.models import OFFICE_CHANNELS, Channel
from participation.submissions.office_entry import MAX_DAYS_LATE

# When only the day is known; no clock reckons with hours.
MIDDAY = time(12)


def may_enter(user: User, congress: Congress, station_id: int | None) -> bool:
    """Return whether ``user`` may enter an opinion: for the whole congress, or an officer for an own station."""
    holding = [m for m in user.active_memberships if Permission.ENTER_SUBMISSION in m.permissions]
    if any(m.role != Role.OFFICER and congress.path.startswith(m.congress.path) for m in holding):
        return True
    if station_id is None or not any(m.role == Role.OFFICER for m in holding):
        return False
    return stations_kept_by(user, Permission.ENTER_SUBMISSION).filter(pk=station_id).exists()


def enter_submission(
    *,
    opinion: Opinion,
    token: str,
    by: User,
    received_on: date,
    reception: Reception | None = None,
    language_note: str = "",
    told_notice: bool = False,
) -> Receipt:
    """Store the opinion and return its receipt. The same ``token`` always gives the same one.

    The clocks run from ``received_on``: the visitor has been waiting since then, not since it was typed in.
    """
    target = opinion.target
    if not may_enter(by, target.congress, target.station.pk if target.station else None):
        raise PermissionDenied(_("您没有在这里代录意见的权限。"))
    earlier = receipt_for(token)
    if earlier is not None:
        return earlier
    _check(opinion, received_on, reception, told_notice=told_notice)
    at_office = AtTheOffice(
        by=by,
        received_at=_moment(received_on, reception),
        reception=reception,
        language_note=language_note,
        told_notice=told_notice,
    )
    return store_opinion(opinion=opinion, token=token, at_office=at_office)


def _check(opinion: Opinion, received_on: date, reception: Reception | None, *, told_notice: bool) -> None:
    """Refuse what does not fit together, beside the field that it is about."""
    if opinion.channel not in OFFICE_CHANNELS:
        raise ValidationError({"channel": _("请选择来访、来电、来信等渠道。")})
    _check_day(received_on)
    _check_target(opinion)
    target = opinion.target
    if (opinion.channel == Channel.RECEPTION) != (reception is not None):
        raise ValidationError({"reception": _("接待日收到的意见请选择是哪一次接待，其他渠道不选。")})
    if reception is not None and (reception.station != target.station or reception.date != received_on):
        raise ValidationError({"reception": _("这次接待不在这个联络站或不在这一天。")})
    wrote_it_down = opinion.channel == Channel.LETTER
    if (opinion.name or opinion.contact) and not told_notice and not wrote_it_down:
        # 个保法 17: whoever leaves a name is told first who keeps it, what for and how long.
        raise ValidationError(
            {"told_notice": _("登记姓名或联系方式前，请先告知来访人个人信息怎样使用、保存多久。")}
        )


def _check_day(received_on: date) -> None:
    """A day in the past, but not long past: otherwise its clocks would have run out before it is known."""
    today = timezone.localdate()
    if received_on > today:
        raise ValidationError({"received_on": _("收到日期不能晚于今天。")})
    if received_on < today - timedelta(days=MAX_DAYS_LATE):
        raise ValidationError(
            {"received_on": _("只能补录%(days)d天以内收到的意见。") % {"days": MAX_DAYS_LATE}}
        )


def _check_target(opinion: Opinion) -> None:
    """Station, deputy and draft are of the congress."""
    target = opinion.target
    if target.station is not None and target.station.congress != target.congress:
        raise ValidationError({"station": _("该联络站不属于本级人大。")})
    draft = target.consultation
    if draft is not None and draft.congress != target.congress:
        raise ValidationError({"consultation": _("这份草案不是本级人大征求意见的。")})
    if opinion.channel == Channel.PROXY and target.station is None:
        raise ValidationError({"station": _("站点代录请选择联络站。")})
    deputy = target.deputy
    if deputy is not None and deputy.congress_id != target.congress.pk:
        placed = deputy.station.congress if deputy.station is not None else None
        if placed != target.congress:
            raise ValidationError({"deputy": _("该代表不属于本级人大，也不在本级联络站。")})


def _moment(received_on: date, reception: Reception | None) -> datetime:
    """Return the instant to keep: now for today, the hour of the reception, otherwise midday of that day."""
    now = timezone.now()
    if received_on == timezone.localdate(now):
        return now
    hour = reception.starts if reception is not None else MIDDAY
    return timezone.make_aware(datetime.combine(received_on, hour))
