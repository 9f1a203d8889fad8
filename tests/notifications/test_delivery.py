"""The worker: at least once, patient with a channel that fails, and finished when nothing helps."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from notifications import delivery
from notifications.channels import PermanentFailure, TemporaryFailure
from notifications.delivery import LEASE, MAX_ATTEMPTS, TROUBLES, claim, delay_after, deliver, send_due
from notifications.models import Message, State
from tests.notifications.conftest import MAIL

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 23, 2, tzinfo=UTC)


def test_a_letter_goes_out_once_with_the_key_it_was_written_with(write, channel) -> None:
    message = write()
    assert send_due() == {State.SENT: 1}
    assert send_due() == {}
    assert [(letter.key, letter.recipient) for letter in channel.letters] == [(message.key, MAIL)]
    message.refresh_from_db()
    assert message.state == State.SENT
    assert message.sent_at is not None


def test_mail_goes_through_django_with_a_lasting_message_id(write) -> None:
    write()
    call_command("send_messages")
    letter = mail.outbox[0]
    assert letter.to == [MAIL]
    assert letter.subject == "您的意见 LT-2026-000001 已登记"
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    first = letter.extra_headers["Message-ID"]
    Message.objects.update(state=State.QUEUED, next_attempt_at=timezone.now())
    send_due()
    assert mail.outbox[1].extra_headers["Message-ID"] == first


def test_a_worker_killed_between_claim_and_sending_loses_nothing(write, channel) -> None:
    with time_machine.travel(START, tick=False) as clock:
        write()
        assert len(claim()) == 1  # ... and here the worker dies
        assert send_due() == {}  # nobody else touches it while the lease lasts
        clock.shift(LEASE + timedelta(seconds=1))
        assert send_due() == {State.SENT: 1}
    assert len(channel.letters) == 1


def test_a_worker_killed_after_sending_sends_the_same_key_again(write, channel) -> None:
    with time_machine.travel(START, tick=False) as clock:
        write()
        claimed = claim()[0]
        claimed_letter = delivery.sender_for("email")
        claimed_letter.send(delivery.Letter(claimed.key, "", "email", claimed.recipient, "", ""))
        clock.shift(LEASE + timedelta(seconds=1))
        send_due()
    assert [letter.key for letter in channel.letters] == [claimed.key, claimed.key]


def test_a_message_that_always_kills_the_worker_ends_as_a_dead_letter(write, channel) -> None:
    with time_machine.travel(START, tick=False) as clock:
        message = write()
        for _ in range(MAX_ATTEMPTS):
            assert len(claim()) == 1
            clock.shift(LEASE + timedelta(seconds=1))
        assert claim() == []
    message.refresh_from_db()
    assert message.state == State.DEAD


def test_a_failing_channel_is_tried_with_growing_delay_and_then_given_up(write, channel) -> None:
    channel.failure = TemporaryFailure("网关回答 503")
    delays = []
    with time_machine.travel(START, tick=False) as clock:
        message = write()
        for _ in range(MAX_ATTEMPTS):
            send_due()
            message.refresh_from_db()
            delays.append(message.next_attempt_at - timezone.now())
            clock.move_to(message.next_attempt_at + timedelta(seconds=1))
        assert send_due() == {}
    assert (message.state, message.attempts) == (State.DEAD, MAX_ATTEMPTS)
    assert message.last_error == "网关回答 503"
    assert delays[:6] == sorted(delays[:6])
    assert delays[5] > 100 * delays[0]
    assert len(channel.letters) == MAX_ATTEMPTS


def test_delays_are_not_all_the_same() -> None:
    assert len({delay_after(1) for _ in range(20)}) > 10
    assert all(timedelta(seconds=60) <= delay_after(1) <= timedelta(seconds=75) for _ in range(50))
    assert delay_after(30) <= timedelta(hours=15)


def test_an_address_that_is_refused_is_not_tried_again(write, channel) -> None:
    channel.failure = PermanentFailure("收件地址被拒收（550）")
    message = write()
    send_due()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.DEAD, 1)


def test_an_unexpected_error_is_noted_without_its_words(write, channel, caplog) -> None:
    channel.failure = ValueError(f"cannot send to {MAIL}")
    message = write()
    send_due()
    message.refresh_from_db()
    assert message.state == State.QUEUED
    assert "ValueError" in message.last_error
    assert MAIL not in message.last_error + caplog.text


def test_a_channel_in_trouble_rests_and_holds_up_no_other(write, channel) -> None:
    for number in range(10):
        write(f"event:{number}:1", channel="sms", recipient="13800001234")
    write("event:99:1", channel="email")
    failing = TemporaryFailure("网关回答 503")
    original = channel.send

    def send(self, letter):
        channel.failure = failing if letter.channel == "sms" else None
        original(self, letter)

    channel.send = send
    try:
        tally = send_due()
    finally:
        channel.send = original
    assert tally == {State.QUEUED: TROUBLES, State.SENT: 1}
    untried = Message.objects.filter(channel="sms", attempts=0)
    assert untried.count() == 10 - TROUBLES
    assert all(m.next_attempt_at > timezone.now() for m in untried)


def test_what_was_dropped_while_it_was_on_its_way_stays_dropped(write, channel) -> None:
    channel.failure = TemporaryFailure("x")
    message = write()
    claimed = claim()[0]
    Message.objects.update(state=State.DROPPED)
    deliver(claimed)
    message.refresh_from_db()
    assert message.state == State.DROPPED


def test_a_recipient_erased_after_the_claim_is_not_written_to(write, channel) -> None:
    write()
    claimed = claim()[0]
    Message.objects.update(recipient="")
    deliver(claimed)
    assert channel.letters == []


def test_old_messages_are_deleted_and_waiting_ones_are_not(write, channel) -> None:
    with time_machine.travel(START - timedelta(days=200), tick=False):
        write("event:1:1")
        write("event:2:1")
        Message.objects.filter(key="event:1:1").update(state=State.SENT)
        Message.objects.filter(key="event:2:1").update(next_attempt_at=START + timedelta(days=1))
    with time_machine.travel(START, tick=False):
        write("event:3:1")
        call_command("send_messages")
    assert set(Message.objects.values_list("key", flat=True)) == {"event:2:1", "event:3:1"}


@pytest.mark.parametrize(
    ("error", "state", "words"),
    [
        (smtplib.SMTPRecipientsRefused({MAIL: (550, b"no such user li.dajie")}), State.DEAD, "550"),
        (smtplib.SMTPRecipientsRefused({MAIL: (451, b"greylisted")}), State.QUEUED, "451"),
        (smtplib.SMTPDataError(552, b"too big"), State.QUEUED, "552"),
        (TimeoutError("slow"), State.QUEUED, "时限"),
        (ConnectionRefusedError("mail.example.cn"), State.QUEUED, "ConnectionRefusedError"),
    ],
)
def test_what_a_mail_server_says_is_kept_in_our_words(write, monkeypatch, error, state, words) -> None:
    def refuse(self, messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    message = write()
    send_due()
    message.refresh_from_db()
    assert message.state == state
    assert words in message.last_error
    for told in ("li.dajie", "greylisted", "mail.example.cn"):
        assert told not in message.last_error
