"""What the screens of a draft show: its opinions, its versions, its history, its imports."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from participation.consultations.descent import chain
from participation.consultations.models import (
    ConsultationChange,
    ConsultationPage,
    DraftImport,
)


def changes(page: ConsultationPage) -> QuerySet[ConsultationChange]:
    """Return what happened to the consultation since it appeared."""
    return page.changes.select_related("version").order_by("at", "id")


def opinions_by_key(page: ConsultationPage) -> dict[str, int]:
    """Return how many opinions hang on each article (hex of its key), of this and earlier consultations."""
    found: dict[str, int] = {}
    for one in chain(page):
        for scope, number in one.opinion_counts.values_list("scope", "opinions"):
            found[scope] = found.get(scope, 0) + number
    return found


@dataclass(frozen=True)
class ImportState:
    """The imports of a page as the screens offer them."""

    waiting: DraftImport | None
    last: DraftImport | None

    @property
    def can_undo(self) -> bool:
        """Return whether the last import can be taken back."""
        return self.last is not None and self.last.undone_at is None


def import_state(page: ConsultationPage, user: User) -> ImportState:
    """Return the person's own reading that waits, and the last that was taken over by anybody."""
    rows = DraftImport.objects.filter(page=page).select_related("user").defer("text", "rows", "origins")
    waiting = rows.filter(user=user, applied_at=None).first()
    last = rows.exclude(applied_at=None).first()
    return ImportState(waiting, last)
