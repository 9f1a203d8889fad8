"""The coding table follows what becomes of the opinions themselves, in the transaction of each step.

What is withdrawn, declined or set aside leaves the table; what comes back waits again. An opinion that is merged into
another one is counted with it: where both speak of the same article, its part goes wherever the other's part goes.
Nothing is lost by it: what the other does not speak of keeps its own place.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import F

from casework.models import Case, Event
from participation.adoption.actions.members import add_to, take_out
from participation.adoption.models import CodingCount, GroupMember, OpinionGroup
from participation.consultations.models import TOTAL
from participation.submissions.models import Coding, OpinionPart, Submission
from participation.submissions.queries import MAX_MERGES
from participation.submissions.workflow import DECLINED, MERGED, SET_ASIDE, WITHDRAWN, workflow

LEFT_OUT = {WITHDRAWN: "withdrawn", DECLINED: "elsewhere", SET_ASIDE: "elsewhere"}
FIRST = "submit"


def on_event(event: Event, case: Case) -> None:
    """Bring the table up to date after a step of a case that has opinions on a draft."""
    if case.kind != workflow.kind or event.name == FIRST:
        return
    before, after = LEFT_OUT.get(event.from_status, ""), LEFT_OUT.get(event.to_status, "")
    is_merged, was_merged = event.to_status == MERGED, event.from_status == MERGED
    if before == after and is_merged == was_merged:
        return
    parts = list(OpinionPart.objects.filter(submission__case=case).order_by("pk"))
    if not parts:
        return
    if before != after:
        if before:
            _come_back(parts, before)
        if after:
            _leave(parts, after)
    if is_merged:
        _follow(Submission.objects.get(case=case))
    elif was_merged:
        _stand_alone(parts)


def _leave(parts: Sequence[OpinionPart], why: str) -> None:
    """Take the parts of an opinion out of the table; those merged into it stand for themselves again."""
    keys = [part.pk for part in parts]
    _release(keys)
    take_out(keys)
    OpinionPart.objects.filter(pk__in=keys).update(coding=Coding.OUT, counted_with=None)
    _count(parts, why, 1)


def _come_back(parts: Sequence[OpinionPart], why: str) -> None:
    """Have the parts wait again."""
    OpinionPart.objects.filter(pk__in=[part.pk for part in parts]).update(coding=Coding.WAITING)
    _count(parts, why, -1)


def _count(parts: Sequence[OpinionPart], why: str, step: int) -> None:
    """Keep how many are left out, of each scope and in all."""
    by_scope: Counter[tuple[int, str]] = Counter()
    for part in parts:
        by_scope[part.consultation_id, part.scope] += step
        by_scope[part.consultation_id, TOTAL] += step
    wanted = [CodingCount(consultation_id=page, scope=scope) for page, scope in sorted(by_scope)]
    CodingCount.objects.bulk_create(wanted, ignore_conflicts=True)
    for (page, scope), number in sorted(by_scope.items()):
        rows = CodingCount.objects.filter(consultation=page, scope=scope)
        rows.update(**{why: F(why) + number})


def _release(heads: Iterable[int]) -> None:
    """Let those that followed these parts stand for themselves: in their group, or waiting."""
    following = OpinionPart.objects.filter(counted_with__in=list(heads))
    following.filter(membership__isnull=False).update(coding=Coding.GROUPED, counted_with=None)
    following.filter(membership__isnull=True).update(coding=Coding.WAITING, counted_with=None)


def _stand_alone(parts: Sequence[OpinionPart]) -> None:
    """Undo the following of an opinion that was merged by mistake: its parts wait to be read."""
    keys = [part.pk for part in parts if part.counted_with_id is not None]
    take_out(keys)
    OpinionPart.objects.filter(pk__in=keys).update(coding=Coding.WAITING, counted_with=None)


def _follow(merged: Submission) -> None:
    """Have the parts of a merged opinion, and of those merged into it before, go with the opinion that stands."""
    head = _head_of(merged)
    by_scope: dict[str, OpinionPart] = {}
    for part in OpinionPart.objects.filter(submission=head).exclude(coding=Coding.OUT).order_by("position"):
        by_scope.setdefault(part.scope, part)
    mine = OpinionPart.objects.filter(submission__in=[merged.pk, *_merged_before(merged)])
    for part in mine.exclude(coding=Coding.OUT).order_by("pk"):
        leader = by_scope.get(part.scope)
        if leader is not None and leader.consultation_id == part.consultation_id:
            _go_with(part, leader)


def _go_with(part: OpinionPart, leader: OpinionPart) -> None:
    """Put a part into the group of another one, now and whenever that is moved."""
    _release([part.pk])
    take_out([part.pk])
    OpinionPart.objects.filter(pk=part.pk).update(coding=Coding.FOLLOWING, counted_with=leader)
    place = GroupMember.objects.filter(part=leader).values_list("group", flat=True).first()
    if place is not None:
        group = OpinionGroup.objects.get(pk=place)
        GroupMember.objects.create(part=part, group=group)
        add_to(group, 1)


def _head_of(submission: Submission) -> Submission:
    """Return the opinion that this one is now dealt with in."""
    head, seen = submission, {submission.pk}
    while head.merged_into_id is not None and head.merged_into_id not in seen and len(seen) <= MAX_MERGES:
        seen.add(head.merged_into_id)
        head = Submission.objects.get(pk=head.merged_into_id)
    return head


def _merged_before(submission: Submission) -> list[int]:
    """Return the opinions that had been merged into this one, and into those."""
    found: list[int] = []
    level = [submission.pk]
    for _step in range(MAX_MERGES):
        level = list(Submission.objects.filter(merged_into__in=level).values_list("pk", flat=True))
        found += level
    return found
