"""The lists of the worklist: what they hold, in which order, and how many."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from casework.filters import asks_for_time, filtered, is_supervised
from casework.kinds import kinds
from casework.models import Assignment, AssignmentRole, Case, CaseQuerySet, Extension
from casework.queries import visible_to
from core.paging import Count, KeysetPage, bounded_count, keyset_page
from organizations.scope import congress_ids

PAGE_SIZE = 30
COUNT_LIMIT = 999
FOUND_LIMIT = 300  # of a filter: each may have to be looked at
DUE_SOON_DAYS = 3
NEWEST = ("-received_at", "-id")
SOONEST = ("due_on", "id")


@dataclass(frozen=True)
class Tab:
    """One list: its key in the address, its name, its order. ``is_rare``: shown only when it holds something."""

    key: str
    label: str | Promise
    order: tuple[str, ...]
    is_alarm: bool = False
    is_rare: bool = False


TABS = (
    Tab("mine", _("待我处理"), NEWEST),
    Tab("due", _("即将到期"), SOONEST),
    Tab("overdue", _("已超期"), SOONEST, is_alarm=True),
    Tab("supervised", _("督办"), NEWEST, is_alarm=True, is_rare=True),
    Tab("extensions", _("待审批延期"), NEWEST, is_rare=True),
    Tab("open", _("全部在办"), NEWEST),
    Tab("all", _("全部办件"), NEWEST),
)
BY_KEY = {tab.key: tab for tab in TABS}


def alternatives(condition: Q) -> list[Q]:
    """Return "this or that" as a list, also where it stands inside an "and"."""
    if condition.negated:
        return [condition]
    parts = [child if isinstance(child, Q) else Q(child) for child in condition.children]
    if condition.connector == Q.OR:
        return [way for part in parts for way in alternatives(part)]
    ways = [Q()]
    for part in parts:
        choices = alternatives(part) if len(part.children) > 1 else [part]
        ways = [way & choice for way in ways for choice in choices]
    return ways


def mine(user: User) -> Q:
    """Return the condition for cases that wait for this person, whatever their kind.

    The ways of waiting are asked one by one and put together: a database that meets "this or that" reads all cases,
    while each alone has its index. What a person may see is applied to the few that are left.
    """
    ways = []
    for kind in kinds.by_name.values():
        for way in alternatives(kind.mine(user)):
            ways.append(Case.objects.filter(way, kind=kind.kind).order_by().values("pk"))
    return Q(pk__in=ways[0].union(*ways[1:])) if ways else Q(pk__in=[])


def to_decide(user: User) -> Q:
    """Return the condition for cases whose request for more time this person may decide: never one's own."""
    own = Extension.objects.filter(decided_at__isnull=True, requested_by=user).values("clock__case")
    return asks_for_time() & Q(congress__in=congress_ids(user, Permission.ASSIGN)) & ~Q(pk__in=own)


def cases_in(tab: Tab, user: User) -> CaseQuerySet:
    """Return the cases of one list that the person may see."""
    cases = visible_to(user)
    if tab.key == "mine":
        return cases.filter(mine(user))
    if tab.key == "due":
        return cases.due_within(DUE_SOON_DAYS)
    if tab.key == "overdue":
        return cases.overdue()
    if tab.key == "supervised":
        return cases.filter(is_supervised())
    if tab.key == "extensions":
        return cases.filter(to_decide(user))
    return cases.open() if tab.key == "open" else cases


def counts(user: User, current: str = "") -> list[tuple[Tab, Count]]:
    """Return each list with its number of cases, counted up to a bound; rare lists only when they hold any."""
    counted = [(tab, bounded_count(cases_in(tab, user), COUNT_LIMIT)) for tab in TABS]
    return [(tab, count) for tab, count in counted if count.value or not tab.is_rare or tab.key == current]


def order_of(tab: Tab, values: dict[str, Any]) -> tuple[str, ...]:
    """Return the order asked for, or the list's own."""
    return {"newest": NEWEST, "due": SOONEST}.get(values.get("sort", ""), tab.order)


def chosen(tab: Tab, user: User, values: dict[str, Any]) -> CaseQuerySet:
    """Return the cases of a list under a filter. Sorted by due date, only those that still owe an answer."""
    cases = filtered(cases_in(tab, user), values)
    return cases.running().filter(due_on__isnull=False) if order_of(tab, values) == SOONEST else cases


def page_of(
    tab: Tab, user: User, values: dict[str, Any], cursor: str | None, size: int = PAGE_SIZE
) -> KeysetPage[Case]:
    """Return one page of a list with everything its rows show."""
    return page_in(chosen(tab, user, values), order_of(tab, values), cursor, size)


def page_in(
    cases: CaseQuerySet, order: tuple[str, ...], cursor: str | None, size: int = PAGE_SIZE
) -> KeysetPage[Case]:
    """Return one page of cases already chosen."""
    leads = Assignment.objects.active().filter(role=AssignmentRole.LEAD)
    handlers: Any = Prefetch(
        "assignments", queryset=leads.select_related("office", "deputy", "station"), to_attr="leads"
    )
    rows = cases.select_related("congress", "lead_office").prefetch_related(handlers)
    return keyset_page(rows, order, cursor, size)
