"""Putting opinions into groups and taking them out, with the kept numbers. Callers have checked and locked."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import F

from participation.adoption.models import GroupMember, OpinionGroup
from participation.submissions.models import Coding, OpinionPart

BATCH = 2000


def batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Return the keys in handfuls that fit one statement."""
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def attach(group: OpinionGroup, keys: Iterable[int]) -> int:
    """Put waiting opinions, and those merged into them, into a group; return how many there are more."""
    wanted = sorted(set(keys))
    added = 0
    for some in batches(wanted):
        rows = OpinionPart.objects.select_for_update().filter(pk__in=some, coding=Coding.WAITING)
        heads = list(rows.order_by("pk").values_list("pk", flat=True))
        followers = OpinionPart.objects.filter(counted_with__in=heads, coding=Coding.FOLLOWING)
        both = [*heads, *followers.values_list("pk", flat=True)]
        GroupMember.objects.bulk_create(
            (GroupMember(part_id=pk, group=group) for pk in both), batch_size=BATCH
        )
        OpinionPart.objects.filter(pk__in=heads).update(coding=Coding.GROUPED)
        added += len(both)
    add_to(group, added)
    return added


def add_to(group: OpinionGroup, number: int) -> None:
    """Add to the kept number of a group and of those it was merged into."""
    if not number:
        return
    for pk in chain(group):
        OpinionGroup.objects.filter(pk=pk).update(opinions=F("opinions") + number)
    group.opinions += number


def chain(group: OpinionGroup) -> list[int]:
    """Return the group and all it went into, up to the one that stands."""
    found = [group.pk]
    into = group.merged_into_id
    while into is not None and into not in found:
        found.append(into)
        into = OpinionGroup.objects.values_list("merged_into", flat=True).get(pk=into)
    return found


def with_followers(keys: Iterable[int]) -> list[int]:
    """Return opinions and those merged into them."""
    heads = list(keys)
    followers = OpinionPart.objects.filter(counted_with__in=heads).values_list("pk", flat=True)
    return [*heads, *followers]


def take_out(keys: Iterable[int]) -> None:
    """Take opinions out of whatever group they are in; where they go is the caller's to say."""
    rows = list(GroupMember.objects.filter(part__in=list(keys)).select_related("group"))
    for group in {row.group_id: row.group for row in rows}.values():
        mine = [row.part_id for row in rows if row.group_id == group.pk]
        GroupMember.objects.filter(part__in=mine).delete()
        add_to(group, -len(mine))
        if group.core_id in mine:
            heir = GroupMember.objects.filter(group=group).order_by("part").values_list("part", flat=True)
            OpinionGroup.objects.filter(pk=group.pk).update(core=heir.first())


def transfer(group: OpinionGroup, keys: Iterable[int], into: OpinionGroup) -> int:
    """Move opinions of a group, with those merged into them, to another; return how many went."""
    members = GroupMember.objects.filter(part__in=with_followers(keys))
    moved = list(members.exclude(group=into).values_list("part", flat=True))
    take_out(moved)
    GroupMember.objects.bulk_create((GroupMember(part_id=pk, group=into) for pk in moved), batch_size=BATCH)
    add_to(into, len(moved))
    return len(moved)
