"""The hours of a consultation: when it stops, and what still counts as in time.

Whoever opened the form before the closing hour may send it within :data:`GRACE` after it. The rule stands on every
page beside the closing hour, so that nobody loses what was written because a clock struck while writing.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines.due import chinese_date

if TYPE_CHECKING:
    from participation.consultations.models import ConsultationPage

GRACE = timedelta(minutes=30)


def is_in_time(closes_at: datetime, now: datetime, opened_at: datetime | None = None) -> bool:
    """Return whether an opinion sent ``now`` is in time; ``opened_at`` is when its form was opened, if known."""
    if now < closes_at:
        return True
    return opened_at is not None and opened_at < closes_at and now < closes_at + GRACE


def grace_words() -> str:
    """Return the rule in one sentence, as it stands wherever a closing hour is named."""
    return _("截止前打开的页面，截止后%(minutes)d分钟内提交仍然有效。") % {
        "minutes": GRACE // timedelta(minutes=1)
    }


def closing_words(page: "ConsultationPage") -> str:
    """Return when the consultation closes, with the rule: for the form."""
    moment = timezone.localtime(page.closes_at)
    return _("%(when)s截止。%(rule)s") % {
        "when": f"{chinese_date(moment.date())}{moment:%H:%M}",
        "rule": grace_words(),
    }
