"""Reading the register of deputies for public screens."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from liaison.deputies.models import Deputy
from organizations.models import Congress
from search.registry import Source, Town


def public_deputies(town: Town | None) -> QuerySet[Deputy]:
    """Return the deputies everybody may see, of one town or of all, for the site search."""
    deputies = Deputy.objects.public()
    if town is None:
        return deputies
    owner = Congress.objects.filter(section_page__path=town.path).values("pk")
    return deputies.filter(congress__in=owner)


def search_source() -> Source:
    """Return what the search screen is told about deputies."""
    return Source(
        "deputy", _("人大代表"), public_deputies, title=str, url=lambda deputy: deputy.get_absolute_url(),
    )  # fmt: skip
