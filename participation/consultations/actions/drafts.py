"""The latest draft of a consultation, locked for a change; and the saving of its rows as a new draft.

Every change to the text is a draft of the page like one that the page editor saves: it appears only when it was
signed (签发), and the page's history names it.
"""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from accounts.models import User
from participation.consultations.models import Article, ConsultationPage

MAX_ROWS = 3000
LOG_TEXT = "consultations.text"


def locked_message(page: ConsultationPage, user: User) -> str:
    """Return why nobody may change ``page`` now; empty when it may be changed."""
    lock = page.get_lock()
    if lock is None or not lock.for_user(user):
        return ""
    if page.workflow_in_progress:
        return _("这次征求意见正在等待签发，现在不能修改。要修改的，请先撤回送签，或者请签发人退回。")
    return _("页面已锁定，现在不能修改。")


def may_edit(page: Page, user: User) -> bool:
    """Return whether ``user`` may edit ``page`` at all."""
    return bool(page.permissions_for_user(user).can_edit())


def latest_draft(page_id: int, *, by: User) -> ConsultationPage:
    """Return the latest draft, locked until the transaction ends. Raises when ``by`` may not change it now."""
    page = ConsultationPage.objects.select_for_update(of=("self",)).get(pk=page_id)
    if not may_edit(page, by):
        raise PermissionDenied
    message = locked_message(page, by)
    if message:
        raise ValidationError(message, code="locked")
    draft: ConsultationPage = page.get_latest_revision_as_object()
    return draft


def rows_of(draft: ConsultationPage) -> list[Article]:
    """Return the rows of a draft in reading order."""
    return list(draft.articles.all())


def save_rows(draft: ConsultationPage, rows: Sequence[Article], *, by: User, what: str) -> Revision:
    """Save the rows as a new draft; ``what`` names the change in the page's history."""
    if len(rows) > MAX_ROWS:
        raise ValidationError(_("最多 %(limit)d 行，请分成几份草案。") % {"limit": MAX_ROWS})
    _make_keys_distinct(rows)
    for order, row in enumerate(rows):
        row.sort_order = order
    draft.articles = list(rows)
    return save_draft(draft, by=by, what=what, action=LOG_TEXT)


def save_draft(draft: ConsultationPage, *, by: User, what: str, action: str) -> Revision:
    """Save a new draft of the page and name the change in its history."""
    revision: Revision = draft.save_revision(user=by, clean=False)
    log(instance=draft, action=action, user=by, revision=revision, content_changed=True, data={"what": what})
    return revision


def _make_keys_distinct(rows: Sequence[Article]) -> None:
    """Give a second row with the same key its own: two articles are never one."""
    seen: set[UUID] = set()
    for row in rows:
        if row.key in seen:
            row.key = uuid4()
        seen.add(row.key)
