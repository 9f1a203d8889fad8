"""检举控告: a branch of its own, out of the ordinary lists and out of reach of the accused.

信访工作条例 第三十条 (R43); ``domain.md`` §3.6.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework import clocks
from casework.models import Accused, Case, Visibility
from liaison.deputies.models import Deputy
from organizations.models import Office
from participation.submissions.models import Route, Submission
from participation.submissions.workflow import workflow


@dataclass(frozen=True)
class AccusedParties:
    """Whom the opinion complains about, as far as they have a place in this installation."""

    users: tuple[User, ...] = ()
    offices: tuple[Office, ...] = ()
    deputies: tuple[Deputy, ...] = field(default=())


def set_aside(*, case: Case, by: User, accused: AccusedParties, reason: str) -> None:
    """单独处理: from now on only those who decide about accusations see it, and never the accused.

    Whoever had it in hand loses it. The reason is kept with the case, not in the ledger.
    """
    told = _("您反映的情况由专人按规定处理，会在这里告诉您去向。")
    if by in accused.users:
        raise ValidationError({"users": _("反映的是您本人，请交由其他人处理。")})
    with workflow.step(case, "set_aside", by=by, note=reason, public_note=told) as locked:
        locked.visibility = Visibility.RESTRICTED
        clocks.resume(locked)
        held = list(locked.assignments.active().values_list("pk", flat=True))
        locked.assignments.filter(pk__in=held).update(
            returned_at=timezone.now(), return_reason=_("改为单独处理")
        )
        clocks.stop_assignment_clocks(locked, held)
        locked.lead_office = None
        Accused.objects.filter(case=locked).delete()
        Accused.objects.bulk_create(
            [Accused(case=locked, user=row) for row in accused.users]
            + [Accused(case=locked, office=row) for row in accused.offices]
            + [Accused(case=locked, deputy=row) for row in accused.deputies]
        )


def pass_on(*, case: Case, by: User, where_to_go: str, note: str = "") -> None:
    """转纪检监察: the matter belongs to the discipline organs; the sender learns where, nobody else learns what."""
    told = _("您反映的情况属于纪检监察机关受理范围，已按规定转送。也可以直接向它反映：%(where)s") % {
        "where": where_to_go
    }
    data = {"route": Route.DISCIPLINE.value}
    with workflow.step(case, "pass_on", by=by, note=note, public_note=told, data=data):
        Submission.objects.filter(case=case).update(declined_route=Route.DISCIPLINE)


def bring_back(*, case: Case, by: User, reason: str) -> None:
    """恢复一般办理: it was no accusation; the ordinary way goes on from the register."""
    with workflow.step(case, "bring_back", by=by, note=reason) as locked:
        locked.visibility = Visibility.NORMAL
        locked.accused.all().delete()
