"""The daily digest: to each role what is its own, once a day, in the own town, and only when something is due."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from casework import digests
from casework.digests import remind_due, sections_for
from casework.models import Assignment, Case, Supervision, Visibility
from notifications.actions import set_daily_digest
from notifications.models import DayDone, Message, StaffPreference
from organizations.models import Congress
from tests.factories.accounts import make_member
from tests.factories.organizations import make_county, make_office, make_town
from tests.factories.participation import Staff, make_submission

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
EIGHT = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)  # 8:05 in Shanghai


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(EIGHT, tick=False):
        yield


def mailed(role: Role, congress: Congress, **kwargs) -> User:
    user = make_member(role, congress, **kwargs)
    user.email = f"{user.username}@office.example.cn"
    user.save()
    return User.objects.get(pk=user.pk)


def case_due(congress: Congress, days: int) -> Case:
    case = make_submission(congress).case
    Case.objects.filter(pk=case.pk).update(due_on=DAY + timedelta(days=days))
    case.refresh_from_db()
    return case


def assigned_due(staff: Staff, days: int) -> Case:
    case = staff.assigned(make_submission(staff.congress))
    Assignment.objects.filter(case=case).update(due_on=DAY + timedelta(days=days))
    return case


def digest_of(user: User) -> str:
    return Message.objects.get(key=f"digest:{user.pk}:2026-11-23").body


def other_town() -> Congress:
    return make_town("白水镇", "baishui", "BS")


def test_a_clerk_hears_of_what_is_late_and_due_soon_on_the_own_desk(town) -> None:
    clerk = mailed(Role.CLERK, town)
    late, soon, far, foreign = (
        case_due(town, -2), case_due(town, 3), case_due(town, 4), case_due(other_town(), -2),
    )  # fmt: skip
    assert remind_due() == 1
    body = digest_of(clerk)
    assert f"{late.number}　期限2026年11月21日，已超期2天" in body
    assert f"{soon.number}　期限2026年11月26日，还有3天" in body
    assert far.number not in body
    assert foreign.number not in body
    assert town.contact_phone in body


def test_a_county_clerks_desk_is_not_all_the_towns(town) -> None:
    clerk = mailed(Role.CLERK, make_county())
    case_due(town, -2)
    own = case_due(make_county(), -1)
    remind_due()
    assert own.number in digest_of(clerk)
    assert "LT-" not in digest_of(clerk)


def test_a_handler_hears_of_the_own_office_only(town) -> None:
    staff = Staff(town)
    handler = mailed(Role.HANDLER, town, office=staff.office)
    stranger = mailed(Role.HANDLER, town, office=make_office(town, "水务站"))
    late, soon, far = assigned_due(staff, -1), assigned_due(staff, 0), assigned_due(staff, 9)
    remind_due()
    body = digest_of(handler)
    assert "已超期1天" in body
    assert late.number in body
    assert f"{soon.number}　期限2026年11月23日，今天到期" in body
    assert far.number not in body
    assert not Message.objects.filter(key__startswith=f"digest:{stranger.pk}:").exists()


def test_a_chair_hears_of_what_is_overdue_and_not_of_what_is_due_soon(town) -> None:
    chair = mailed(Role.CHAIR, town)
    late, soon = case_due(town, -5), case_due(town, 1)
    remind_due()
    assert late.number in digest_of(chair)
    assert soon.number not in digest_of(chair)


def test_the_county_office_hears_of_each_town_and_of_supervision_without_an_answer(town) -> None:
    office = mailed(Role.COUNTY_OFFICE, make_county())
    for congress, count in ((town, 3), (other_town(), 1)):
        for _ in range(count):
            case = case_due(congress, -1)
    demand = {"case": case, "by": office, "demand": "请说明", "due_explanation": "x"}
    Supervision.objects.create(**demand, respond_by=DAY + timedelta(days=2))
    Supervision.objects.create(**demand, respond_by=DAY, answered_at=timezone.now())
    remind_due()
    body = digest_of(office)
    assert f"{town.name}：3件" in body
    assert f"{other_town().name}：1件" in body
    assert body.count(case.number) == 1


def test_what_is_answered_or_restricted_is_in_no_digest(town) -> None:
    clerk = mailed(Role.CLERK, town)
    answered, hidden = case_due(town, -2), case_due(town, -2)
    Case.objects.filter(pk=answered.pk).update(answered_at=timezone.now())
    Case.objects.filter(pk=hidden.pk).update(visibility=Visibility.RESTRICTED)
    assert sections_for(clerk, DAY) == []


def test_a_digest_holds_no_word_of_what_citizens_wrote(town) -> None:
    clerk = mailed(Role.CLERK, town)
    case = case_due(town, -2)
    remind_due()
    assert case.summary[:6] not in digest_of(clerk)


def test_one_digest_a_day_however_often_the_clock_turns(town) -> None:
    mailed(Role.CLERK, town)
    case_due(town, -2)
    assert remind_due() == 1
    assert remind_due() == 0
    DayDone.objects.all().delete()  # as after a crash before the end
    remind_due()
    assert Message.objects.count() == 1
    with time_machine.travel(EIGHT + timedelta(days=1), tick=False):
        call_command("remind_due")
    assert Message.objects.count() == 2


def test_nothing_before_eight(town) -> None:
    mailed(Role.CLERK, town)
    case_due(town, -2)
    with time_machine.travel(EIGHT - timedelta(minutes=10), tick=False):
        assert remind_due() == 0
    assert not DayDone.objects.exists()


def test_a_finished_day_costs_one_query(town, django_assert_num_queries) -> None:
    mailed(Role.CLERK, town)
    remind_due()
    with django_assert_num_queries(1):
        remind_due()


def test_no_mail_without_anything_due_without_address_or_when_switched_off(town) -> None:
    silent = mailed(Role.CLERK, town)
    set_daily_digest(user=silent, wanted=False)
    make_member(Role.CLERK, town)
    mailed(Role.CLERK, other_town())
    left = mailed(Role.CHAIR, town)
    left.memberships.update(is_active=False)
    case_due(town, -2)
    assert remind_due() == 0


def test_without_an_address_the_platform_is_told_the_account(town, channel) -> None:
    clerk = make_member(Role.CLERK, town)
    case_due(town, -2)
    assert remind_due() == 1
    message = Message.objects.get()
    assert (message.channel, message.recipient) == ("webhook", clerk.username)


def test_long_lists_are_cut_and_counted(town, monkeypatch) -> None:
    monkeypatch.setattr(digests, "LISTED", 2)
    clerk = mailed(Role.CLERK, town)
    for _ in range(5):
        case_due(town, -1)
    remind_due()
    assert digest_of(clerk).count("LT-2026-") == 2
    assert "共5件" in digest_of(clerk)


def test_one_persons_trouble_does_not_keep_the_others_from_their_digest(town, monkeypatch) -> None:
    first, second = mailed(Role.CLERK, town), mailed(Role.CHAIR, town)
    case_due(town, -1)
    whole = digests.sections_for

    def broken(user: User, today: date):
        if user.pk == first.pk:
            raise RuntimeError("broken on purpose")
        return whole(user, today)

    monkeypatch.setattr(digests, "sections_for", broken)
    assert remind_due() == 1
    assert not DayDone.objects.exists()  # tried again at the next turn
    monkeypatch.undo()
    assert remind_due() == 2
    assert Message.objects.filter(key__contains=f":{first.pk}:").count() == 1
    assert Message.objects.filter(key__contains=f":{second.pk}:").count() == 1


def test_everybody_sets_the_own_reminders_on_the_account_page(town) -> None:
    clerk = make_member(Role.CLERK, town)
    client = Client()
    client.force_login(clerk)
    fields = sent_as_shown(client, "/admin/account/")
    assert fields["reminders-daily_digest"] == "on"  # until somebody switches it off
    fields |= {"name_email-first_name": "某", "name_email-last_name": "张"}  # Wagtail asks for both
    fields["reminders-email"] = "clerk@office.example.cn"
    del fields["reminders-daily_digest"]
    assert client.post("/admin/account/", fields).status_code == 302
    clerk.refresh_from_db()
    assert clerk.email == "clerk@office.example.cn"
    assert StaffPreference.objects.get(user=clerk).daily_digest is False
    assert "reminders-daily_digest" not in sent_as_shown(client, "/admin/account/")
    client.post("/admin/account/", fields | {"reminders-daily_digest": "on"})
    assert StaffPreference.objects.get(user=clerk).daily_digest is True


def sent_as_shown(client: Client, address: str) -> dict[str, str]:
    """Return what a browser would send of a page's form if nobody touched it."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    fields = {}
    for field in page.select("form[method=POST] input[name], form[method=post] input[name]"):
        if field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        if field.get("type") != "file":
            unset = "on" if field.get("type") == "checkbox" else ""
            fields[str(field["name"])] = str(field.get("value", unset))
    for choice in page.select("select[name]"):
        option = choice.select_one("option[selected]") or choice.select_one("option")
        fields[str(choice["name"])] = str(option["value"]) if option else ""
    return fields
