"""Name and contact go when the promised time is over; the text stays."""

import pytest
import time_machine
from django.core.management import call_command

from audit.models import Entry
from participation.submissions import actions
from tests.factories.organizations import make_town
from tests.factories.participation import Staff, make_submission

pytestmark = pytest.mark.django_db


def test_identity_is_erased_after_its_time_and_not_before() -> None:
    with time_machine.travel("2026-01-05 09:00:00+08:00", tick=False):
        staff = Staff(make_town())
        closed, still_open = (make_submission(make_town(), name="某某某", contact="0000-1") for _ in range(2))
        actions.close(case=staff.replied(closed), by=staff.clerk)
    with time_machine.travel("2026-07-03 09:00:00+08:00", tick=False):
        assert actions.erase_identities() == 0
    with time_machine.travel("2026-07-05 09:00:00+08:00", tick=False):
        call_command("erase_identities")
    closed.refresh_from_db()
    still_open.refresh_from_db()
    assert (closed.name, closed.contact) == ("", "")
    assert closed.text.startswith("村东头")
    assert still_open.name == "某某某"
    assert Entry.objects.filter(action="submission.erase_identity").count() == 1
