"""What every change in the coding table asks first: may this person, and does the group stand where it seemed to."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import record
from organizations.models import Congress
from organizations.scope import congress_for_page
from participation.adoption.models import OpinionGroup, ResultReport
from participation.adoption.queries.access import may_approve, may_code, published
from participation.consultations.models import ConsultationPage


def owner(page: ConsultationPage) -> Congress:
    """Return whose consultation it is."""
    congress = congress_for_page(page)
    if congress is None:
        raise PermissionDenied
    return congress


def coder(by: User, page: ConsultationPage) -> Congress:
    """Return the congress for whoever may group and decide there; refuse others."""
    congress = owner(page)
    if not may_code(by, congress):
        raise PermissionDenied(_("您没有整理这次征求意见的权限。"))
    return congress


def approver(by: User, page: ConsultationPage) -> Congress:
    """Return the congress for whoever may approve there; refuse others."""
    congress = owner(page)
    if not may_approve(by, congress):
        raise PermissionDenied(_("您没有批准处理意见的权限。"))
    return congress


def locked(group: OpinionGroup) -> OpinionGroup:
    """Return the group as it stands, locked until the transaction ends."""
    rows = OpinionGroup.objects.select_for_update(of=("self",)).select_related("consultation")
    return rows.get(pk=group.pk)


def open_group(group: OpinionGroup) -> OpinionGroup:
    """Return the group, locked, when it may be changed; say why when not."""
    row = locked(group)
    if row.merged_into_id is not None:
        raise ValidationError(_("这一组已经并入另一组，请到那一组操作，或者先撤销合并。"))
    if row.is_approved:
        raise ValidationError(_("这一组已经批准。要改动，请先退回重新研究。"))
    if row.is_submitted:
        raise ValidationError(_("这一组正在等另一人批准。要改动，请先取回。"))
    return row


def result_stands(page: ConsultationPage) -> bool:
    """Return whether a result is public and no correction of it is being prepared."""
    if not published().filter(consultation=page).exists():
        return False
    return not ResultReport.objects.filter(consultation=page, published_at__isnull=True).exists()


def note(action: str, group: OpinionGroup, by: User, congress: Congress, **data: Any) -> None:
    """Write the ledger; it holds codes and numbers, nobody's words."""
    record(
        action=f"adoption.{action}",
        object_type="opinion_group",
        object_id=group.pk,
        congress=congress,
        by=by,
        data={"consultation": group.consultation_id, "scope": group.scope} | data,
    )
