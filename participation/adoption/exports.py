"""意见汇总表: the office's own table by article, as a workbook and as a Word table; and the opinions one by one.

Nobody's name or contact is in them. What people wrote may still name somebody: such places are starred out as in a
published copy (``core.masking``).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO
from urllib.parse import parse_qs

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.masking import propose_masked
from exchange.registry import Column, ExportKind, exports
from participation.adoption.models import GroupMember, OpinionGroup
from participation.adoption.paper import Table
from participation.adoption.queries.access import consultation_for, may_work
from participation.adoption.queries.scopes import lines_of, total_of
from participation.adoption.snapshot import roots_of
from participation.consultations.models import ConsultationPage
from participation.submissions.models import Channel, Coding, OpinionPart

TABLE, OPINIONS = "adoption-table", "adoption-opinions"
CHUNK, GROUPS = 1000, 100
COLUMNS = (
    Column(_("条文"), 18),
    Column(_("意见内容（概括）"), 50),
    Column(_("条数"), 8, "number"),
    Column(_("人数"), 8, "number"),
    Column(_("采纳情况"), 12),
    Column(_("理由"), 40),
    Column(_("修改后的条文"), 50),
    Column(_("进度"), 10),
)
OPINION_COLUMNS = (
    Column(_("条文"), 18),
    Column(_("稿次"), 16),
    Column(_("编号"), 16),
    Column(_("意见"), 60),
    Column(_("应邀代表"), 8),
    Column(_("渠道"), 10),
    Column(_("归入"), 40),
    Column(_("采纳情况"), 12),
)


def query_of(page: ConsultationPage) -> str:
    """Return what asks for the table of one consultation."""
    return f"consultation={page.pk}"


def page_of(user: User, query: str) -> ConsultationPage:
    """Return the consultation asked for, as far as the person works on it."""
    asked = parse_qs(query).get("consultation", [""])[0]
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
    page = consultation_for(user, number)
    if page is None:
        raise PermissionDenied
    return page


def describe(user: User, query: str) -> str:
    """Return which consultation it is."""
    try:
        return page_of(user, query).title
    except PermissionDenied:
        return ""


def is_small(page: ConsultationPage) -> bool:
    """Return whether the table is quickly made; read from the kept numbers."""
    return total_of(lines_of(page)).received <= CHUNK


def count(user: User, query: str) -> int:
    """Return how many groups there are; each is a line."""
    page = page_of(user, query)
    standing = OpinionGroup.objects.filter(consultation=page, merged_into__isnull=True, opinions__gt=0)
    return standing.count() + sum(1 for line in lines_of(page) if line.numbers.waiting)


def chunks(user: User, query: str) -> Iterator[list[Sequence[Any]]]:
    """Yield the lines in the order of the text, some groups at a time."""
    page = page_of(user, query)
    groups = list(OpinionGroup.objects.filter(consultation=page).order_by("id"))
    roots = roots_of(groups)
    by_scope: dict[str, list[OpinionGroup]] = {}
    for group in groups:
        if group.merged_into_id is None and group.opinions:
            by_scope.setdefault(group.scope, []).append(group)
    rows: list[tuple[str, OpinionGroup | None, int]] = []
    for line in lines_of(page):
        rows += [(line.name, group, group.opinions) for group in by_scope.get(line.scope, [])]
        if line.numbers.waiting:
            rows.append((line.name, None, line.numbers.waiting))
    for start in range(0, len(rows), GROUPS):
        some = rows[start : start + GROUPS]
        people = people_of({group.pk for _name, group, _number in some if group is not None}, roots)
        yield [_line(name, group, number, people) for name, group, number in some]


def people_of(wanted: set[int], roots: dict[int, int]) -> dict[int, int]:
    """Return how many people stand behind each group; who left no way to be reached counts by the opinion."""
    inside = [pk for pk, root in roots.items() if root in wanted]
    found: dict[int, set[str]] = {}
    rows = GroupMember.objects.filter(group__in=inside).order_by("pk")
    columns = ("group", "part__submission", "part__submission__contact_digest")
    for group, submission, digest in rows.values_list(*columns).iterator(CHUNK):
        found.setdefault(roots[group], set()).add(digest or f"#{submission}")
    return {pk: len(who) for pk, who in found.items()}


def _line(name: str, group: OpinionGroup | None, number: int, people: dict[int, int]) -> Sequence[Any]:
    if group is None:
        return (name, now_("（未归类）"), number, "", "", "", "", now_("未归类"))
    return (
        name,
        group.summary,
        number,
        people.get(group.pk, 0),
        str(group.get_decision_display()) if group.decision else "",
        group.reason,
        group.wording,
        now_("已批准") if group.is_approved else now_("待批准") if group.is_submitted else now_("研究中"),
    )


def count_opinions(user: User, query: str) -> int:
    """Return how many opinions there are."""
    return _opinions(page_of(user, query)).count()


def _opinions(page: ConsultationPage) -> Any:
    return OpinionPart.objects.filter(consultation=page).exclude(coding=Coding.OUT)


def chunks_of_opinions(user: User, query: str) -> Iterator[list[Sequence[Any]]]:
    """Yield the opinions, a thousand at a time, found by key."""
    page, last = page_of(user, query), 0
    roots = {group.pk: group for group in OpinionGroup.objects.filter(consultation=page)}
    while True:
        rows = _opinions(page).filter(pk__gt=last).select_related("version", "membership", "submission__case")
        rows = rows.defer("submission__name", "submission__contact", "submission__text", "wording")
        found = list(rows.order_by("pk")[:CHUNK])
        if not found:
            return
        last = found[-1].pk
        yield [_opinion(part, roots) for part in found]


def _opinion(part: OpinionPart, groups: dict[int, OpinionGroup]) -> Sequence[Any]:
    membership = getattr(part, "membership", None)
    group = groups.get(membership.group_id) if membership is not None else None
    while group is not None and group.merged_into_id is not None:
        group = groups[group.merged_into_id]
    return (
        part.label or str(part.get_kind_display()),
        str(part.version) if part.version is not None else "",
        part.submission.case.number,
        propose_masked(part.text).text,
        now_("是") if part.submission.from_deputy else "",
        str(Channel(part.submission.channel).label),
        group.summary if group is not None else "",
        str(group.get_decision_display()) if group is not None and group.decision else "",
    )


def write_docx(out: BinaryIO, user: User, query: str, rows: Iterable[list[Sequence[Any]]]) -> None:
    """Write the table as the office prints it: lying paper, the heading on every page."""
    page = page_of(user, query)
    table = Table(
        now_("意见汇总表"),
        f"{page.title}　{timezone.localdate():%Y-%m-%d}",
        (
            (now_("条文"), 30),
            (now_("意见内容（概括）"), 62),
            (now_("条数/人数"), 20),
            (now_("采纳情况"), 22),
            (now_("理由"), 54),
            (now_("修改后的条文"), 62),
        ),
    )
    for some in rows:
        for name, summary, number, people, decision, reason, wording, _progress in some:
            both = f"{number}/{people}" if people != "" else str(number)
            table.row(name, summary, both, decision, reason, wording)
    out.write(table.saved())


def register() -> None:
    """Offer both lists to the export framework."""
    exports.register(
        ExportKind(
            TABLE, _("意见汇总表"), COLUMNS, may_work, count, chunks, describe, writers={"docx": write_docx}
        )
    )
    exports.register(
        ExportKind(
            OPINIONS, _("逐条意见"), OPINION_COLUMNS, may_work, count_opinions, chunks_of_opinions, describe
        )
    )
