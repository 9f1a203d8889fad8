"""Makes the demo county, all of it or nothing, and keeps its days fresh."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from home.demo.adoption import build_adoption, pooled_stories
from home.demo.consultations import build_consultations, refresh_consultations
from home.demo.county import DEMO_CODE
from home.demo.intake import enter_at_the_office
from home.demo.notices import build_notices
from home.demo.opinions import everyday_stories, written_stories
from home.demo.pages import build_introductions, build_standard_pages, quiet
from home.demo.people import ACCOUNTS, build_accounts, build_deputies, build_portraits
from home.demo.questionnaires import build_questionnaires, refresh_questionnaires
from home.demo.routing import build_rules
from home.demo.stations import build_receptions, build_stations, refresh_receptions
from home.demo.stories import Telling
from home.demo.tenants import build_tenants
from home.demo.world import World
from organizations.models import Congress


def demo_county() -> Congress | None:
    """Return the county when it is the demo's, None otherwise."""
    return Congress.objects.filter(depth=1, code__startswith=DEMO_CODE).first()


@transaction.atomic
def build(*, small: bool = False) -> World:
    """Make the whole demo in one transaction: an interrupted run leaves nothing behind."""
    world = World(now=timezone.now(), small=small)
    with quiet():
        build_tenants(world)
        build_accounts(world)
        build_standard_pages(world)
        build_introductions(world)
        build_portraits(world)
        build_stations(world)
        build_deputies(world)
        build_receptions(world)
        build_notices(world)
        build_consultations(world)
        build_questionnaires(world)
        telling = Telling(world)
        telling.tell([*written_stories(world), *pooled_stories(world), *everyday_stories(world)])
        build_adoption(world, telling)
        enter_at_the_office(world)
        build_rules(world)
    return world


@transaction.atomic
def refresh() -> int:
    """Move on what has passed since the last run; return how many records changed: none on the same day."""
    world = World(now=timezone.now())
    world.congresses = {congress.slug: congress for congress in Congress.objects.all()}
    names = User.objects.in_bulk([account.username for account in ACCOUNTS], field_name="username")
    world.users = {a.key: names[a.username] for a in ACCOUNTS if a.username in names}
    with quiet():
        return refresh_receptions(world) + refresh_consultations(world) + refresh_questionnaires(world)
