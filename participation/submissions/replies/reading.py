"""What the lint and the templates read of a case: a bounded number of rows, whatever the size of the ledger."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from casework.models import AnswerClass, AssignmentRole, Case, Reply
from deadlines.due import chinese_date
from organizations.models import Area, Congress, Office
from participation.submissions.models import Submission
from participation.submissions.replies.findings import Background, OtherReply
from participation.submissions.replies.models import ReplyTemplate

OTHERS, PLACES, OFFICES, MERGED = 200, 2000, 200, 50
ONE_MINUTE = timedelta(minutes=1)


def body_of(case: Case) -> str:
    """Return the name under which the case is answered: its lead handler's, else the office's own."""
    lead = case.assignments.active().filter(role=AssignmentRole.LEAD).first()
    return lead.handler_name if lead is not None else case.congress.short_office_name


def background(case: Case, *, author: User, moment: datetime | None = None) -> Background:
    """Return what a draft by ``author`` is held against; ``moment``: when it was written, now if not given."""
    submission = Submission.objects.select_related("station", "deputy", "consultation").get(case=case)
    submission.case = case
    merged = list(submission.merged.select_related("case").order_by("pk")[:MERGED])
    added = [*submission.supplements.values_list("text", flat=True), *(other.text for other in merged)]
    body_name = body_of(case)
    offices = list(Office.objects.filter(congress=case.congress).values_list("name", "phone")[:OFFICES])
    return Background(
        request=submission.text,
        added=tuple(added),
        place=submission.place,
        number=case.number,
        merged_numbers=tuple(other.case.number for other in merged),
        received_on=timezone.localdate(case.received_at),
        own_names=_own_names(case.congress, submission, body_name, [name for name, _phone in offices]),
        places=_places(case.congress),
        official_phones=(*(phone for _name, phone in offices), case.congress.contact_phone),
        others=_others(case, body_name),
        earlier=tuple(case.replies.filter(signed_at__isnull=False).values_list("text", flat=True)),
        same_minute=_same_minute(case, author, moment or timezone.now()),
        rating_comment=submission.rating_comment if submission.redo_count else "",
    )


def _own_names(congress: Congress, submission: Submission, body: str, offices: list[str]) -> tuple[str, ...]:
    """Return the names that belong into any answer of this office."""
    names = {congress.name, congress.office_name, congress.short_office_name, congress.county_name, body}
    names |= {submission.target_name, congress.contact_address, *offices}
    return tuple(sorted(filter(None, names), key=len, reverse=True))


def _places(congress: Congress) -> tuple[str, ...]:
    """Return the villages and towns of the county, longest first so that one name inside another is found last."""
    county = congress if congress.is_root() else congress.get_root()
    areas = Area.objects.filter(congress__path__startswith=county.path).values_list("name", flat=True)
    towns = Congress.objects.filter(path__startswith=county.path).values_list("name", flat=True)
    names = {*areas[:PLACES], *towns[:OFFICES]}
    return tuple(sorted((name for name in names if len(name) > 1), key=len, reverse=True))


def _others(case: Case, body_name: str) -> tuple[OtherReply, ...]:
    """Return the newest answers of the same body to other opinions."""
    rows = Reply.objects.filter(body_name=body_name, case__congress=case.congress).exclude(case=case)
    rows = rows.exclude(case__submission__merged_into__case=case).order_by("-drafted_at")
    values = rows.values_list("case__number", "case__submission__text", "text")[:OTHERS]
    return tuple(OtherReply(number, request or "", text) for number, request, text in values)


def _same_minute(case: Case, author: User, moment: datetime) -> int:
    """Return how many other drafts the author wrote within a minute of this one."""
    near = Reply.objects.filter(author=author, drafted_at__gt=moment - ONE_MINUTE, drafted_at__lte=moment)
    return len(near.exclude(case=case).order_by("-drafted_at").values_list("pk", flat=True)[:OTHERS])


def templates_for(case: Case) -> QuerySet[ReplyTemplate]:
    """Return the templates that may be used: the congress's own, and those of the congresses above it."""
    lines = [case.congress_id, *case.congress.get_ancestors().values_list("pk", flat=True)]
    return ReplyTemplate.objects.filter(congress__in=lines, is_active=True)


def facts_of(case: Case, answer_class: str = "") -> dict[str, str]:
    """Return what a template's facts are for this case; what is not known is left out."""
    submission = Submission.objects.get(case=case)
    lead = case.assignments.active().filter(role=AssignmentRole.LEAD).select_related("office").first()
    office = lead.office if lead is not None else None
    label = str(AnswerClass(answer_class).label) if answer_class else ""
    return {
        "编号": case.number,
        "收到日期": chinese_date(timezone.localdate(case.received_at)),
        "地点": submission.place,
        "答复单位": body_of(case),
        "单位电话": (office.phone if office is not None else "") or case.congress.contact_phone,
        "办理期限": chinese_date(case.due_on) if case.due_on is not None else "",
        "办理结果": label,
    }
