"""Messages are written with the deed: one for each event the sender asked to hear of, and nothing in them."""

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client

from accounts.roles import Role
from notifications.actions import forget
from notifications.models import Message, State
from organizations.models import Congress
from participation.submissions import actions
from participation.submissions.actions.assigning import Handler
from participation.submissions.models import Category, Route, Submission
from participation.submissions.notifications import TOLD
from participation.submissions.workflow import workflow
from tests.factories.accounts import make_member
from tests.factories.participation import REPLY, TEXT, Staff, draft_reply, make_submission, shown_code
from tests.notifications.conftest import MAIL, MOBILE

pytestmark = pytest.mark.django_db
NAME = "李大姐"


def told(congress: Congress, **fields) -> Submission:
    """An opinion whose sender wants mail."""
    return make_submission(congress, **({"notify_by": "email", "contact": MAIL, "name": NAME} | fields))


def kinds() -> list[str]:
    return list(Message.objects.order_by("id").values_list("kind", flat=True))


def test_each_step_writes_exactly_one_message(town: Congress) -> None:
    Staff(town).replied(told(town))
    assert kinds() == ["opinion.registered", "opinion.accepted", "opinion.handed_over", "opinion.answered"]
    assert len(set(Message.objects.values_list("key", flat=True))) == 4


def test_a_message_holds_number_and_way_and_nothing_of_the_matter(town: Congress) -> None:
    submission = told(town, token="mine", place="东河村三组")
    Staff(town).replied(submission)
    code = shown_code("mine")
    for message in Message.objects.all():
        words = message.subject + message.body + message.kind + message.key
        assert submission.case.number in message.body
        assert "/opinions/query/" in message.body
        assert town.contact_phone in message.body
        for secret in (TEXT, TEXT[:8], REPLY[:8], NAME, MAIL, code, code.replace("-", ""), "东河村"):
            assert secret not in words


def test_the_due_date_is_in_the_message_of_acceptance(town: Congress) -> None:
    submission = told(town)
    case = Staff(town).accepted(submission)
    body = Message.objects.get(kind="opinion.accepted").body
    assert case.due_on is not None
    assert f"{case.due_on.year}年{case.due_on.month}月{case.due_on.day}日" in body


def test_a_step_that_is_undone_leaves_no_message(town: Congress) -> None:
    submission, clerk = told(town), make_member(Role.CLERK, town)

    def undone() -> None:
        with transaction.atomic():
            actions.register(case=submission.case, by=clerk, category=Category.OTHER)
            assert Message.objects.count() == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert Message.objects.count() == 0


def test_the_same_event_is_written_once_however_often_it_is_told(write) -> None:
    first = write("event:7:7")
    assert write("event:7:7", recipient="other@example.cn").pk == first.pk
    assert Message.objects.count() == 1


def test_who_did_not_ask_is_not_told(town: Congress) -> None:
    Staff(town).replied(told(town, notify_by=""))
    assert kinds() == []


def test_a_contact_that_is_no_address_of_the_channel_gets_nothing(town: Congress) -> None:
    Staff(town).accepted(told(town, contact="村口小卖部转李大姐"))
    assert kinds() == []


def test_a_channel_the_operator_took_away_gets_nothing(town: Congress, settings) -> None:
    submission = told(town, notify_by="sms", contact=MOBILE)
    assert "sms" not in settings.NOTIFICATION_CHANNELS
    Staff(town).accepted(submission)
    assert kinds() == []


def test_a_short_message_is_one_line(town: Congress, channel) -> None:
    Staff(town).accepted(told(town, notify_by="sms", contact="138 0000-1234"))
    message = Message.objects.get(kind="opinion.accepted")
    assert message.recipient == MOBILE
    assert "\n" not in message.body
    assert len(message.body) < 160


def test_the_senders_of_merged_opinions_hear_of_the_answer_too(town: Congress) -> None:
    staff, first = Staff(town), told(town)
    second, silent = told(town, contact="wang@example.cn"), told(town, notify_by="")
    staff.accepted(first)
    for other in (second, silent):
        actions.register(case=other.case, by=staff.clerk, category=Category.FARMLAND)
        actions.merge(case=other.case, by=staff.clerk, into=first.case.number)
    actions.assign(case=first.case, by=staff.clerk, handler=Handler(office=staff.office))
    draft_reply(case=first.case, by=staff.clerk, text=REPLY)
    actions.sign_reply(case=first.case, by=staff.chair)
    answered = Message.objects.filter(kind="opinion.answered").order_by("id")
    assert [m.recipient for m in answered] == [MAIL, "wang@example.cn"]
    assert [m.about for m in answered] == [first.case.number, second.case.number]


def test_who_is_declined_or_asked_is_told_where_to_read(town: Congress) -> None:
    clerk = make_member(Role.CLERK, town)
    declined, asked = told(town), told(town)
    for submission in (declined, asked):
        actions.register(case=submission.case, by=clerk, category=Category.OTHER)
    reason = {"reason": "属于县法院", "where_to_go": "县法院立案庭"}
    actions.decline(case=declined.case, by=clerk, route=Route.COURT, **reason)
    actions.need_more(case=asked.case, by=clerk, question="请问是哪一盏路灯")
    bodies = {m.kind: m.body for m in Message.objects.all()}
    assert {"opinion.declined", "opinion.asked"} <= bodies.keys()
    assert "法院" not in bodies["opinion.declined"]
    assert "路灯" not in bodies["opinion.asked"]


def test_every_step_told_of_is_a_step_of_the_table() -> None:
    # A promise is kept in another table than this one: see casework.
    unknown = set(TOLD) - set(workflow.by_name) - {"keep_promise"}
    assert not unknown


def test_withdrawing_erases_the_recipients_and_sends_nothing_more(town: Congress) -> None:
    submission = told(town)
    Staff(town).accepted(submission)
    Message.objects.filter(kind="opinion.registered").update(state=State.SENT)
    submission.case.refresh_from_db()
    actions.withdraw(submission=submission)
    states = dict(Message.objects.values_list("kind", "state"))
    assert states == {"opinion.registered": State.SENT, "opinion.accepted": State.DROPPED}
    assert {m.recipient for m in Message.objects.all()} == {""}


def test_forgetting_one_case_leaves_the_others_and_the_digests_alone(write) -> None:
    ours, other = write("event:1:1"), write("event:2:2", about="LT-2026-000002")
    digest = write("digest:1:2026-11-23", about="")
    forget(numbers=[ours.about, ""])
    for message in (ours, other, digest):
        message.refresh_from_db()
    assert (ours.recipient, ours.state) == ("", State.DROPPED)
    assert other.recipient == digest.recipient == MAIL


def test_the_recipient_is_not_readable_in_the_database(write) -> None:
    write()
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient FROM notifications_message")
        stored = cursor.fetchone()[0]
    assert MAIL not in stored
    assert Message.objects.get().recipient == MAIL


def test_nothing_is_sent_inside_a_request(town: Congress, channel) -> None:
    channel.failure = AssertionError("sent inside a request")
    submission, clerk = told(town), make_member(Role.CLERK, town)
    client = Client()
    client.force_login(clerk)
    address = f"/admin/cases/{submission.case.number}/register/"
    response = client.post(address, {"category": Category.OTHER, "note": "", "place": ""})
    assert response.status_code in {302, 303}
    assert kinds() == ["opinion.registered"]
    assert channel.letters == []
    assert mail.outbox == []
