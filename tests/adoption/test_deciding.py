"""A decision is drafted by one person and approved by another; reasons where the rule asks for one."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import Role
from audit.models import Entry
from organizations.actions import grant_role
from participation.adoption import actions
from participation.adoption.models import NEEDS_REASON, Decision, OpinionGroup
from participation.adoption.queries.scopes import numbers_by_scope
from tests.factories.accounts import make_member
from tests.factories.adoption import Desk
from tests.factories.organizations import make_county, make_office, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    desk = Desk(make_town())
    desk.opinions(2)
    return desk


@pytest.mark.parametrize("decision", Decision.values)
def test_the_last_four_decisions_need_a_reason(desk: Desk, decision: str) -> None:
    group = desk.group()
    if decision in NEEDS_REASON:
        with pytest.raises(ValidationError) as caught:
            desk.decide(group, decision)
        assert "reason" in caught.value.message_dict
        desk.decide(group, decision, reason="第八条已经写了。")
    else:
        desk.decide(group, decision)
    assert group.decision == decision
    assert group.is_submitted


def test_the_database_refuses_a_refusal_without_reason(desk: Desk) -> None:
    group = desk.group()
    with pytest.raises(IntegrityError), transaction.atomic():
        OpinionGroup.objects.filter(pk=group.pk).update(decision="not", reason="")


def test_nothing_is_submitted_without_a_decision(desk: Desk) -> None:
    group = desk.group()
    with pytest.raises(ValidationError):
        desk.decide(group, "")
    actions.decide(group=group, summary="写清", decision="", reason="", wording="", by=desk.clerk)
    group.refresh_from_db()
    assert group.is_open
    assert group.summary == "写清"


def test_the_drafter_does_not_approve(desk: Desk) -> None:
    """Also when the same person holds both rights."""
    grant_role(user=desk.clerk, congress=desk.congress, role=Role.COUNTY_OFFICE)
    both = User.objects.get(pk=desk.clerk.pk)
    group = desk.decide(desk.group())
    with pytest.raises(PermissionDenied):
        actions.approve(group=group, by=both)
    actions.approve(group=group, by=desk.chair)
    group.refresh_from_db()
    assert group.approved_by == desk.chair
    assert numbers_by_scope(desk.page)[desk.scope()].approved == 2


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.CLERK, False), (Role.CHAIR, True), (Role.COUNTY_OFFICE, True), (Role.OFFICER, False),
     (Role.HANDLER, False), (Role.DEPUTY, False), (Role.SYSTEM_ADMIN, False), (Role.AUDITOR, False)],
)  # fmt: skip
@pytest.mark.parametrize("place", ["town", "county", "other"])
def test_who_may_approve(desk: Desk, role: Role, may: bool, place: str) -> None:
    congress = {"town": make_town(), "county": make_county(), "other": make_town("白水镇", "baishui", "BS")}[
        place
    ]
    person = make_member(role, congress, make_office(congress) if role is Role.HANDLER else None)
    group = desk.decide(desk.group())
    if may and place != "other":
        actions.approve(group=group, by=person)
        return
    with pytest.raises(PermissionDenied):
        actions.approve(group=group, by=person)


def test_what_waits_or_is_approved_cannot_be_changed(desk: Desk) -> None:
    group = desk.decide(desk.group())
    more = desk.opinions(1)
    for change in (
        lambda: actions.add_to_group(group=group, parts=more, by=desk.clerk),
        lambda: desk.decide(group, "adopted"),
        lambda: actions.ungroup(group=group, parts=[group.core_id], by=desk.clerk),
    ):
        with pytest.raises(ValidationError):
            change()
    actions.approve(group=group, by=desk.chair)
    with pytest.raises(ValidationError):
        actions.add_to_group(group=group, parts=more, by=desk.clerk)
    with pytest.raises(ValidationError):
        actions.take_back(group=group, by=desk.clerk)


def test_it_is_sent_back_taken_back_and_reopened(desk: Desk) -> None:
    group = desk.decide(desk.group())
    actions.send_back(group=group, reason="理由要具体", by=desk.chair)
    group.refresh_from_db()
    assert (group.is_open, group.returned_because) == (True, "理由要具体")
    desk.decide(group)
    assert group.returned_because == ""
    actions.take_back(group=group, by=desk.clerk)
    group.refresh_from_db()
    desk.approve(group)
    with pytest.raises(ValidationError):
        actions.reopen(group=group, reason="", by=desk.chair)
    actions.reopen(group=group, reason="又收到意见", by=desk.chair)
    group.refresh_from_db()
    assert group.is_open
    names = set(Entry.objects.filter(object_type="opinion_group").values_list("action", flat=True))
    wanted = {"group", "submit", "send_back", "take_back", "approve", "reopen"}
    assert {f"adoption.{name}" for name in wanted} <= names


def test_what_is_public_is_reopened_only_for_a_correction(desk: Desk) -> None:
    group = desk.approve(desk.group())
    desk.close()
    desk.publish()
    with pytest.raises(ValidationError):
        actions.reopen(group=group, reason="写错了", by=desk.chair)
    actions.draft_result(
        page=desk.page, intro="更正", next_steps="", correction_note="第一条的理由写错", by=desk.clerk
    )
    actions.reopen(group=group, reason="写错了", by=desk.chair)
    group.refresh_from_db()
    assert group.is_open
