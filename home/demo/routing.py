"""Routing rules of the demo town: by words, by category, and one for everything else."""

from home.demo.world import World
from participation.routing.models import RoutingRule

TOWN = "liutang"
# position, name, category, words, office
RULES = (
    (10, "路灯和用电", "", "路灯\n停电\n变压器\n电线", "power"),
    (20, "自来水", "utilities", "自来水\n水压\n水塔", "water"),
    (30, "道路和公厕", "", "公厕\n坑洼\n路面\n化粪池", "build"),
)


def build_rules(world: World) -> None:
    """Make the rules, as far as the town has the offices."""
    congress = world.congresses[TOWN]
    for position, name, category, words, key in RULES:
        office = world.offices.get((TOWN, key))
        if office is not None:
            RoutingRule.objects.create(
                congress=congress, position=position, name=name, category=category, words=words, office=office
            )
