"""By when a result is due, and what is said of it until it is there (``domain.md`` §13.1)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines.due import chinese_date
from participation.consultations.models import ConsultationPage


@dataclass(frozen=True)
class Promise:
    """The day by which the result of a consultation is to be public. ``days`` are left; negative when late."""

    due_on: date
    days: int
    explanation: str

    @property
    def is_late(self) -> bool:
        """Return whether the day has passed."""
        return self.days < 0

    @property
    def late_by(self) -> int:
        """Return by how many days."""
        return max(-self.days, 0)


def promise_of(page: ConsultationPage, now: datetime | None = None) -> Promise:
    """Return the promise of a consultation as it stands now."""
    due = page.result_due
    return Promise(due.on, (due.on - timezone.localdate(now)).days, due.explanation)


def sentence(page: ConsultationPage, now: datetime | None = None) -> str:
    """Return what is said until the result is public; a day that has passed is not talked round."""
    if page.is_withdrawn:
        return _("这次征求意见已经撤回，不再公布意见采纳情况。")
    promise = promise_of(page, now)
    if promise.is_late:
        return _("意见采纳情况应于%(date)s前公布，已超过%(days)d天，还没有公布。") % {
            "date": chinese_date(promise.due_on),
            "days": promise.late_by,
        }
    return page.feedback_line
