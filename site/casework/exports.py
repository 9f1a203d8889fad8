"""The export of cases: the list one sees, with all its filters, and never a name or a contact.

Accusations stay out of every export (信访工作条例 30): a file cannot keep them from the accused.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from casework.kinds import CaseDetails, kinds
from casework.models import Assignment, AssignmentRole, Case, CaseQuerySet, Reply, Visibility
from casework.worklist import BY_KEY, TABS, Tab, chosen, order_of
from casework.worklist_form import WorklistForm, read_query
from core.paging import keyset_page
from exchange.registry import Column, ExportKind, exports
from organizations.scope import congress_ids

NAME = "cases"
CHUNK = 1000
COLUMNS = (
    Column(_("编号"), 16),
    Column(_("状态"), 10),
    Column(_("收到时间"), 17, "datetime"),
    Column(_("办理期限"), 12, "date"),
    Column(_("期限依据"), 30),
    Column(_("人大"), 14),
    Column(_("类别"), 12),
    Column(_("渠道"), 10),
    Column(_("地点"), 16),
    Column(_("摘要"), 30),
    Column(_("意见内容"), 60),
    Column(_("主办"), 18),
    Column(_("会办"), 18),
    Column(_("答复"), 60),
    Column(_("答复时间"), 17, "datetime"),
    Column(_("评价"), 10),
    Column(_("办理天数"), 10, "number"),
)


def _asked(user: User, query: str) -> tuple[Tab, CaseQuerySet, tuple[str, ...], WorklistForm]:
    """Return what the query string of the worklist asks for, as far as the person may take it away."""
    key, values, form = read_query(query, user)
    tab = BY_KEY.get(key, TABS[0])
    allowed = congress_ids(user, Permission.EXPORT_CASES)
    cases = chosen(tab, user, values).filter(congress__in=allowed, visibility=Visibility.NORMAL)
    return tab, cases, order_of(tab, values), form


def is_permitted(user: User) -> bool:
    """Return whether the person may take lists of cases away at all."""
    return user.holds(Permission.EXPORT_CASES)


def count(user: User, query: str) -> int:
    """Return how many rows the export has."""
    return _asked(user, query)[1].count()


def count_up_to(user: User, query: str, limit: int) -> int:
    """Return how many rows the export has, counting no further than the limit."""
    return _asked(user, query)[1].order_by()[:limit].count()


def describe(user: User, query: str) -> str:
    """Return the list and its filters in words."""
    tab, _cases, _order, form = _asked(user, query)
    return "；".join([str(tab.label), *(f"{label}：{value}" for label, value in form.shown())])


def chunks(user: User, query: str) -> Iterator[list[Sequence[Any]]]:
    """Yield the rows, a thousand at a time, found by key: memory and time of a chunk stay the same."""
    _tab, cases, order, _form = _asked(user, query)
    cursor: str | None = None
    while True:
        page = keyset_page(cases.select_related("congress"), order, cursor, CHUNK)
        if page.items:
            yield rows_of(page.items)
        cursor = page.next_cursor
        if cursor is None:
            return


def rows_of(cases: Sequence[Case]) -> list[Sequence[Any]]:
    """Return the rows of some cases, in a fixed number of queries."""
    keys = [case.pk for case in cases]
    details: dict[int, CaseDetails] = {}
    for kind in kinds.by_name.values():
        details |= kind.details([case.pk for case in cases if case.kind == kind.kind])
    handlers: dict[tuple[int, str], list[str]] = {}
    active = Assignment.objects.filter(case__in=keys, returned_at__isnull=True)
    for row in active.select_related("office", "deputy", "station").order_by("id"):
        handlers.setdefault((row.case_id, row.role), []).append(row.handler_name)
    replies: dict[int, list[Reply]] = {}
    for reply in Reply.objects.filter(case__in=keys, signed_at__isnull=False).order_by("round", "id"):
        replies.setdefault(reply.case_id, []).append(reply)
    return [
        _row(case, details.get(case.pk, CaseDetails()), handlers, replies.get(case.pk, [])) for case in cases
    ]


def _row(
    case: Case, details: CaseDetails, handlers: dict[tuple[int, str], list[str]], replies: Sequence[Reply]
) -> Sequence[Any]:
    """Return one row in the order of the columns."""
    lead = handlers.get((case.pk, AssignmentRole.LEAD), [])
    return (
        case.number,
        str(kinds.of(case).workflow.statuses[case.status]),
        case.received_at,
        case.due_on,
        case.due_explanation,
        case.congress.name,
        details.category,
        details.channel,
        details.place,
        case.summary,
        details.text,
        lead[-1] if lead else "",
        "、".join(handlers.get((case.pk, AssignmentRole.ASSISTING), [])),
        "\n".join(_told(reply) for reply in replies),
        replies[-1].signed_at if replies else None,
        details.rating,
        days_of(case),
    )


def _told(reply: Reply) -> str:
    when = timezone.localtime(reply.signed_at)
    return f"{reply.body_name}（{when:%Y-%m-%d}）：{reply.text}"


def days_of(case: Case) -> int:
    """Return the days from receipt to the answer, or to today while there is none."""
    end = case.answered_at or case.closed_at or timezone.now()
    return (timezone.localdate(end) - timezone.localdate(case.received_at)).days


def register() -> None:
    """Offer the list of cases to the export framework."""
    exports.register(ExportKind(NAME, _("办件列表"), COLUMNS, is_permitted, count, chunks, describe))
