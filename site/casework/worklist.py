"""The lists of the worklist: what they hold, in which order, and how many."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.kinds import kinds
from casework.models import Assignment, AssignmentRole, Case, CaseQuerySet
from casework.queries import visible_to
from core.paging import Count, KeysetPage, bounded_count, keyset_page

PAGE_SIZE = 30
COUNT_LIMIT = 999
DUE_SOON_DAYS = 3
NEWEST = ("-received_at", "-id")
SOONEST = ("due_on", "id")


@dataclass(frozen=True)
class Tab:
    """One list: its key in the address, its name, its order."""

    key: str
    label: str | Promise
    order: tuple[str, ...]
    is_alarm: bool = False


TABS = (
    Tab("mine", _("待我处理"), NEWEST),
    Tab("due", _("即将到期"), SOONEST),
    Tab("overdue", _("已超期"), SOONEST, is_alarm=True),
    Tab("open", _("全部在办"), NEWEST),
    Tab("all", _("全部办件"), NEWEST),
)
BY_KEY = {tab.key: tab for tab in TABS}


def mine(user: User) -> Q:
    """Return the condition for cases that wait for this person, whatever their kind."""
    condition = Q(pk__in=[])
    for kind in kinds.by_name.values():
        condition |= Q(kind=kind.kind) & kind.mine(user)
    return condition


def cases_in(tab: Tab, user: User) -> CaseQuerySet:
    """Return the cases of one list that the person may see."""
    cases = visible_to(user)
    if tab.key == "mine":
        return cases.filter(mine(user))
    if tab.key == "due":
        return cases.due_within(DUE_SOON_DAYS)
    if tab.key == "overdue":
        return cases.overdue()
    return cases.open() if tab.key == "open" else cases


def filtered(cases: CaseQuerySet, values: dict[str, Any]) -> CaseQuerySet:
    """Apply the filters of the worklist."""
    if "status" in values:
        cases = cases.filter(status=values["status"])
    if "congress" in values:
        cases = cases.filter(congress=values["congress"])
    if "q" in values:
        words = values["q"]
        condition = Q(number__istartswith=words)
        for kind in kinds.by_name.values():
            condition |= kind.search(words)
        cases = cases.filter(condition)
    return cases


def counts(user: User) -> list[tuple[Tab, Count]]:
    """Return each list with its number of cases, counted up to a bound."""
    return [(tab, bounded_count(cases_in(tab, user), COUNT_LIMIT)) for tab in TABS]


def page_of(tab: Tab, user: User, values: dict[str, Any], cursor: str | None) -> KeysetPage[Case]:
    """Return one page of a list with everything its rows show."""
    leads = Assignment.objects.active().filter(role=AssignmentRole.LEAD)
    cases = filtered(cases_in(tab, user), values).select_related("congress", "lead_office")
    handlers: Any = Prefetch(
        "assignments", queryset=leads.select_related("office", "deputy", "station"), to_attr="leads"
    )
    return keyset_page(cases.prefetch_related(handlers), tab.order, cursor, PAGE_SIZE)
