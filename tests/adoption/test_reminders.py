"""Results that are due: once a week before, once when late, to the desk itself."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from accounts.roles import Role
from notifications.models import Message
from participation.adoption.promise import promise_of
from tests.factories.accounts import make_member
from tests.factories.adoption import Desk, worked_through
from tests.factories.organizations import make_county, make_town

pytestmark = pytest.mark.django_db


def at(desk: Desk, days: int, hour: int = 9) -> datetime:
    """Return an hour some days after the result was due."""
    return timezone.make_aware(
        datetime.combine(promise_of(desk.page).due_on + timedelta(days=days), time(hour))
    )


def reachable(desk: Desk) -> None:
    for number, person in enumerate((desk.clerk, desk.chair)):
        person.email = f"desk{number}@example.cn"
        person.save()
    above = make_member(Role.COUNTY_OFFICE, make_county())
    above.email = "county@example.cn"
    above.save()


def remind(moment: datetime) -> set[tuple[str, str]]:
    """Run the job, twice, and return who has a message and whether it is one of being late."""
    with time_machine.travel(moment, tick=False):
        call_command("remind_results")
        call_command("remind_results")
    rows = Message.objects.filter(kind="consultation.result_due")
    return {(row.recipient, "late" if "已超过" in row.body else "soon") for row in rows}


def test_once_before_and_once_when_late_and_only_the_desk() -> None:
    desk = worked_through(make_town())
    reachable(desk)
    assert remind(at(desk, -20)) == set()
    assert remind(at(desk, -6, hour=7)) == set()
    soon = {("desk0@example.cn", "soon"), ("desk1@example.cn", "soon")}
    assert remind(at(desk, -6)) == soon
    assert remind(at(desk, -2)) == soon
    late = soon | {("desk0@example.cn", "late"), ("desk1@example.cn", "late")}
    assert remind(at(desk, 1)) == late
    remind(at(desk, 5))
    assert Message.objects.filter(kind="consultation.result_due").count() == 4


def test_a_published_result_needs_no_reminder() -> None:
    desk = worked_through(make_town())
    reachable(desk)
    desk.publish()
    assert remind(at(desk, 3)) == set()
