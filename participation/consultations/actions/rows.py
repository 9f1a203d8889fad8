"""Typing in the draft: one row changed, inserted, moved or deleted. Keys stay, so opinions stay with their article."""

from dataclasses import asdict, dataclass
from typing import Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from participation.consultations import outline
from participation.consultations.actions.drafts import latest_draft, rows_of, save_rows
from participation.consultations.models import Article, ConsultationPage

GONE = gettext_lazy("这一行已经不在草案里了，可能刚刚被别人删除或者替换。")


@dataclass(frozen=True)
class RowValues:
    """What a person typed for one row."""

    kind: str
    level: int
    label: str
    heading: str
    text: str
    plain_note: str


@transaction.atomic
def change_row(*, page: ConsultationPage, key: UUID, values: RowValues, shown: str, by: User) -> Article:
    """Change one row. ``shown`` is its fingerprint as the person saw it."""
    draft = latest_draft(page.pk, by=by)
    rows = rows_of(draft)
    row = _row(rows, key)
    if outline.fingerprint(row) != shown:
        raise ValidationError(_("这一行刚刚被别人改过。您写的还在下面，请对照现在的草案再保存。"))
    _fill(row, values)
    save_rows(draft, rows, by=by, what=_("修改%(row)s") % {"row": row})
    return row


@transaction.atomic
def insert_row(*, page: ConsultationPage, after: UUID | None, values: RowValues, by: User) -> Article:
    """Insert a row behind the row ``after``; None puts it first."""
    draft = latest_draft(page.pk, by=by)
    rows = rows_of(draft)
    place = 0 if after is None else rows.index(_row(rows, after)) + 1
    row = Article()
    _fill(row, values)
    rows.insert(place, row)
    save_rows(draft, rows, by=by, what=_("增加%(row)s") % {"row": row})
    return row


@transaction.atomic
def move_row(*, page: ConsultationPage, key: UUID, direction: Literal["up", "down"], by: User) -> bool:
    """Move a row, or a heading with all below it, a step up or down; return whether there was room."""
    draft = latest_draft(page.pk, by=by)
    rows = rows_of(draft)
    row = _row(rows, key)
    move = outline.moved_up if direction == "up" else outline.moved_down
    moved = move(rows, rows.index(row))
    if moved is None:
        return False
    what = _("上移%(row)s") if direction == "up" else _("下移%(row)s")
    save_rows(draft, moved, by=by, what=what % {"row": row})
    return True


@transaction.atomic
def delete_row(*, page: ConsultationPage, key: UUID, shown: str, by: User) -> Article:
    """Delete one row of the draft. Opinions on it stay, with the wording they were written on."""
    draft = latest_draft(page.pk, by=by)
    rows = rows_of(draft)
    row = _row(rows, key)
    if outline.fingerprint(row) != shown:
        raise ValidationError(_("这一行刚刚被别人改过，请看过再决定是否删除。"))
    rows.remove(row)
    save_rows(draft, rows, by=by, what=_("删除%(row)s") % {"row": row})
    return row


def _row(rows: list[Article], key: UUID) -> Article:
    position = outline.position_of(rows, key)
    if position is None:
        raise ValidationError(GONE, code="gone")
    return rows[position]


def _fill(row: Article, values: RowValues) -> None:
    for name, value in asdict(values).items():
        setattr(row, name, value)
    row.clean()
