"""Putting the demo's pages on the site, with a history that the office can read."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from wagtail.models import Page, Site, WorkflowState

from accounts.models import User
from home.demo.clock import clock_at, office_moment
from home.demo.county import ADDRESS
from home.demo.world import World
from home.models import CongressPage, FooterSettings, HomePage, StandardPage

P = TypeVar("P", bound=Page)
ORGANIZER = "青禾县人大常委会办公室（演示）"


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the page history from writing a line for each of hundreds of pages."""
    logger = logging.getLogger("wagtail")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def add_draft(parent: Page, page: P, author: User, when: datetime) -> P:
    """Add ``page`` below ``parent`` as a draft written by ``author``."""
    with clock_at(when):
        page.live = False
        page.owner = author
        parent.add_child(instance=page)
        page.save_revision(user=author)
    return page


def publish(page: P, author: User, signer: User, when: datetime) -> P:
    """Put the page as it stands on the site: written by one person, signed by another (签发)."""
    with clock_at(when):
        page.full_clean()
        page.save_revision(user=author)
    ask_for_signature(page, author, when + timedelta(minutes=5))
    sign(page, signer, when + timedelta(minutes=20))
    page.refresh_from_db()
    return page


def sign(page: Page, signer: User, when: datetime) -> None:
    """签发 what waits on ``page``."""
    with clock_at(when):
        state = page.current_workflow_task_state
        state.task.specific.on_action(state, signer, "approve")


def add_published(parent: Page, page: P, author: User, signer: User, when: datetime) -> P:
    """Add a page and publish it."""
    return publish(add_draft(parent, page, author, when - timedelta(minutes=40)), author, signer, when)


def ask_for_signature(page: Page, author: User, when: datetime) -> WorkflowState:
    """Send a draft to 签发."""
    with clock_at(when):
        return page.get_workflow().start(page, author)


def build_standard_pages(world: World) -> None:
    """Write the plain pages and put them in the footer."""
    home = HomePage.objects.get()
    author, signer = world.user("qinghe", "clerk"), world.user("qinghe", "chair")
    pages = {}
    for number, item in enumerate(world.data("standard")["page"]):
        page = StandardPage(
            title=item["title"], slug=item["slug"], introduction=item["introduction"], body=item["body"]
        )
        when = office_moment(world.now, 380, number)
        pages[item["slug"]] = add_published(home, page, author, signer, when)
    footer, _created = FooterSettings.objects.get_or_create(site=Site.objects.get(is_default_site=True))
    footer.organizer = ORGANIZER
    footer.address = ADDRESS.format(number=1)
    footer.phone = "0000-6120100"
    footer.complaint_phone = "0000-6120110"
    footer.privacy_page = pages["privacy"]
    footer.accessibility_page = pages["accessibility"]
    footer.full_clean()
    footer.save()


def build_introductions(world: World) -> None:
    """Greet the visitor on the home page and introduce each section."""
    author, signer = world.user("qinghe", "clerk"), world.user("qinghe", "chair")
    home = HomePage.objects.get()
    home.welcome = "身边的事、正在定的规矩，都可以在这里说；每一件都有编号、有期限、有答复。"
    home.full_clean()
    publish(home, author, signer, office_moment(world.now, 379))
    for congress in world.congresses.values():
        section = CongressPage.objects.get(pk=congress.section_page_id)
        organ = congress.office_name
        section.intro = (
            f"{organ}在这里公布通知公告、代表联络站和接待日，并就草案和大家关心的事征求意见。"
            f"您可以在网上提意见，也可以到就近的代表联络站当面说。办公电话：{congress.contact_phone}。"
        )
        section.full_clean()
        publish(section, author, signer, office_moment(world.now, 378))
