"""登记来访来电来信: every channel by the screen, in the same ledger, with clocks from the day of receipt."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit.models import Entry
from casework.models import Case
from deadlines.due import due_date
from liaison.stations.models import Reception
from organizations.models import Congress
from participation.submissions import codes
from participation.submissions.models import OFFICE_CHANNELS, Channel, Submission
from participation.submissions.queries import code_of
from tests.factories.accounts import make_member
from tests.factories.liaison import make_deputy, make_station
from tests.factories.organizations import make_office, make_town
from tests.participation.citizen import jpeg

ENTRY = "/admin/intake/"
WORDS = "村西头的水渠堵了半个月，浇不上水，请人来清一清。"
NOW = "2026-11-18T10:30:00+08:00"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    """A Wednesday in November."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clerk(town: Congress) -> User:
    """The town's clerk."""
    return make_member(Role.CLERK, town)


def opened(client: Client, user: User) -> str:
    """Open the form as this person; return its ticket."""
    client.force_login(user)
    found = re.search(r'name="ticket" value="([^"]+)"', client.get(ENTRY).content.decode())
    assert found is not None
    return found[1]


def entered(client: Client, user: User, **fields: Any) -> Any:
    """Fill in the form and save it."""
    form = {"ticket": opened(client, user), "channel": Channel.PHONE, "text": WORDS} | fields
    return client.post(ENTRY, form)


def held(town: Congress, day: date, **fields: Any) -> Reception:
    """A reception day."""
    station = fields.pop("station", None) or make_station(town)
    return Reception.objects.create(
        station=station, date=day, starts=time(9), ends=time(11), status="held", **fields
    )


@pytest.mark.parametrize("channel", OFFICE_CHANNELS)
def test_every_channel_leads_to_a_case_a_slip_and_an_entry_in_the_ledger(
    client: Client, town: Congress, clerk: User, channel: Channel
) -> None:
    day = date(2026, 11, 16)
    fields: dict[str, Any] = {"channel": channel, "received_on": day.isoformat()}
    if channel == Channel.RECEPTION:
        fields = {"channel": channel, "reception": held(town, day).pk}
    if channel == Channel.PROXY:
        fields["station"] = make_station(town).pk
    answer = entered(client, clerk, **fields)
    assert answer.status_code == 302

    submission = Submission.objects.select_related("case", "office_entry").get()
    case = submission.case
    assert (submission.channel, submission.text, case.status) == (channel, WORDS, "received")
    assert timezone.localdate(case.received_at) == day
    assert case.due_on == due_date("opinion.ack", day, town).on
    assert (submission.office_entry.entered_by, submission.office_entry.received_on) == (clerk, day)
    event = case.events.get()
    assert (event.name, event.actor) == ("submit", clerk)
    assert "2026年11月16日" in event.public_note
    entry = Entry.objects.get(action="submission.submit", object_id=case.number)
    assert entry.actor == clerk
    assert entry.data["channel"] == channel
    assert entry.data["received_on"] == "2026-11-16"

    slip = client.get(answer["Location"])
    page = slip.content.decode()
    code = re.search(r">([0-9A-Z]{4}-[0-9A-Z]{4})<", page)
    assert case.number in page
    assert code is not None
    stored = code_of(case.number)
    assert stored is not None
    assert codes.matches(case.number, code[1], stored[1])
    assert "no-store" in slip["Cache-Control"]


def test_the_number_comes_from_the_series_of_the_web_form(
    client: Client, town: Congress, clerk: User
) -> None:
    from_web = client.post(f"/opinions/new/?congress={town.slug}", {}).status_code
    assert from_web == 200
    entered(client, clerk)
    number = Case.objects.get().number
    assert re.fullmatch(rf"{town.number_prefix}-2026-\d{{6}}", number)


def test_the_sender_follows_it_on_the_web_with_the_slip(client: Client, town: Congress, clerk: User) -> None:
    answer = entered(client, clerk, received_on="2026-11-10")
    page = client.get(answer["Location"]).content.decode()
    code = re.search(r">([0-9A-Z]{4}-[0-9A-Z]{4})<", page)
    assert code is not None
    visitor = Client()
    visitor.post("/opinions/query/", {"number": Case.objects.get().number, "code": code[1]})
    status = visitor.get("/opinions/status/").content.decode()
    assert WORDS in status
    assert "由工作人员代为登记" in status
    assert clerk.display_name not in status


def test_two_clicks_make_one_case_and_lead_to_one_slip(client: Client, clerk: User) -> None:
    form = {"ticket": opened(client, clerk), "channel": Channel.LETTER, "text": WORDS}
    first, second = client.post(ENTRY, form), client.post(ENTRY, form)
    assert first["Location"].startswith("/admin/intake/slip/")
    assert second.status_code == 302
    assert Case.objects.count() == 1
    number = Case.objects.get().number
    assert number in client.get(second["Location"]).content.decode()


def test_save_and_next_keeps_the_reception_and_offers_the_last_slip(
    client: Client, town: Congress, clerk: User
) -> None:
    reception, deputy = held(town, date(2026, 11, 17)), make_deputy(town)
    answer = entered(
        client, clerk, channel=Channel.RECEPTION, reception=reception.pk, deputy=deputy.pk, next="1"
    )
    page = client.get(answer["Location"]).content.decode()
    assert f'<option value="{reception.pk}" selected>' in page
    assert f'<option value="{deputy.pk}" selected>' in page
    assert f'<option value="{reception.station_id}" selected>' in page
    assert Case.objects.get().number in page  # the message
    slip = re.search(r'href="(/admin/intake/slip/[^"]+)"', page)
    assert slip is not None
    assert Case.objects.get().number in client.get(slip[1]).content.decode()
    assert Submission.objects.get().deputy == deputy
    assert Submission.objects.get().office_entry.reception == reception


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-11-19", "不能晚于今天"), ("2026-10-18", "30天以内"), ("2026-13-40", "日期")],
)
def test_a_day_to_come_or_long_past_is_refused_beside_the_field(
    client: Client, clerk: User, day: str, words: str
) -> None:
    answer = entered(client, clerk, received_on=day)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert WORDS in answer.content.decode()  # nothing typed is lost
    assert not Case.objects.exists()


def test_thirty_days_back_is_still_taken(client: Client, clerk: User) -> None:
    assert entered(client, clerk, received_on="2026-10-19").status_code == 302
    assert Case.objects.get().is_overdue  # fifteen days to acknowledge have run since then


def test_a_name_asks_whether_the_visitor_was_told_but_a_letter_cannot_be(client: Client, clerk: User) -> None:
    untold = entered(client, clerk, name="李大姐", contact="办公室转告")
    assert untold.status_code == 422
    assert "先告知来访人" in untold.content.decode()
    assert entered(client, clerk, name="李大姐", told_notice="on").status_code == 302
    assert Submission.objects.get().office_entry.told_notice
    assert entered(client, clerk, channel=Channel.LETTER, name="李大姐").status_code == 302


def test_a_reception_needs_its_channel_and_the_channel_its_reception(
    client: Client, town: Congress, clerk: User
) -> None:
    assert "哪一次接待" in entered(client, clerk, channel=Channel.RECEPTION).content.decode()
    assert entered(client, clerk, reception=held(town, date(2026, 11, 17)).pk).status_code == 422
    assert entered(client, clerk, channel=Channel.PROXY).status_code == 422  # without a station
    assert not Case.objects.exists()


def test_only_days_that_were_held_are_offered(client: Client, town: Congress, clerk: User) -> None:
    station = make_station(town)
    offered = held(town, date(2026, 11, 18), station=station)
    others = [
        held(town, date(2026, 11, 19), station=station),
        held(town, date(2026, 10, 1), station=station),
        held(make_town("白水镇", "baishui", "BS"), date(2026, 11, 17)),
    ]
    opened(client, clerk)
    page = client.get(ENTRY).content.decode()
    assert f'<option value="{offered.pk}">' in page
    for other in others:
        assert not re.search(rf'<option value="{other.pk}">{re.escape(other.when)}', page)
        assert entered(client, clerk, channel=Channel.RECEPTION, reception=other.pk).status_code == 422


def test_an_officer_enters_only_for_the_own_station(client: Client, town: Congress) -> None:
    officer, own, other = make_member(Role.OFFICER, town), make_station(town), make_station(town)
    own.officers.add(officer)
    assert entered(client, officer, channel=Channel.PROXY, station=other.pk).status_code == 422
    assert entered(client, officer).status_code == 422  # a call without a station is the clerk's
    assert not Case.objects.exists()
    answer = entered(client, officer, channel=Channel.PROXY, station=own.pk)
    assert Submission.objects.get().station == own
    slip = client.get(answer["Location"]).content.decode()
    assert "查看办件" not in slip  # the case itself is not the officer's to open


def test_another_town_is_out_of_reach(client: Client, town: Congress, clerk: User) -> None:
    other = make_town("白水镇", "baishui", "BS")
    strange = make_station(other)
    opened(client, clerk)
    client.post(f"{ENTRY}?congress={other.slug}", {"channel": Channel.PHONE, "text": WORDS, "ticket": "x"})
    ticket = opened(client, clerk)
    client.post(f"{ENTRY}?congress={other.slug}", {"channel": Channel.PHONE, "text": WORDS, "ticket": ticket})
    assert {case.congress for case in Case.objects.all()} == {town}
    assert entered(client, clerk, channel=Channel.PROXY, station=strange.pk).status_code == 422


@pytest.mark.parametrize("role", [Role.CHAIR, Role.HANDLER, Role.DEPUTY, Role.AUDITOR, Role.SYSTEM_ADMIN])
def test_others_find_no_door(client: Client, town: Congress, role: Role) -> None:
    office = make_office(town) if role == Role.HANDLER else None
    client.force_login(make_member(role, town, office))
    assert client.get(ENTRY).status_code in {302, 403}
    assert client.post(ENTRY, {"channel": Channel.PHONE, "text": WORDS}).status_code in {302, 403}
    assert not Case.objects.exists()


def test_a_slip_is_for_its_clerk_and_for_half_an_hour(client: Client, town: Congress, clerk: User) -> None:
    address = entered(client, clerk)["Location"]
    number = Case.objects.get().number
    colleague = Client()
    colleague.force_login(make_member(Role.CLERK, town))
    assert colleague.get(address).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        late = client.get(address)
    assert late.status_code == 404
    assert "查询码不保存" in late.content.decode()
    assert number not in late.content.decode()


def test_another_persons_ticket_is_no_ticket(client: Client, town: Congress, clerk: User) -> None:
    ticket = opened(client, clerk)
    answer = entered(Client(), make_member(Role.CLERK, town), ticket=ticket)
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert not Case.objects.exists()


def test_a_scanned_letter_is_made_anew_and_a_paper_of_another_kind_refused(
    client: Client, town: Congress, clerk: User
) -> None:
    fake = jpeg("信.jpg")
    fake.file.seek(0)
    fake.file.write(b"%PDF-1.7")
    fake.file.truncate()
    fake.file.seek(0)
    refused = entered(client, clerk, channel=Channel.LETTER, scans=[fake])
    assert refused.status_code == 422
    assert "没有收下" in refused.content.decode()
    assert (
        entered(client, clerk, channel=Channel.LETTER, scans=[jpeg(), jpeg(color="red")]).status_code == 302
    )
    assert Case.objects.get().files.count() == 2


def test_the_case_says_who_entered_it_and_in_what_tongue(client: Client, clerk: User) -> None:
    entered(client, clerk, language_note="本地话，由工作人员转写")
    page = client.get(f"/admin/cases/{Case.objects.get().number}/").content.decode()
    assert f"由{clerk}代为登记" in page
    assert "本地话，由工作人员转写" in page


def test_the_form_asks_no_more_queries_with_more_stations(
    client: Client, town: Congress, clerk: User, django_assert_max_num_queries: Any
) -> None:
    def count() -> int:
        client.force_login(clerk)
        client.get(ENTRY)
        with django_assert_max_num_queries(60) as queries:
            client.get(ENTRY)
        return len(queries)

    held(town, date(2026, 11, 17))
    make_deputy(town)
    before = count()
    for number in range(4):
        held(town, date(2026, 11, 10 + number))
        make_deputy(town, f"代表{number}")
    assert count() == before
