"""The section page of a new congress, and for the county the site itself."""

from wagtail.models import Page, Site

from home.models import CongressPage, HomePage
from organizations.models import Congress


def build_section(congress: Congress) -> Page:
    """Create and publish the section page of ``congress`` below its parent's; the county gets the home page too."""
    parent = congress.get_parent()
    above = parent.section_page if parent is not None else build_home(congress)
    title = congress.short_office_name
    section = CongressPage(title=title, slug=congress.slug)
    above.add_child(instance=section)
    section.save_revision().publish()
    return section


def build_home(county: Congress) -> Page:
    """Create the home page in place of Wagtail's sample page and make it the root of the site."""
    root = Page.get_first_root_node()
    site = Site.objects.filter(is_default_site=True).first()
    sample = site.root_page if site is not None else None
    home = HomePage(title=f"{county.name}数字人大", slug="site")
    root.add_child(instance=home)
    home.save_revision().publish()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": home, "site_name": home.title},
    )
    if sample is not None and sample.specific_class is Page:
        Page.objects.get(pk=sample.pk).delete()
    return home
