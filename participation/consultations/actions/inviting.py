"""Asking deputies for their opinion on a draft, and reminding those who have not answered (``docs/decisions/0029``)."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import record
from liaison.deputies.models import Deputy
from organizations.models import Congress
from participation.consultations import letters
from participation.consultations.actions.drafts import may_edit
from participation.consultations.invited import invitations_of, may_be_asked
from participation.consultations.models import ConsultationPage, Invitation


@transaction.atomic
def invite(*, page: ConsultationPage, deputies: Iterable[Deputy], how: str, by: User) -> tuple[int, int]:
    """Ask deputies who were not asked yet; return how many, and to how many of them a letter is on its way."""
    congress = _begin(page, by)
    known = set(page.invitations.values_list("deputy_id", flat=True))
    fresh = {deputy.pk: deputy for deputy in deputies if deputy.pk not in known}
    rows = [Invitation(consultation=page, deputy=deputy, invited_by=by) for deputy in fresh.values()]
    Invitation.objects.bulk_create(rows, ignore_conflicts=True)
    # Read again: beside a colleague who asks the same deputies at the same moment, rows made here may be none.
    made = [one for one in invitations_of(page) if one.deputy_id in fresh]
    written = sum(letters.write(invitation, congress) for invitation in made)
    _record("consultation.invite", page, congress, by, {"count": len(made), "kind": how})
    return len(made), written


@transaction.atomic
def remind(*, page: ConsultationPage, by: User) -> int:
    """Write to those who have not answered; return how many letters are on their way, and to nobody who they are."""
    congress = _begin(page, by)
    rows = page.invitations.filter(answered=False).select_related("deputy__user", "consultation")
    written = sum(letters.write(invitation, congress, is_reminder=True) for invitation in rows)
    _record("consultation.remind_deputies", page, congress, by, {"count": written})
    return written


def print_slips(*, page: ConsultationPage, by: User) -> None:
    """Write down that somebody has the personal ways in on paper."""
    _record("consultation.print_invitations", page, _owner(page, by), by, {})


def mark_answered(*, invitation: Invitation) -> None:
    """Remember that an invitation was answered: not when, and not with what. In the transaction of the opinion."""
    Invitation.objects.filter(pk=invitation.pk, answered=False).update(answered=True)


def _owner(page: ConsultationPage, by: User) -> Congress:
    """Return whose consultation it is, for somebody who may edit its page."""
    if not may_edit(page, by) or page.congress is None:
        raise PermissionDenied
    return page.congress


def _begin(page: ConsultationPage, by: User) -> Congress:
    congress = _owner(page, by)
    if not may_be_asked(page):
        raise ValidationError(_("公开以后、截止以前才能邀请代表。"))
    return congress


def _record(
    action: str, page: ConsultationPage, congress: Congress, by: User, data: dict[str, object]
) -> None:
    record(action=action, object_type="consultation", object_id=page.pk, congress=congress, by=by, data=data)
