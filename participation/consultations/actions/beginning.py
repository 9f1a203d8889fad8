"""A new consultation on a draft that was out before begins with the text of last time: the articles stay the same."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import record
from participation.consultations.actions.drafts import latest_draft, rows_of, save_rows
from participation.consultations.descent import former_rows
from participation.consultations.models import ConsultationPage


@transaction.atomic
def begin_with_former(*, page: ConsultationPage, by: User) -> int:
    """Take over the rows of the consultation this one follows, with their keys; return how many."""
    draft = latest_draft(page.pk, by=by)
    if rows_of(draft):
        raise ValidationError(_("已经有条文了。要换成新稿，请用“导入”。"))
    rows = former_rows(draft)
    if not rows:
        raise ValidationError(_("没有选“上一次征求意见”，或者那一次没有条文。"))
    save_rows(draft, rows, by=by, what=_("以上一次的条文开始"))
    record(
        action="consultation.begin",
        object_type="consultation",
        object_id=page.pk,
        congress=draft.congress,
        by=by,
        data={"rows": len(rows)},
    )
    return len(rows)
