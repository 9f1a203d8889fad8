"""Opinions of the demo: the thirty of ``domain.md`` §10.4, and many everyday ones, each with its way."""

from dataclasses import dataclass
from typing import Any

from core.masking import propose_masked
from home.demo.world import DATA, World, dated
from participation.submissions.models import AgeStatement, Channel

Step = dict[str, Any]
# Day by day after receipt, how an everyday matter goes on; the number is how often it is chosen.
WAYS: tuple[tuple[int, str], ...] = (
    (9, "published"),
    (4, "rated"),
    (2, "closed"),
    (1, "redone"),
)
# How many everyday matters a place has besides those written out; 柳塘镇 has about 260 opinions a year.
EVERYDAY = {"liutang": 210, "qinghe": 24, "nanbu": 20, "heqiao": 20}


@dataclass(frozen=True)
class Story:
    """One opinion and what becomes of it; ``days`` is how long ago it came."""

    key: str
    to: str
    text: str
    days: float
    steps: list[Step]
    channel: str = Channel.WEB
    category: str = "other"
    place: str = ""
    name: str = ""
    contact: str = ""
    consents: bool = False
    age: str = AgeStatement.ADULT_OR_14
    photos: int = 0
    invited: bool = False  # by a deputy who was asked


def written_stories(world: World) -> list[Story]:
    """Return the opinions whose way is written out in ``data/opinions.toml``."""
    data = world.data("opinions")
    letter = (DATA / "letter.txt").read_text(encoding="utf-8")
    stories = [Story(**item | {"text": item["text"].replace("{letter}", letter)}) for item in data["opinion"]]
    return [story for story in stories if world.has(story.to.split(":")[1].split("-")[0])]


def everyday_stories(world: World) -> list[Story]:
    """Return answered everyday matters, many for 柳塘镇 and a few for every other place."""
    matters = world.data("everyday")["matter"]
    stories: list[Story] = []
    for slug in world.congresses:
        for number in range(2 if world.small else EVERYDAY.get(slug, 7)):
            stories.append(everyday_story(world, slug, number, matters[number % len(matters)]))
    return stories


def everyday_story(world: World, slug: str, number: int, matter: dict[str, Any]) -> Story:
    """Return one everyday matter, answered some time in the last ten months."""
    chance = world.chance
    days = chance.randint(12, 300)
    areas = list(world.congresses[slug].areas.all()) or list(world.congresses["liutang"].areas.all())
    place = chance.choice(areas).name
    dates = {"came": -days, "looked": -(days - 3), "done": -(days - 5)}
    words = {key: dated(f"{{{value}}}", world.now) for key, value in dates.items()} | {"place": place}
    text, reply = fill(matter["text"], words), fill(matter["reply"], words)
    way = chance.choices([name for _, name in WAYS], [weight for weight, _ in WAYS])[0]
    station = next((key for key in world.stations if key.startswith(slug)), "")
    steps: list[Step] = [
        {"do": "register", "days": days - 1},
        {"do": "accept", "days": days - 1},
        {
            "do": "assign",
            "days": days - 2,
            "office": matter["office"],
            "instruction": "请到现场核实，按期答复。",
        },
        {"do": "reply", "days": days - 5, "text": reply},
        {"do": "sign", "days": days - 6},
        *after_the_answer(way, days, matter, text, reply),
    ]
    return Story(
        key=f"{slug}-{number}",
        to=f"station:{station}" if station and number % 3 else f"congress:{slug}",
        text=text,
        days=days,
        steps=steps,
        channel=Channel.QR_STATION if number % 3 else Channel.WEB,
        category=matter["category"],
        place=place,
        consents=way == "published",
    )


def after_the_answer(way: str, days: int, matter: dict[str, Any], text: str, reply: str) -> list[Step]:
    """Return what follows the signed answer."""
    if way == "closed":
        return [{"do": "close", "days": days - 9}]
    if way == "redone":
        again = f"{reply}\n您表示不满意后，我们又到现场看了一次，请您一同确认，遗留的部分已经补做。"
        return [
            {"do": "rate", "days": days - 7, "rating": "not", "comment": "当时看着好了，过两天又不行。"},
            {"do": "reply", "days": days - 9, "text": again},
            {"do": "sign", "days": days - 10},
            {"do": "rate", "days": days - 11, "rating": "mostly"},
        ]
    rating = "satisfied" if days % 3 else "mostly"
    steps: list[Step] = [{"do": "rate", "days": days - 8, "rating": rating}]
    if way == "published":
        copy = {
            "title": matter["title"],
            "text": propose_masked(text).text,
            "reply": propose_masked(reply).text,
        }
        steps += [{"do": "prepare", "days": days - 8, **copy}, {"do": "publish", "days": days - 9}]
    return steps


def fill(text: str, words: dict[str, str]) -> str:
    """Put the words of one matter into its text."""
    for key, value in words.items():
        text = text.replace("{" + key + "}", value)
    return text
