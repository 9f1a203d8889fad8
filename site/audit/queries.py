"""Reading the ledger."""

import datetime
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from audit.models import Entry, EntryQuerySet
from core.paging import Count, bounded_count
from organizations.models import Congress
from organizations.scope import congress_ids

ORDER = ("-at", "-id")
SEALED_WITHIN = datetime.timedelta(minutes=5)  # the sealer runs every half minute
MOST_NAMESAKES = 50
# The different actions, each found by one step in the index, however many entries there are.
ACTIONS = """
WITH RECURSIVE used(action) AS (
    SELECT min(action) FROM audit_entry
    UNION ALL
    SELECT (SELECT min(action) FROM audit_entry WHERE action > used.action) FROM used WHERE used.action IS NOT NULL
)
SELECT action FROM used WHERE action IS NOT NULL
"""


@dataclass(frozen=True)
class SealState:
    """How much waits for the sealer, and since when."""

    count: Count
    oldest: datetime.datetime | None

    @property
    def is_late(self) -> bool:
        """Tell whether something waits longer than it should: the sealer may stand still."""
        return self.oldest is not None and timezone.now() - self.oldest > SEALED_WITHIN

    @property
    def oldest_text(self) -> str:
        """Return the time of the oldest, local."""
        return f"{timezone.localtime(self.oldest):%Y-%m-%d %H:%M:%S}" if self.oldest else ""


def seal_state() -> SealState:
    """Return what waits for the sealer. Entries are numbered as they are written, so the first is the oldest."""
    waiting = Entry.objects.unsealed()
    oldest = waiting.order_by("id").values_list("at", flat=True).first()
    return SealState(bounded_count(waiting), oldest)


def visible_to(user: User) -> EntryQuerySet:
    """Return the entries of the congresses whose ledger the user may read.

    Who reads for every congress also sees what belongs to none: the site's own entries.
    """
    within = congress_ids(user, Permission.READ_AUDIT)
    if within and len(within) == Congress.objects.count():
        return Entry.objects.all()
    return Entry.objects.filter(congress__in=within)


def reads_personal_data(action: str) -> bool:
    """Tell whether an action is somebody's reading of personal data (see ``audit.actions.record``)."""
    return action.rpartition(".")[2].startswith("read_")


def actions_used() -> list[str]:
    """Return the actions that the ledger knows, in the order of the alphabet."""
    with connection.cursor() as cursor:
        cursor.execute(ACTIONS)
        return sorted(row[0] for row in cursor.fetchall())


@dataclass(frozen=True)
class Criteria:
    """What a reader looks for; whatever is empty does not narrow."""

    number: str = ""
    action: str = ""
    actor: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    personal: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything is asked."""
        return self != Criteria()

    def as_data(self) -> dict[str, str | bool]:
        """Return what was asked, for the entry about an export."""
        given = {name: value for name, value in vars(self).items() if value}
        return {name: value if isinstance(value, bool) else str(value) for name, value in given.items()}

    def narrow(self, entries: EntryQuerySet, actions: list[str]) -> EntryQuerySet:
        """Return the entries that fit; ``actions`` are those that the ledger knows."""
        wanted = Q()
        if self.number:
            wanted &= Q(object_id=self.number)
        if self.action:
            wanted &= Q(action=self.action)
        if self.personal:
            wanted &= Q(action__in=[action for action in actions if reads_personal_data(action)])
        if self.actor:
            people = User.objects.filter(Q(username=self.actor) | Q(display_name=self.actor))
            wanted &= Q(actor__in=list(people.values_list("pk", flat=True)[:MOST_NAMESAKES]))
        if self.since:
            wanted &= Q(at__gte=_midnight(self.since))
        if self.until:
            wanted &= Q(at__lt=_midnight(self.until + datetime.timedelta(days=1)))
        return entries.filter(wanted)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
