"""Sets up the demo county's tenants: congresses, terms, offices, villages. See ``county`` for the names."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from home.demo.clock import clock_at, office_moment
from home.demo.county import (
    ADDRESS,
    COUNTY,
    DEMO_CODE,
    MERGED_OFFICE,
    PETITION_ROUTE,
    TENANTS,
    Tenant,
    offices_of,
)
from home.demo.world import World
from organizations.actions import create_congress
from organizations.models import Area, Congress, Office, OfficeKind, Term

COUNTY_TERM, TOWN_TERM = 18, 19


def build_tenants(world: World) -> None:
    """Set up the county, its towns and streets as of a year ago."""
    with clock_at(office_moment(world.now, 400)):
        build_tenant(world, COUNTY, 0)
        wanted = [tenant for tenant in TENANTS if tenant.small or not world.small]
        for number, tenant in enumerate(wanted, start=1):
            build_tenant(world, tenant, number)
        merged = Office(
            congress=world.congresses["qinghe"],
            name=MERGED_OFFICE,
            kind=OfficeKind.DEPARTMENT,
            is_active=False,
        )
        merged.full_clean()
        merged.save()


def build_tenant(world: World, tenant: Tenant, number: int) -> None:
    """Set up one tenant with its term, offices and villages."""
    congress = create_congress(
        name=tenant.name,
        kind=tenant.kind,
        slug=tenant.slug,
        number_prefix=tenant.prefix,
        parent=world.congresses.get("qinghe"),
        code=f"{DEMO_CODE}0101{number:03d}000"[:12],
        contact_phone=f"0000-6120{100 + number}",
        contact_address=ADDRESS.format(number=1)
        if not number
        else f"{COUNTY.name}{tenant.name}便民路{number * 2}号",
        petition_route=PETITION_ROUTE.format(county=COUNTY.name),
    )
    world.congresses[tenant.slug] = congress
    if not congress.is_street:
        build_terms(world, congress)
    for index, (key, (name, kind)) in enumerate(offices_of(tenant).items()):
        office = Office(congress=congress, name=name, kind=kind, phone=f"0000-6{number:02d}{2000 + index}")
        office.full_clean()
        office.save()
        world.offices[tenant.slug, key] = office
    for name in tenant.villages:
        area = Area(congress=congress, name=name)
        area.full_clean()
        area.save()


def build_terms(world: World, congress: Congress) -> None:
    """Give a congress its last term and the one that runs (five years; 组织法 9、38)."""
    ordinal = COUNTY_TERM if congress.is_county else TOWN_TERM
    first = timezone.localdate(world.now).year - 4
    for number, year in ((ordinal - 1, first - 5), (ordinal, first)):
        begins, ends = date(year, 1, 12), date(year + 5, 1, 11)
        term = Term(congress=congress, ordinal=number, first_session_on=begins, ends_on=ends)
        try:
            term.full_clean()
        except ValidationError as error:
            raise ValidationError(f"{congress} {number}: {error.messages}") from error
        term.save()
