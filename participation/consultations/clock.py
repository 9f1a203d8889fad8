"""How much time is left, in words that an old person reads at a glance."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def time_left(closes_at: datetime, now: datetime) -> str:
    """Return what is left until ``closes_at``; empty when it has passed. Always rounded down."""
    left = closes_at - now
    if left <= timedelta(0):
        return ""
    if left >= 3 * DAY:
        return _("还剩 %(days)d 天") % {"days": left // DAY}
    if left >= DAY:
        return _("还剩 %(days)d 天 %(hours)d 小时") % {"days": left // DAY, "hours": left % DAY // HOUR}
    if left >= HOUR:
        return _("还剩 %(hours)d 小时") % {"hours": left // HOUR}
    if left >= MINUTE:
        return _("还剩 %(minutes)d 分钟") % {"minutes": left // MINUTE}
    return _("不到 1 分钟")
