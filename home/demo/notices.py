"""Notices of the demo, every kind of ``domain.md`` §10.3, from ``data/notices.toml``."""

from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Page

from accounts.roles import Role
from home.demo.clock import office_moment
from home.demo.county import TENANTS
from home.demo.pages import add_draft, add_published, ask_for_signature
from home.demo.world import World
from home.notices.models import NoticeAttachment, NoticeIndexPage, NoticePage
from library.models import CustomDocument
from organizations.models import Congress


def build_notices(world: World) -> None:
    """Publish the notices, oldest first; leave one as a draft and one waiting for a signature."""
    data = world.data("notices")
    known: dict[str, NoticePage] = {}
    for order, item in enumerate(sorted(data["notice"], key=lambda item: -item["days"])):
        if world.has(item["congress"]):
            known[item.get("key", str(order))] = add_notice(world, item, known, order)
    described = {item["congress"] for item in data["notice"]}
    for tenant in TENANTS:
        if world.has(tenant.slug) and tenant.slug not in described:
            for order, item in enumerate(data["everywhere"]):
                filled = {
                    key: value.replace("{place}", tenant.name) if isinstance(value, str) else value
                    for key, value in item.items()
                }
                add_notice(world, filled | {"congress": tenant.slug}, known, order)


def add_notice(world: World, item: dict[str, Any], known: dict[str, NoticePage], order: int) -> NoticePage:
    """Add one notice in the state that the data ask for."""
    slug = item["congress"]
    congress = world.congresses[slug]
    when = office_moment(world.now, item["days"], order)
    page = NoticePage(
        title=item["title"],
        kind=item["kind"],
        issuer=item.get("issuer", congress.office_name),
        issued_on=timezone.localdate(when),
        body=paragraphs(item["body"]),
        about=known.get(item.get("about", "")),
    )
    if "serial" in item:
        page.number_prefix, page.number_serial = item["prefix"], item["serial"]
        page.number_year = page.issued_on.year
    for title in item.get("attachments", []):
        page.attachments.add(NoticeAttachment(document=document(congress, title), title=title))
    author, signer = world.user(slug, Role.CLERK), world.user(slug, Role.CHAIR)
    parent = notice_list(congress)
    state = item.get("state", "published")
    if state == "published":
        return add_published(parent, page, author, signer, when)
    add_draft(parent, page, author, when)
    if state == "waiting":
        ask_for_signature(page, author, when)
    return page


def notice_list(congress: Congress) -> Page:
    """Return the page below which a congress's notices stand."""
    return NoticeIndexPage.objects.descendant_of(congress.section_page).order_by("depth").first()


def paragraphs(text: str) -> str:
    """Return rich text for plain lines: ``## `` makes a heading, ``- `` an item of a list."""
    html: list[str] = []
    items: list[str] = []
    for line in [*text.strip().splitlines(), ""]:
        if line.startswith("- "):
            items.append(f"<li>{line[2:]}</li>")
            continue
        html += close_list(items)
        items = []
        if line.startswith("## "):
            html.append(f"<h2>{line[3:]}</h2>")
        elif line.strip():
            html.append(f"<p>{line}</p>")
    return "".join(html)


def close_list(items: Iterable[str]) -> list[str]:
    """Return the gathered items as a list, nothing when there are none."""
    joined = "".join(items)
    return [f"<ul>{joined}</ul>"] if joined else []


def document(congress: Congress, title: str) -> CustomDocument:
    """Keep a short text file to attach."""
    text = f"{title}\n\n{congress.office_name}\n\n姓名（可不填）：\n联系方式（可不填）：\n内容：\n\n（演示文件）\n"
    found = CustomDocument(title=title, collection=congress.collection)
    found.file.save(f"{congress.slug}-form.txt", ContentFile(text.encode()), save=False)
    found.full_clean()
    found.save()
    return found
