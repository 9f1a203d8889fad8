"""What happens to a consultation that stands on the site: extended, withdrawn, taken up again (``domain.md`` §13.1).

Each makes a draft of the page and sends it to be signed (签发). Nothing changes for the reader before a second person
has signed; then the page's history gets its line (:mod:`participation.consultations.freezing`).
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from accounts.models import User
from audit.actions import record
from participation.consultations.actions.drafts import locked_message, may_edit, save_draft
from participation.consultations.models import ConsultationPage
from participation.consultations.readiness import missing

LOG_CHANGE = "consultations.change"


@transaction.atomic
def extend(
    *, page: ConsultationPage, closes_at: datetime, reason: str, by: User, with_draft: bool = False
) -> None:
    """延长期限: opinions are taken until a later hour, once it is signed."""
    draft = _begin(page, by, with_draft)
    if draft.is_withdrawn:
        raise ValidationError(_("已经撤回的征求意见不能延长，请先恢复。"))
    before = _standing(page).closes_at
    if closes_at <= before:
        raise ValidationError({"closes_at": _("新的截止时间要晚于现在的截止时间。")})
    if closes_at <= timezone.now():
        raise ValidationError({"closes_at": _("新的截止时间已经过去，请选以后的时间。")})
    draft.closes_at = closes_at
    _send(draft, reason, by, _("延长期限"))
    data = {"from": before.isoformat(), "to": closes_at.isoformat()}
    _record(draft, "consultation.extend", by, data)


@transaction.atomic
def withdraw(*, page: ConsultationPage, reason: str, by: User, with_draft: bool = False) -> None:
    """撤回: the page stays readable and says why; no more opinions are taken, once it is signed."""
    draft = _begin(page, by, with_draft)
    if draft.is_withdrawn:
        raise ValidationError(_("这次征求意见已经撤回。"))
    draft.is_withdrawn = True
    _send(draft, reason, by, _("撤回"))
    _record(draft, "consultation.withdraw", by, {})


@transaction.atomic
def resume(*, page: ConsultationPage, reason: str, by: User, with_draft: bool = False) -> None:
    """恢复: a withdrawn consultation goes on as before, once it is signed."""
    draft = _begin(page, by, with_draft)
    if not draft.is_withdrawn:
        raise ValidationError(_("这次征求意见没有撤回，不用恢复。"))
    draft.is_withdrawn = False
    _send(draft, reason, by, _("恢复"))
    _record(draft, "consultation.resume", by, {})


def _standing(page: ConsultationPage) -> ConsultationPage:
    return ConsultationPage.objects.get(pk=page.pk)


def _begin(page: ConsultationPage, by: User, with_draft: bool) -> ConsultationPage:
    """Return the page as it stands on the site, or with what is drafted, to be changed and sent."""
    locked = ConsultationPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if not may_edit(locked, by):
        raise PermissionDenied
    message = locked_message(locked, by)
    if message:
        raise ValidationError(message, code="locked")
    if not locked.live:
        raise ValidationError(_("这次征求意见还没有公开，直接修改就可以。"))
    if not with_draft:
        return locked
    draft: ConsultationPage = locked.get_latest_revision_as_object()
    lacking = missing(draft)
    if lacking:
        raise ValidationError([one.text for one in lacking])
    return draft


def _send(draft: ConsultationPage, reason: str, by: User, what: str) -> None:
    """Save the draft and send it to be signed, as the page editor's button does."""
    if not reason.strip():
        raise ValidationError({"reason": _("请写明理由，会公开显示。")})
    if reason.strip() == _standing(draft).change_note.strip():
        raise ValidationError({"reason": _("这和上一次的说明一样，请写这一次的理由。")})
    draft.change_note = reason.strip()
    save_draft(draft, by=by, what=what, action=LOG_CHANGE)
    workflow = draft.get_workflow()
    if workflow is None:
        raise ValidationError(_("这里没有签发流程，请告诉系统管理员。"))
    state = draft.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
    else:
        workflow.start(draft, by)


def _record(draft: ConsultationPage, action: str, by: User, data: dict[str, str]) -> None:
    record(
        action=action,
        object_type="consultation",
        object_id=draft.pk,
        congress=draft.congress,
        by=by,
        data=data,
    )
