"""Opinions that wait for the result: their clocks stand, the result ends them in batches, rated but not reopened."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from casework.models import Case
from participation.adoption import actions
from participation.adoption.models import CodingCount
from participation.adoption.queries.parts import waiting
from participation.submissions import actions as opinions
from participation.submissions.models import Submission
from participation.submissions.projection import public_status
from tests.factories.adoption import Desk
from tests.factories.organizations import make_town
from tests.factories.participation import Staff

pytestmark = pytest.mark.django_db


def status_of(submission: Submission):
    return public_status(
        Submission.objects.select_related("case__congress", "consultation").get(pk=submission.pk)
    )


def pooled(desk: Desk, number: int) -> list[Case]:
    staff = Staff(desk.congress)
    rows = [desk.opinion(f"写清{n}。") for n in range(number)]
    for row in rows:
        opinions.register(case=row.case, by=staff.clerk, category="legislation")
        opinions.pool(case=row.case, by=staff.clerk)
    return [row.case for row in rows]


def test_pooled_cases_end_in_batches_once_the_result_is_public() -> None:
    desk = Desk(make_town())
    cases = pooled(desk, 5)
    desk.close()
    call_command("answer_pooled")
    assert Case.objects.filter(status="pooled").count() == 5
    desk.approve(desk.group())
    desk.publish()
    call_command("answer_pooled", batch=2)
    assert Case.objects.filter(status="pooled").count() == 3
    call_command("answer_pooled")
    call_command("answer_pooled")
    case = Case.objects.get(pk=cases[0].pk)
    assert (case.status, Case.objects.filter(status="pooled").count()) == ("closed", 0)
    assert case.answered_at is not None
    assert case.events.filter(name="answer_by_result").count() == 1


def test_one_pooled_later_ends_when_its_parts_have_their_place_in_the_result() -> None:
    desk = Desk(make_town())
    desk.opinions(3)
    late = desk.opinion("也要写清。")
    desk.close()
    keys = [part.pk for part in late.parts.all()]
    group = desk.group(parts=[pk for pk in desk_waiting(desk) if pk not in keys])
    desk.approve(group)
    late.parts.update(coding="out")  # as if it had come in only afterwards
    CodingCount.objects.create(consultation=desk.page, scope=desk.scope(), withdrawn=1)
    desk.publish()
    late.parts.update(coding="waiting")
    CodingCount.objects.all().delete()
    staff = Staff(desk.congress)
    opinions.register(case=late.case, by=staff.clerk, category="legislation")
    opinions.pool(case=late.case, by=staff.clerk)
    call_command("answer_pooled")
    assert Case.objects.get(pk=late.case_id).status == "pooled"
    actions.add_to_group(group=group, parts=keys, by=desk.clerk)
    call_command("answer_pooled")
    assert Case.objects.get(pk=late.case_id).status == "closed"
    assert status_of(late).parts[0].fate.decision == "adopted"


def desk_waiting(desk: Desk) -> list[int]:
    return list(waiting(desk.page, desk.scope()).values_list("pk", flat=True))


def test_a_pooled_opinion_is_rated_but_not_reopened() -> None:
    desk = Desk(make_town())
    case = pooled(desk, 1)[0]
    desk.close()
    desk.approve(desk.group())
    desk.publish()
    call_command("answer_pooled")
    mine = Submission.objects.select_related("case").get(case=case)
    assert public_status(mine).can_rate
    assert not public_status(mine).would_reopen
    opinions.rate(submission=mine, rating="not", comment="没有采纳")
    mine.refresh_from_db()
    assert (mine.rating, mine.redo_count, Case.objects.get(pk=case.pk).status) == ("not", 0, "closed")


def test_pooling_stops_the_clocks_and_taking_out_starts_one_anew() -> None:
    desk = Desk(make_town())
    case = pooled(desk, 1)[0]
    case.refresh_from_db()
    assert case.due_on is None
    assert "结果将于" in case.due_explanation
    assert not case.clocks.running().exists()
    with time_machine.travel(timezone.now() + timedelta(days=100), tick=False):
        assert not Case.objects.overdue().filter(pk=case.pk).exists()
        opinions.unpool(case=case, by=Staff(desk.congress).clerk, reason="要单独办")
        case.refresh_from_db()
        assert case.status == "accepted"
        assert case.due_on is not None
        assert case.due_on > timezone.localdate()


def test_what_was_read_while_grouping_is_registered_and_pooled_at_once() -> None:
    desk = Desk(make_town())
    desk.opinions(3)
    other = desk.opinion("没有读到的。")
    keys = [pk for pk in desk_waiting(desk) if pk != other.parts.get().pk]
    desk.group(parts=keys)
    assert actions.pool_grouped(page=desk.page, by=desk.clerk) == (3, 0)
    assert Case.objects.filter(status="pooled").count() == 3
    assert Case.objects.get(pk=other.case_id).status == "received"
    assert actions.pool_grouped(page=desk.page, by=desk.clerk) == (0, 0)
    with pytest.raises(PermissionDenied):
        actions.pool_grouped(page=desk.page, by=Staff(make_town("白水镇", "baishui", "BS")).clerk)
