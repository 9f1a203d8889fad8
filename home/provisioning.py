"""The section page of a new congress, and for the county the site itself with its rule of sign-off."""

from django.contrib.auth.models import Permission as DjangoPermission
from wagtail.models import Page, Site, Workflow, WorkflowPage, WorkflowTask

from accounts.roles import Role
from home.models import CongressPage, HomePage
from organizations.models import Congress, RoleGroup, SignOffTask
from organizations.provisioning import grant_page_rights

EDITORS_OF_THE_SITE = (Role.CLERK, Role.CHAIR, Role.COUNTY_OFFICE)


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
    """Create the home page in place of Wagtail's sample page, make it the root of the site, and have it guarded."""
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
    assign_sign_off(home)
    _grant_site_rights(county, home)
    return home


def assign_sign_off(home: Page) -> Workflow:
    """Have every page of the site go through 签发 by a second person; no page has another workflow."""
    task, _created = SignOffTask.objects.get_or_create(name="签发")
    workflow, _created = Workflow.objects.get_or_create(name="签发")
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    return workflow


def _grant_site_rights(county: Congress, home: Page) -> None:
    """Let the county edit the front page and the site's own pages, and its office the foot of every page."""
    for role in EDITORS_OF_THE_SITE:
        grant_page_rights(county, role, home, ("add", "change"))
    office = RoleGroup.objects.get(congress=county, role=Role.COUNTY_OFFICE).group
    office.permissions.add(
        DjangoPermission.objects.get(content_type__app_label="home", codename="change_footersettings")
    )
