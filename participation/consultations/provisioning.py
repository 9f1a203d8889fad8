"""The 征求意见 page of a new congress's section."""

from wagtail.models import Page

from organizations.models import Congress
from organizations.provisioning import provisioning
from participation.consultations.models import ConsultationIndexPage


def build_list(congress: Congress, section: Page) -> None:
    """Create and publish the list below ``section``."""
    page = ConsultationIndexPage(title="征求意见", slug="consultations", show_in_menus=True)
    section.add_child(instance=page)
    page.save_revision().publish()


def register() -> None:
    """Have every new section get this list."""
    provisioning.register_list(build_list, order=40)
