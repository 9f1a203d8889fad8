"""Consultations of the demo: one always open, one yet to open, one closed, whatever the day."""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from accounts.roles import Role
from home.demo.clock import at_hour, clock_at, office_moment
from home.demo.pages import add_draft, add_published, ask_for_signature, publish, sign
from home.demo.world import DATA, World, dated
from organizations.models import Congress
from participation.consultations.actions import withdraw
from participation.consultations.drafting.parsing import parse_draft
from participation.consultations.models import (
    Article,
    ConsultationIndexPage,
    ConsultationPage,
    Phase,
)

LABEL = re.compile(r"^(第[一二三四五六七八九十]+条|[一二三四五六七八九十]+、)")
NOTE = "> "
MORNING, EVENING = time(9), time(17, 30)
LAST_HOURS = timedelta(hours=36)
SIGNED = timedelta(minutes=25)


def build_consultations(world: World) -> None:
    """Put out the consultations, each as long ago as its data say."""
    items = world.data("consultations")["consultation"]
    for order, item in enumerate(sorted(items, key=lambda item: item["opens"])):
        if world.has(item["congress"]):
            world.consultations[item["key"]] = add_consultation(world, item, order)


def add_consultation(world: World, item: dict[str, Any], order: int) -> ConsultationPage:
    """Add one consultation with its draft, in the state that the data ask for."""
    slug = item["congress"]
    congress = world.congresses[slug]
    page = ConsultationPage(
        title=item["title"],
        slug=item["key"],
        kind=item["kind"],
        issuer=item.get("issuer", congress.office_name),
        short_period_reason=item.get("short_period_reason", ""),
        why=item["why"].strip(),
        plain_summary=item["plain_summary"].strip(),
        key_questions=item["key_questions"].strip(),
        explanation=item["explanation"].strip(),
        contact=item["contact"],
        other_ways=item["other_ways"].strip(),
        **dict(zip(("opens_at", "closes_at"), period(item, world.now), strict=True)),
    )
    if "draft" in item:
        for article in read_draft(DATA / "drafts" / f"{item['draft']}.txt", world.now):
            page.articles.add(article)
    author, signer = world.user(slug, Role.CLERK), world.user(slug, Role.CHAIR)
    when = office_moment(world.now, max(1, 2 - item["opens"]), order)
    state = item.get("state", "published")
    if state == "published":
        add_published(consultation_list(congress), page, author, signer, when)
        if "withdrawn" in item:
            take_back(page, item, author, signer, world.now)
        return page
    add_draft(consultation_list(congress), page, author, when)
    if state == "waiting":
        ask_for_signature(page, author, when)
    return page


def take_back(
    page: ConsultationPage, item: dict[str, Any], author: User, signer: User, now: datetime
) -> None:
    """Withdraw a consultation, with its reason, signed by a second person."""
    when = office_moment(now, item["withdrawn"])
    with clock_at(when):
        withdraw(page=page, reason=item["withdrawn_because"], by=author)
    page.refresh_from_db()
    sign(page, signer, when + SIGNED)


def consultation_list(congress: Congress) -> Page:
    """Return the page below which a congress's consultations stand."""
    return ConsultationIndexPage.objects.descendant_of(congress.section_page).order_by("depth").first()


def period(item: dict[str, Any], now: datetime) -> tuple[datetime, datetime]:
    """Return opening and closing for days counted from today."""
    today: date = timezone.localdate(now)
    return (
        at_hour(today + timedelta(days=item["opens"]), MORNING),
        at_hour(today + timedelta(days=item["closes"]), EVENING),
    )


def draft_text(path: Path, now: datetime) -> tuple[str, dict[str, str]]:
    """Return a draft's text, and the plain notes by article: lines ``> `` below the article they explain."""
    lines = dated(path.read_text(encoding="utf-8"), now).splitlines()
    notes: dict[str, str] = {}
    label = ""
    for line in lines:
        found = LABEL.match(line)
        label = found[1] if found else label
        if line.startswith(NOTE):
            notes[label] = line.removeprefix(NOTE)
    return "\n".join(line for line in lines if not line.startswith(NOTE)), notes


def read_draft(path: Path, now: datetime) -> list[Article]:
    """Read a draft as a pasted one is read."""
    text, notes = draft_text(path, now)
    parsed = parse_draft(text)
    return [
        Article(
            sort_order=order,
            kind=row.kind.value,
            level=row.level,
            label=row.label,
            heading=row.heading,
            text=row.text,
            plain_note=notes.get(row.label, ""),
        )
        for order, row in enumerate(parsed.rows)
    ]


def refresh_consultations(world: World) -> int:
    """Extend what is about to close and put off what has opened too soon; return how many changed."""
    changed = 0
    for item in world.data("consultations")["consultation"]:
        page = ConsultationPage.objects.live().filter(slug=item["key"]).first()
        if page is None or page.is_withdrawn or not world.has(item["congress"]):
            continue
        opens_at, closes_at = period(item, world.now)
        wanted = page.__class__(opens_at=opens_at, closes_at=closes_at).phase_at(world.now)
        late = wanted is Phase.OPEN and page.closes_at - world.now < min(LAST_HOURS, closes_at - world.now)
        if page.phase_at(world.now) is wanted and not late:
            continue
        page.closes_at, page.change_note = closes_at, "演示数据随日子顺延。"
        if wanted is Phase.UPCOMING:
            page.opens_at = opens_at
        slug = item["congress"]
        publish(page, world.user(slug, Role.CLERK), world.user(slug, Role.CHAIR), world.now - SIGNED)
        changed += 1
    return changed
