"""What became of the opinions on a draft: the demo's coding table, its second text and its published result."""

from datetime import datetime, timedelta
from typing import Any

from accounts.roles import Role
from home.demo.clock import clock_at, office_moment
from home.demo.consultations import draft_text
from home.demo.opinions import Story
from home.demo.pages import publish
from home.demo.stories import Telling
from home.demo.world import DATA, World
from participation.adoption import actions
from participation.consultations.actions.importing import apply_import, read_import
from participation.consultations.models import WHOLE, ConsultationPage, Stage
from participation.submissions.models import Channel, OpinionPart

CAME, DECIDED, APPROVED, SECOND_TEXT, RESULT = 69, 34, 30, 16, 15
SIGNED = timedelta(minutes=40)


def pooled_stories(world: World) -> list[Story]:
    """Return the opinions that are answered by the result, spread over the weeks of the consultation."""
    data = world.data("adoption")
    if not world.has(_owner(data)):
        return []
    stories = []
    for number, (group, text) in enumerate(_texts(data)):
        days = CAME - number
        target = f"consultation:{data['consultation']}"
        stories.append(
            Story(
                key=f"pooled-{number}",
                to=f"{target}:{group['article']}" if group["article"] else target,
                text=text,
                days=days,
                steps=[
                    {"do": "register", "days": days - 1},
                    {"do": "accept", "days": days - 1},
                    {"do": "pool", "days": days - 2},
                ],
                channel=Channel.WEB,
                category="legislation",
            )
        )
    return stories


def build_adoption(world: World, telling: Telling) -> None:
    """Group and decide what came in, publish the second text, then the result; and tell it to the senders."""
    data = world.data("adoption")
    if not world.has(_owner(data)):
        return
    page = world.consultations[data["consultation"]]
    keys = _parts_by_group(data, telling)
    for number, item in enumerate(data["group"]):
        _decide(world, page, item, keys[number], number)
    _second_text(world, page, data)
    _result(world, page, data)


def _owner(data: dict[str, Any]) -> str:
    return str(data["consultation"]).split("-")[0]


def _texts(data: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """Return each text with its group, one of each group after the other, as opinions come in."""
    longest = max(len(group["texts"]) for group in data["group"])
    return [
        (group, group["texts"][turn])
        for turn in range(longest)
        for group in data["group"]
        if turn < len(group["texts"])
    ]


def _parts_by_group(data: dict[str, Any], telling: Telling) -> list[list[int]]:
    """Return the parts of opinions that belong to each group."""
    of_text = {text: f"pooled-{number}" for number, (_group, text) in enumerate(_texts(data))}
    found = []
    for group in data["group"]:
        stories = [*group.get("stories", []), *(of_text[text] for text in group["texts"])]
        cases = [telling.cases[key].pk for key in stories if key in telling.cases]
        parts = OpinionPart.objects.filter(submission__case__in=cases)
        found.append(list(parts.values_list("pk", flat=True)))
    return found


def _decide(world: World, page: ConsultationPage, item: dict[str, Any], parts: list[int], order: int) -> None:
    """Group, decide and approve, each by who does it in life."""
    clerk, chair = world.user(_of(page), Role.CLERK), world.user(_of(page), Role.CHAIR)
    article = page.articles.get(label=item["article"]) if item["article"] else None
    scope, label = (article.key.hex, str(article)) if article is not None else (WHOLE, "")
    with clock_at(office_moment(world.now, DECIDED, order)):
        group = actions.create_group(
            page=page, scope=scope, label=label, summary=item["summary"], parts=parts, by=clerk
        )
        words = {name: item[name] for name in ("summary", "decision", "reason", "wording")}
        actions.decide(group=group, by=clerk, submits=True, **words)
    with clock_at(office_moment(world.now, APPROVED, order)):
        group.refresh_from_db()
        actions.approve(group=group, by=chair)


def _second_text(world: World, page: ConsultationPage, data: dict[str, Any]) -> None:
    """Put out the text as it was changed: read, matched with the first, and signed."""
    clerk, chair = world.user(_of(page), Role.CLERK), world.user(_of(page), Role.CHAIR)
    when: datetime = office_moment(world.now, SECOND_TEXT)
    text, notes = draft_text(DATA / "drafts" / f"{data['second_text']}.txt", world.now)
    with clock_at(when):
        imported = read_import(page=page, source=text, name="二次审议稿.docx", by=clerk)
        apply_import(imported=imported, by=clerk)
        draft: ConsultationPage = ConsultationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        draft.stage, draft.change_note = Stage.SECOND, data["second_note"]
        for row in draft.articles.all():
            row.plain_note = notes.get(row.label, row.plain_note)
    world.consultations[data["consultation"]] = publish(draft, clerk, chair, when)


def _result(world: World, page: ConsultationPage, data: dict[str, Any]) -> None:
    """Publish the result and close what waited for it."""
    clerk, chair = world.user(_of(page), Role.CLERK), world.user(_of(page), Role.CHAIR)
    when = office_moment(world.now, RESULT)
    with clock_at(when):
        report = actions.draft_result(
            page=page, intro=data["intro"].strip(), next_steps=data["next_steps"].strip(), by=clerk
        )
        actions.submit_result(report=report, by=clerk)
    with clock_at(when + SIGNED):
        report.refresh_from_db()
        actions.publish_result(report=report, by=chair)
        while actions.answer_pooled():
            pass


def _of(page: ConsultationPage) -> str:
    """Return the address name of the congress whose page it is."""
    return page.congress.slug if page.congress is not None else ""
