"""The 代表联络站 page of a new congress's section."""

from wagtail.models import Page

from accounts.roles import Role
from liaison.stations.models import StationIndexPage
from organizations.models import Congress
from organizations.provisioning import grant_page_rights, provisioning


def build_list(congress: Congress, section: Page) -> None:
    """Create and publish the list below ``section``."""
    page = StationIndexPage(title="代表联络站", slug="stations", show_in_menus=True)
    section.add_child(instance=page)
    page.save_revision().publish()
    grant_page_rights(congress, Role.OFFICER, page, ("change",))


def register() -> None:
    """Have every new section get this list."""
    provisioning.register_list(build_list, order=20)
