"""A county with a town and a street, made by the same action as on a real server."""

from organizations.actions import create_congress
from organizations.models import Area, Congress, CongressKind, Office

PHONE = "0000-1234567"


def make_county(name: str = "青禾县", slug: str = "qinghe", number_prefix: str = "QH") -> Congress:
    """Make the county with its site; return the one that is there when a test asks twice."""
    found = Congress.objects.filter(depth=1).first()
    if found is not None:
        return found
    return create_congress(
        name=name, kind=CongressKind.COUNTY, slug=slug, number_prefix=number_prefix, contact_phone=PHONE
    )


def make_town(
    name: str = "柳塘镇", slug: str = "liutang", number_prefix: str = "LT", kind: str = CongressKind.TOWN
) -> Congress:
    """Make a town below the county; return the one of this address name when it is there."""
    found = Congress.objects.filter(slug=slug).first()
    if found is not None:
        return found
    return create_congress(
        name=name,
        kind=kind,
        slug=slug,
        number_prefix=number_prefix,
        parent=make_county(),
        contact_phone=PHONE,
    )


def make_street() -> Congress:
    """Make a street, which has a working committee and no congress."""
    return make_town("南埠街道", "nanbu", "NB", CongressKind.STREET)


def make_office(congress: Congress, name: str = "供电所") -> Office:
    """Make a body that handles matters."""
    return Office.objects.get_or_create(congress=congress, name=name)[0]


def make_area(congress: Congress, name: str = "东河村") -> Area:
    """Make a village."""
    return Area.objects.get_or_create(congress=congress, name=name)[0]
