"""归类: like opinions on one article form a group. Everything can be undone until a group waits for approval."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.text import one_line
from participation.adoption.actions.checks import coder, locked, note, open_group, result_stands
from participation.adoption.actions.members import add_to, attach, take_out, transfer
from participation.adoption.models import SUMMARY_LENGTH, Fate, GroupMember, OpinionGroup
from participation.adoption.queries.access import published
from participation.adoption.queries.parts import tree_of, waiting
from participation.adoption.snapshot import group_key
from participation.consultations.models import ConsultationPage
from participation.submissions.models import Coding, OpinionPart

LABEL_LENGTH = 240


def _summary(text: str) -> str:
    summary = one_line(text, SUMMARY_LENGTH)
    if not summary:
        raise ValidationError({"summary": _("请概括这一组意见说的是什么。")})
    return summary


@transaction.atomic
def create_group(
    *, page: ConsultationPage, scope: str, label: str, summary: str, parts: Sequence[int], by: User
) -> OpinionGroup:
    """新建一组 from opinions of one scope that are in no group yet."""
    congress = coder(by, page)
    found = waiting(page, scope).filter(pk__in=list(parts)).order_by("pk").values_list("pk", flat=True)
    keys = list(found)
    if not keys:
        raise ValidationError({"parts": _("请勾选还没有归类的意见。")})
    group = _new(page, scope, label, _summary(summary), keys[0], by)
    number = _attached(group, keys)
    note("group", group, by, congress, count=number)
    return group


def _new(page: ConsultationPage, scope: str, label: str, summary: str, core: int, by: User) -> OpinionGroup:
    return OpinionGroup.objects.create(
        consultation=page,
        scope=scope,
        label=label[:LABEL_LENGTH],
        summary=summary,
        core_id=core,
        drafted_by=by,
    )


def _attached(group: OpinionGroup, keys: list[int]) -> int:
    """Put opinions into a group; refuse when a colleague has just put all of them into another."""
    number = attach(group, keys)
    if not number:
        raise ValidationError({"parts": _("这些意见刚刚被别人归类了，请看一下最新的情况。")})
    return number


@transaction.atomic
def group_all(*, page: ConsultationPage, scope: str, label: str, summary: str, by: User) -> OpinionGroup:
    """全部未归类的归为一组: whoever has read them knows that they say the same."""
    congress = coder(by, page)
    keys = list(waiting(page, scope).order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise ValidationError({"parts": _("没有未归类的意见。")})
    group = _new(page, scope, label, _summary(summary), keys[0], by)
    number = _attached(group, keys)
    note("group_all", group, by, congress, count=number)
    return group


@transaction.atomic
def add_to_group(*, group: OpinionGroup, parts: Iterable[int], by: User) -> int:
    """归入已有的一组; one that stands in a published result takes late opinions, which share what it says."""
    congress = coder(by, group.consultation)
    row = locked(group)
    is_public = row.is_approved and result_stands(row.consultation)
    row = row if is_public and row.merged_into_id is None else open_group(group)
    found = waiting(row.consultation, row.scope).filter(pk__in=list(parts))
    keys = list(found.values_list("pk", flat=True))
    if not keys:
        raise ValidationError({"parts": _("请勾选还没有归类的意见。")})
    number = _attached(row, keys)
    if is_public:
        _share_fate(row)
    note("add", row, by, congress, count=number)
    return number


def _share_fate(group: OpinionGroup) -> None:
    """Let late opinions of a published group have the fate that was published for it."""
    report = published().filter(consultation=group.consultation_id).order_by("-edition").first()
    if report is None or group_key(group.pk) not in report.data.get("groups", {}):
        raise ValidationError(_("这一组不在公布的结果里，请先准备更正。"))
    late = GroupMember.objects.filter(group__in=tree_of(group), part__fate__isnull=True)
    Fate.objects.bulk_create(
        Fate(part_id=pk, report=report, group=group) for pk in late.values_list("part", flat=True)
    )


@transaction.atomic
def move(*, group: OpinionGroup, parts: Iterable[int], into: OpinionGroup, by: User) -> int:
    """移到另一组 of the same scope."""
    congress = coder(by, group.consultation)
    here, there = (open_group(one) for one in sorted((group, into), key=lambda one: one.pk))
    if group.pk != here.pk:
        here, there = there, here
    if (here.consultation_id, here.scope) != (there.consultation_id, there.scope):
        raise ValidationError(_("只能在同一条的各组之间移动。"))
    number = transfer(here, _members(here, parts), there)
    note("move", here, by, congress, count=number, into=there.pk)
    return number


@transaction.atomic
def split_off(*, group: OpinionGroup, parts: Iterable[int], summary: str, by: User) -> OpinionGroup:
    """另立一组: these say something else."""
    congress = coder(by, group.consultation)
    row = open_group(group)
    keys = _members(row, parts)
    new = _new(row.consultation, row.scope, row.label, _summary(summary), keys[0], by)
    number = transfer(row, keys, new)
    note("split_off", row, by, congress, count=number, into=new.pk)
    return new


@transaction.atomic
def ungroup(*, group: OpinionGroup, parts: Iterable[int], by: User) -> int:
    """退回未归类: take opinions out again, to be read once more."""
    congress = coder(by, group.consultation)
    row = open_group(group)
    keys = _members(row, parts)
    followers = list(
        OpinionPart.objects.filter(counted_with__in=keys, membership__isnull=False).values_list(
            "pk", flat=True
        )
    )
    take_out([*keys, *followers])
    OpinionPart.objects.filter(pk__in=keys).update(coding=Coding.WAITING)
    number = len(keys) + len(followers)
    note("ungroup", row, by, congress, count=number)
    return number


def _members(group: OpinionGroup, parts: Iterable[int]) -> list[int]:
    """Return which of the opinions ticked are in the group by themselves; followers go with their head."""
    rows = GroupMember.objects.filter(group__in=tree_of(group), part__in=list(parts))
    keys = list(rows.filter(part__coding=Coding.GROUPED).order_by("part").values_list("part", flat=True))
    if not keys:
        raise ValidationError({"parts": _("请勾选这一组里的意见。")})
    return keys


@transaction.atomic
def merge_groups(*, group: OpinionGroup, into: OpinionGroup, by: User) -> None:
    """合并两组: the numbers are added, the members stay where they were, so that it can be undone."""
    congress = coder(by, group.consultation)
    if group.pk == into.pk:
        raise ValidationError(_("请选择另一组。"))
    for one in sorted((group, into), key=lambda one: one.pk):
        open_group(one)
    row, other = locked(group), locked(into)
    if (row.consultation_id, row.scope) != (other.consultation_id, other.scope):
        raise ValidationError(_("只能合并同一条的两组。"))
    row.merged_into = other
    row.save(update_fields=["merged_into"])
    add_to(other, row.opinions)
    note("merge", row, by, congress, count=row.opinions, into=other.pk)


@transaction.atomic
def unmerge_groups(*, group: OpinionGroup, by: User) -> None:
    """撤销合并: both groups are as they were."""
    congress = coder(by, group.consultation)
    row = locked(group)
    if row.merged_into_id is None:
        raise ValidationError(_("这一组没有并入别的组。"))
    into = open_group(OpinionGroup.objects.get(pk=row.merged_into_id))
    add_to(into, -row.opinions)
    row.merged_into = None
    row.save(update_fields=["merged_into"])
    note("unmerge", row, by, congress, count=row.opinions, into=into.pk)
