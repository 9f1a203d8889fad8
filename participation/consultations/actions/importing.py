"""Taking over a text from a file or the clipboard: read, looked at, confirmed, and taken back if it was wrong."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.actions import record
from core.text import one_line
from participation.consultations import lineage, outline
from participation.consultations.actions.drafts import (
    latest_draft,
    rows_of,
    save_rows,
)
from participation.consultations.descent import former_rows
from participation.consultations.drafting.parsing import parse_draft
from participation.consultations.drafting.rows import NoArticles, ParsedDraft
from participation.consultations.drafting.sources import SourceText
from participation.consultations.models import Article, ConsultationPage, DraftImport
from participation.consultations.models.imports import KEPT_FOR

PASTED = gettext_lazy("粘贴的文字")
EMPTY: dict[str, Any] = {"text": "", "rows": [], "origins": [], "remarks": [], "ignored": []}
CHANGED = gettext_lazy("草案刚刚有改动，对应关系已经重新比对，请再看一遍。")


def old_rows(draft: ConsultationPage) -> list[Article]:
    """Return what a new text is compared with: the draft's own rows, else those of the consultation it follows."""
    return rows_of(draft) or former_rows(draft)


@transaction.atomic
def read_import(*, page: ConsultationPage, source: str | SourceText, name: str, by: User) -> DraftImport:
    """Read a text and propose where its articles come from. Nothing of the page changes."""
    draft = latest_draft(page.pk, by=by)
    _forget(page, by)
    imported = DraftImport(page=page, user=by, name=one_line(name, 120))
    _read(imported, source, draft)
    imported.save()
    return imported


@transaction.atomic
def read_import_again(*, imported: DraftImport, text: str, by: User) -> None:
    """Read the text once more after a person corrected it."""
    draft = _draft_of(imported, by)
    _read(imported, text, draft)
    imported.save()


@transaction.atomic
def refresh_import(*, imported: DraftImport, by: User) -> bool:
    """Compare anew when the draft was changed since; return whether it was."""
    old = old_rows(_draft_of(imported, by))
    if not imported.rows or outline.digest(old) == imported.compared_with:
        return False
    imported.origins = lineage.propose(old, imported.rows)
    imported.compared_with = outline.digest(old)
    imported.save()
    return True


@transaction.atomic
def decide_origins(*, imported: DraftImport, choices: Mapping[int, lineage.Choice], by: User) -> None:
    """Keep what a person decided about where rows come from."""
    old = old_rows(_draft_of(imported, by))
    if outline.digest(old) != imported.compared_with:
        raise ValidationError(CHANGED, code="changed")
    imported.origins = lineage.settle(imported.origins, choices, old, imported.rows)
    imported.save()


@transaction.atomic
def apply_import(*, imported: DraftImport, by: User) -> dict[str, int]:
    """确认收入: the read text becomes the draft. Returns the counts that the ledger keeps too."""
    draft = _draft_of(imported, by)
    if not imported.rows:
        raise ValidationError(_("没有可以收入的条文。"))
    old = old_rows(draft)
    if outline.digest(old) != imported.compared_with:
        raise ValidationError(CHANGED, code="changed")
    if draft.latest_revision_id is None:
        draft.save_revision(user=by, clean=False)  # what to go back to
    before = draft.latest_revision_id
    counts = lineage.counts(old, imported.origins)
    save_rows(draft, lineage.built(old, imported.rows, imported.origins), by=by, what=_("导入草案文本"))
    values = EMPTY | {"applied_at": timezone.now(), "revision_before_id": before, "counts": counts}
    for name, value in values.items():
        setattr(imported, name, value)
    imported.save()
    _record(draft, "consultation.import", by, counts)
    return counts


@transaction.atomic
def undo_import(*, page: ConsultationPage, by: User) -> int:
    """恢复到导入前: bring back the text as it stood before the last import; return how many rows it has."""
    draft = latest_draft(page.pk, by=by)
    last = DraftImport.objects.select_for_update().filter(page=page).exclude(applied_at=None).first()
    if last is None or last.undone_at is not None:
        raise ValidationError(_("没有可以恢复的导入。"))
    if last.revision_before is None:
        raise ValidationError(_("导入前的草案已经没有了，不能恢复。"))
    rows = rows_of(last.revision_before.as_object())
    save_rows(draft, rows, by=by, what=_("恢复到导入前"))
    last.undone_at = timezone.now()
    last.save()
    _record(draft, "consultation.undo_import", by, {"rows": len(rows)})
    return len(rows)


@transaction.atomic
def discard_import(*, imported: DraftImport, by: User) -> None:
    """Throw away what was read; the draft is as it was."""
    if imported.user_id != by.pk or not imported.is_waiting:
        raise PermissionDenied
    imported.delete()


def _read(imported: DraftImport, source: str | SourceText, draft: ConsultationPage) -> None:
    parsed, imported.problem = ParsedDraft(), ""
    try:
        parsed = parse_draft(source)
    except NoArticles as problem:
        imported.problem = str(problem)
    old = old_rows(draft)
    imported.text = source if isinstance(source, str) else source.text
    imported.title = parsed.title[:300]
    imported.rows = [lineage.as_dict(row) for row in parsed.rows]
    imported.remarks = [[one.line, str(one.text), str(one.severity)] for one in parsed.remarks]
    imported.ignored = [[line, text] for line, text in parsed.ignored]
    imported.origins = lineage.propose(old, imported.rows)
    imported.compared_with = outline.digest(old)


def _draft_of(imported: DraftImport, by: User) -> ConsultationPage:
    if imported.user_id != by.pk:
        raise PermissionDenied
    if not imported.is_waiting:
        raise ValidationError(_("这次导入已经收入，不能再改。"))
    return latest_draft(imported.page_id, by=by)


def _forget(page: ConsultationPage, by: User) -> None:
    """Drop the person's earlier reading of this page, and readings of anybody that nobody came back to."""
    DraftImport.objects.filter(page=page, user=by, applied_at=None).delete()
    DraftImport.objects.filter(applied_at=None, created_at__lt=timezone.now() - KEPT_FOR).delete()


def _record(draft: ConsultationPage, action: str, by: User, counts: dict[str, int]) -> None:
    record(
        action=action,
        object_type="consultation",
        object_id=draft.pk,
        congress=draft.congress,
        by=by,
        data=dict(counts),
    )
