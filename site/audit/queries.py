"""Reading the ledger."""

from accounts.models import User
from accounts.roles import Permission
from audit.models import Entry, EntryQuerySet
from organizations.scope import congress_ids


def visible_to(user: User) -> EntryQuerySet:
    """Return the entries of the congresses whose ledger the user may read."""
    return Entry.objects.filter(congress__in=congress_ids(user, Permission.READ_AUDIT))


def about(entries: EntryQuerySet, words: str) -> EntryQuerySet:
    """Return the entries about one record, by its number."""
    return entries.filter(object_id=words) if words else entries
