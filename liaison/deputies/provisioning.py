"""The 代表名录 page of a new congress's section."""

from wagtail.models import Page

from liaison.deputies.models import DeputyIndexPage
from organizations.models import Congress
from organizations.provisioning import provisioning


def build_list(congress: Congress, section: Page) -> None:
    """Create and publish the list below ``section``; a street has no deputies of its own (R53)."""
    if congress.is_street:
        return
    page = DeputyIndexPage(title="代表名录", slug="deputies", show_in_menus=True)
    section.add_child(instance=page)
    page.save_revision().publish()


def register() -> None:
    """Have every new section get this list."""
    provisioning.register_list(build_list, order=30)
