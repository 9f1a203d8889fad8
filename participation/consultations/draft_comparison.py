"""What a signer sees of a changed draft in the page's comparison: article by article, and whether it is withdrawn.

Wagtail compares fields; the rows of a draft are none. A class here stands for one line of its table.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.consultations.comparing.changes import changes
from participation.consultations.comparing.sides import Facing, facing
from participation.consultations.comparing.texts import text_rows

if TYPE_CHECKING:
    from participation.consultations.models import ConsultationPage

MOST_SHOWN = 200


class Line:
    """One line of the comparison: a label, whether anything changed, and how to show it."""

    is_field, is_child_relation = True, False
    field_label: Any = ""

    def __init__(self, old: "ConsultationPage", new: "ConsultationPage") -> None:
        """Keep both pages."""
        self.old, self.new = old, new


class TextLine(Line):
    """The rows of the draft."""

    field_label = gettext_lazy("条文")

    @cached_property
    def changed(self) -> list[Facing]:
        """Return what is different; new numbers count, since they are signed too."""
        found = changes(text_rows(self.old.articles.all()), text_rows(self.new.articles.all()))
        return facing(one for one in found if set(one.kinds) != {"unchanged"})

    @cached_property
    def notes(self) -> list[str]:
        """Return the names of the articles whose plain note is different."""
        before = {row.key: row.plain_note for row in self.old.articles.all()}
        return [str(row) for row in self.new.articles.all() if row.plain_note != before.get(row.key, "")]

    def has_changed(self) -> bool:
        """Return whether the line is shown."""
        return bool(self.changed or self.notes)

    def htmldiff(self) -> str:
        """Return both sides of each change."""
        shown = self.changed[:MOST_SHOWN]
        more = len(self.changed) - len(shown)
        context = {"changed": shown, "more": more, "notes": self.notes}
        return render_to_string("participation/draft_comparison.html", context)


class WithdrawalLine(Line):
    """Whether the consultation is withdrawn, which no field of the form tells."""

    field_label = gettext_lazy("撤回")

    def has_changed(self) -> bool:
        """Return whether the line is shown."""
        return bool(self.old.is_withdrawn != self.new.is_withdrawn)

    def htmldiff(self) -> str:
        """Return what signing would do."""
        if self.new.is_withdrawn:
            return _("签发以后撤回：不再接收意见，页面和已经收到的意见保留。")
        return _("签发以后恢复：按起止时间继续接收意见。")


def lines() -> list[Callable[..., Line]]:
    """Return the lines that a consultation adds to the comparison."""
    return [TextLine, WithdrawalLine]
