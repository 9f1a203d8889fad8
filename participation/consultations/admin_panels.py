"""The parts of the page editor that are no fields: the state of the draft with ways to its screens, what is missing."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from participation.consultations import draft_comparison
from participation.consultations.kinds import all_rules, rules_of
from participation.consultations.readiness import missing


class DraftPanel(Panel):
    """How many rows the draft has, which version stands on the site, and the ways to the screens of the draft."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "participation/draft_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add what the draft holds."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            rows = list(page.articles.all())
            return context | {
                "page": page,
                "is_stored": page.pk is not None,
                "articles": sum(row.is_answerable for row in rows),
                "headings": sum(row.is_heading for row in rows),
                "row_name": rules_of(page.kind).rows,
                "version": page.versions.order_by("-number").first() if page.pk is not None else None,
                "can_begin": page.pk is not None and not rows and page.follows_id is not None,
            }

        def get_comparison(self) -> list[Any]:
            """Let the signer see what changed in the text: the rows are no fields of the form."""
            return draft_comparison.lines()


class ReadinessPanel(Panel):
    """What is still missing before the page may be sent to be signed."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "participation/readiness_panel.html"

        def is_shown(self) -> bool:
            """Show it once there is a page."""
            return bool(super().is_shown()) and self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the list."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            links = {"pasted_text": reverse("drafts:import", args=[page.pk])}
            lacking = [(one.text, links.get(one.field, f"#id_{one.field}")) for one in missing(page)]
            is_short = page.opens_at and page.closes_at and page.is_short
            reckoning = page.minimum.explanation if page.opens_at else ""
            return context | {
                "page": page,
                "lacking": lacking,
                "warning": page.short_period_message
                if is_short and not page.short_period_reason.strip()
                else "",
                "reckoning": reckoning,
            }


class KindPanel(Panel):
    """What each kind needs; on a new page, ways to begin with the usual words of a kind."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "participation/kind_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the kinds."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            names = dict(self.instance._meta.get_field("kind").choices)
            kinds = [(kind, names[kind], rules) for kind, rules in all_rules().items()]
            return context | {
                "kinds": kinds,
                "is_new": self.instance.pk is None,
                "chosen": self.instance.kind,
            }
