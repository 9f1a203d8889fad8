"""Grouping opinions: counts are kept, everything can be undone, and what leaves the office leaves the table."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.roles import Role
from audit.models import Entry
from participation.adoption import actions
from participation.adoption.models import GroupMember, OpinionGroup
from participation.adoption.queries.parts import waiting
from participation.adoption.queries.scopes import lines_of, numbers_by_scope
from participation.submissions import actions as opinions
from participation.submissions.models import Coding, OpinionPart
from tests.factories.accounts import make_member
from tests.factories.adoption import Desk
from tests.factories.organizations import make_office, make_town
from tests.factories.participation import Staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(make_town())


def numbers(desk: Desk, place: int = 0):
    return numbers_by_scope(desk.page)[desk.scope(place)]


def counts_agree(desk: Desk) -> bool:
    """Compare every kept number with the rows it stands for."""
    for group in OpinionGroup.objects.filter(consultation=desk.page):
        inside = [group.pk]
        for pk in inside:
            inside += OpinionGroup.objects.filter(merged_into=pk).values_list("pk", flat=True)
        if group.opinions != GroupMember.objects.filter(group__in=inside).count():
            return False
    countable = OpinionPart.objects.filter(consultation=desk.page).exclude(coding=Coding.OUT)
    by_scope: dict[str, int] = {}
    for part in countable:
        by_scope[part.scope] = by_scope.get(part.scope, 0) + 1
    kept = {line.scope: line.numbers.countable for line in lines_of(desk.page) if line.numbers.countable}
    return kept == by_scope


def test_ticked_opinions_form_a_group_and_the_numbers_follow(desk: Desk) -> None:
    keys = desk.opinions(5)
    group = desk.group(parts=keys[:3])
    assert group.opinions == 3
    assert (numbers(desk).waiting, numbers(desk).grouped, numbers(desk).groups) == (2, 3, 1)
    assert set(waiting(desk.page, desk.scope()).values_list("pk", flat=True)) == set(keys[3:])
    assert Entry.objects.filter(action="adoption.group", object_id=str(group.pk)).get().data["count"] == 3
    assert counts_agree(desk)


def test_an_opinion_is_in_one_group_only(desk: Desk) -> None:
    keys = desk.opinions(2)
    desk.group(parts=keys)
    with pytest.raises(ValidationError):
        desk.group(parts=keys)
    other = desk.group(place=1, parts=desk.opinions(1, place=1))
    with pytest.raises(ValidationError):
        actions.add_to_group(group=other, parts=keys, by=desk.clerk)


def test_parts_of_one_opinion_are_grouped_apart(desk: Desk) -> None:
    desk.opinion(parts=[(0, "写清责任。"), (1, "写清经费。"), (None, "总体赞成。")])
    desk.group(place=0)
    desk.group(place=None, summary="赞成")
    scopes = numbers_by_scope(desk.page)
    assert [scopes[key].waiting for key in (desk.scope(0), desk.scope(1), "whole")] == [0, 1, 0]


def test_all_that_waits_becomes_one_group(desk: Desk) -> None:
    desk.opinions(30)
    group = actions.group_all(
        page=desk.page, scope=desk.scope(), label="第一条", summary="写清责任", by=desk.clerk
    )
    assert group.opinions == 30
    assert numbers(desk).waiting == 0


def test_moving_splitting_and_taking_out_keep_the_counts(desk: Desk) -> None:
    keys = desk.opinions(6)
    first, second = desk.group(parts=keys[:4]), desk.group(parts=keys[4:], summary="别的")
    actions.move(group=first, parts=keys[:1], into=second, by=desk.clerk)
    new = actions.split_off(group=second, parts=keys[4:5], summary="第三种", by=desk.clerk)
    actions.ungroup(group=first, parts=keys[1:2], by=desk.clerk)
    found = {group.summary: group.opinions for group in OpinionGroup.objects.all()}
    assert found == {"写清责任": 2, "别的": 2, "第三种": 1}
    assert new.members.get().part_id == keys[4]
    assert counts_agree(desk)
    first.refresh_from_db()
    assert first.core_id == keys[2], "what the group began with has gone: the next one stands for it"


def test_merging_two_groups_adds_the_numbers_and_can_be_undone(desk: Desk) -> None:
    keys = desk.opinions(6)
    a, b, c = (desk.group(parts=keys[n : n + 2], summary=f"组{n}") for n in (0, 2, 4))
    actions.merge_groups(group=a, into=b, by=desk.clerk)
    b.refresh_from_db()
    actions.merge_groups(group=b, into=c, by=desk.clerk)
    c.refresh_from_db()
    assert c.opinions == 6
    assert numbers(desk).groups == 1
    assert counts_agree(desk)
    actions.unmerge_groups(group=b, by=desk.clerk)
    b.refresh_from_db(), c.refresh_from_db()
    assert (b.opinions, c.opinions) == (4, 2)
    actions.unmerge_groups(group=a, by=desk.clerk)
    assert [group.opinions for group in OpinionGroup.objects.order_by("id")] == [2, 2, 2]
    assert counts_agree(desk)


def test_groups_of_different_articles_are_not_mixed(desk: Desk) -> None:
    first = desk.group(parts=desk.opinions(2))
    second = desk.group(place=1, parts=desk.opinions(1, place=1))
    with pytest.raises(ValidationError):
        actions.merge_groups(group=first, into=second, by=desk.clerk)
    with pytest.raises(ValidationError):
        actions.move(
            group=first, parts=list(first.members.values_list("part", flat=True)), into=second, by=desk.clerk
        )


@pytest.mark.parametrize("leave", ["withdraw", "decline", "set_aside"])
def test_what_leaves_the_office_leaves_the_table(desk: Desk, leave: str) -> None:
    staff = Staff(desk.congress)
    submission = desk.opinion()
    desk.opinions(2)
    group = desk.group()
    case = submission.case
    opinions.register(case=case, by=staff.clerk, category="legislation")
    if leave == "withdraw":
        opinions.withdraw(submission=submission)
    elif leave == "decline":
        opinions.decline(case=case, by=staff.clerk, route="invalid", reason="广告", where_to_go="无")
    else:
        accused = opinions.accusation.AccusedParties()
        opinions.set_aside(case=case, by=staff.clerk, accused=accused, reason="检举")
    group.refresh_from_db()
    assert group.opinions == 2
    assert numbers(desk).countable == 2
    assert (numbers(desk).withdrawn, numbers(desk).elsewhere) == ((1, 0) if leave == "withdraw" else (0, 1))
    assert counts_agree(desk)


def test_what_comes_back_waits_again(desk: Desk) -> None:
    staff = Staff(desk.congress)
    submission = desk.opinion()
    accused = opinions.accusation.AccusedParties()
    opinions.register(case=submission.case, by=staff.clerk, category="legislation")
    opinions.set_aside(case=submission.case, by=staff.clerk, accused=accused, reason="检举")
    assert not waiting(desk.page, desk.scope()).exists()
    opinions.bring_back(case=submission.case, by=staff.chair, reason="不是检举")
    assert waiting(desk.page, desk.scope()).count() == 1
    assert numbers(desk).waiting == 1


def merged(desk: Desk, head, other) -> None:
    staff = Staff(desk.congress)
    for one in (head, other):
        if one.case.status == "received":
            opinions.register(case=one.case, by=staff.clerk, category="legislation")
    opinions.merge(case=other.case, by=staff.clerk, into=head.case.number)


def test_a_merged_opinion_is_counted_with_its_head(desk: Desk) -> None:
    head, other = desk.opinion("写清谁来修。"), desk.opinion("要写清谁来修。")
    merged(desk, head, other)
    assert [part.submission_id for part in waiting(desk.page, desk.scope())] == [head.pk]
    assert numbers(desk).countable == 2
    group = desk.group()
    assert group.opinions == 2
    assert numbers(desk).waiting == 0
    assert counts_agree(desk)


def test_an_opinion_merged_later_goes_where_its_head_is(desk: Desk) -> None:
    head, other = desk.opinion("写清谁来修。"), desk.opinion("另外的事。")
    here = desk.group(parts=[head.parts.get().pk])
    there = desk.group(parts=[other.parts.get().pk], summary="别的")
    merged(desk, head, other)
    here.refresh_from_db(), there.refresh_from_db()
    assert (here.opinions, there.opinions) == (2, 0)
    actions.ungroup(group=here, parts=[head.parts.get().pk], by=desk.clerk)
    here.refresh_from_db()
    assert here.opinions == 0
    assert numbers(desk).waiting == 2
    assert counts_agree(desk)


def test_what_the_head_does_not_speak_of_keeps_its_own_place(desk: Desk) -> None:
    head = desk.opinion("写清谁来修。")
    other = desk.opinion(parts=[(0, "写清谁来修。"), (1, "经费不够。")])
    merged(desk, head, other)
    assert waiting(desk.page, desk.scope(1)).get().submission_id == other.pk
    assert waiting(desk.page, desk.scope(0)).get().submission_id == head.pk


def test_unmerged_it_waits_to_be_read_and_a_withdrawn_head_leaves_the_others(desk: Desk) -> None:
    staff = Staff(desk.congress)
    head, other, third = desk.opinion("写清谁来修。"), desk.opinion("要写清。"), desk.opinion("也要写清。")
    merged(desk, head, other), merged(desk, head, third)
    group = desk.group()
    assert group.opinions == 3
    opinions.unmerge(case=other.case, by=staff.clerk, reason="两件事")
    group.refresh_from_db()
    assert group.opinions == 2
    assert waiting(desk.page, desk.scope()).get().submission_id == other.pk
    opinions.withdraw(submission=head)
    group.refresh_from_db()
    assert group.opinions == 1
    assert group.members.get().part.submission_id == third.pk
    assert counts_agree(desk)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLERK])
def test_only_those_who_code_group(desk: Desk, role: Role) -> None:
    keys = desk.opinions(1)
    person = make_member(role, desk.congress, make_office(desk.congress) if role is Role.HANDLER else None)
    with pytest.raises(PermissionDenied):
        actions.create_group(
            page=desk.page, scope=desk.scope(), label="", summary="写清责任", parts=keys, by=person
        )


def test_the_clerk_of_another_town_does_not(desk: Desk) -> None:
    stranger = make_member(Role.CLERK, make_town("白水镇", "baishui", "BS"))
    with pytest.raises(PermissionDenied):
        actions.group_all(page=desk.page, scope=desk.scope(), label="", summary="写清责任", by=stranger)
