"""The edit form of a notice: sensible beginnings, and what a notice may refer to."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from organizations.models import Congress
from organizations.scope import congress_for_page


class NoticeForm(WagtailAdminPageForm):
    """Fills in issuer, prefix and year; offers a street only what a street issues (组织法 59; R53)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.congress: Congress | None = (
            congress_for_page(self.parent_page) if self.parent_page is not None else None
        )
        if self.congress is None:
            return
        if self.instance.pk is None:
            self._begin(self.congress)
        if self.congress.is_street and "kind" in self.fields:
            kind = self.fields["kind"]
            withheld = {"personnel", "qualification"}
            kind.choices = [choice for choice in kind.choices if choice[0] not in withheld]

    def _begin(self, congress: Congress) -> None:
        """Start a new notice from the last one of the same list."""
        last = (
            type(self.instance)
            .objects.child_of(self.parent_page)
            .exclude(number_prefix="")
            .order_by("-issued_on", "-id")
            .first()
        )
        self.initial["issuer"] = self.initial.get("issuer") or congress.office_name
        self.initial["number_prefix"] = last.number_prefix if last is not None else ""
        self.initial["number_year"] = self.initial.get("number_year") or timezone.localdate().year

    def clean(self) -> dict[str, Any]:
        """A notice corrects or changes one of its own list only."""
        cleaned: dict[str, Any] = super().clean()
        about = cleaned.get("about")
        if about is not None and self.parent_page is not None and not about.is_child_of(self.parent_page):
            self.add_error("about", _("只能更正（变更）本栏目自己的公告。"))
        return cleaned
