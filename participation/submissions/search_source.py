"""Published answers in the site's search: the masked copies that stand on the site, nothing else."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.models import Congress
from participation.submissions.models import PublishedCopy
from search.registry import Source, Town, site_search


def public_copies(town: Town | None) -> QuerySet[Any]:
    """Return what may be found, of one town's section or of all."""
    copies = PublishedCopy.objects.public()
    if town is None:
        return copies
    # By number: the search engine filters by the columns it knows, and these include the congress alone.
    ids = Congress.objects.filter(section_page__path__startswith=town.path).values_list("pk", flat=True)
    return copies.filter(congress__in=list(ids))


def address(copy: PublishedCopy) -> str:
    """Return the page of the answer."""
    return reverse("participation:answer", args=[copy.number])


def words(copy: PublishedCopy) -> str:
    """Return what the snippet is cut from."""
    return f"{copy.text}\n{copy.reply}"


def answered_on(copy: PublishedCopy) -> date | None:
    """Return the date shown with a hit."""
    return copy.answered_on


def register() -> None:
    """Offer the answers as a kind of their own."""
    source = Source(
        "answer",
        _("已答复的意见"),
        public_copies,
        title=lambda copy: copy.title,
        url=address,
        text=words,
        date=answered_on,
        newest="-published_at",
    )
    site_search.register_source(source)
