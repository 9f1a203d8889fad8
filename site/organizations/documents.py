"""Who may open a document: everybody once a published page shows it, before that only its own office.

Wagtail numbers documents one after the other, so an address can be guessed (``wagtail-notes.md``).
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from library.models import CustomDocument
from organizations.models import Congress
from organizations.scope import congress_ids


def is_shown(document: CustomDocument) -> bool:
    """Return whether some page that everybody can read refers to the document."""
    pages = ReferenceIndex.get_references_to(document).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    numbers = [int(number) for number in pages.values_list("object_id", flat=True).distinct()]
    return bool(numbers) and Page.objects.filter(pk__in=numbers).live().public().exists()


def may_open(document: CustomDocument, user: Any) -> bool:
    """Return whether ``user`` may open the document."""
    if is_shown(document) or getattr(user, "is_superuser", False):
        return True
    owner = Congress.objects.filter(collection=document.collection_id).values_list("pk", flat=True).first()
    return owner is not None and owner in congress_ids(user)
