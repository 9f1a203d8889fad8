"""The bot check: tickets, suspicion, and a question instead of a wall."""

import datetime
import re
import time

import pytest
import time_machine
from django import forms
from django.core.cache import cache
from django.test import RequestFactory

from core import botcheck, recaptcha
from core.botcheck_forms import BotCheckedForm
from core.forms import CleanCharField

NOW = datetime.datetime(2026, 3, 2, 1, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


class OpinionForm(BotCheckedForm):
    bot_scope = "opinion"
    text = CleanCharField(max_length=100, multiline=True)


def request(address="203.0.113.7"):
    return RequestFactory().post("/", REMOTE_ADDR=address)


def new_ticket(address="203.0.113.7"):
    return OpinionForm(request=request(address)).initial["ticket"]


def sent(address="203.0.113.7", **data):
    return OpinionForm({"text": "路灯坏了", **data}, request=request(address))


def fields_shown(form):
    """What a browser would send back from the form as shown."""
    return {field.name: field.value() or "" for field in form}


def answer_to(form):
    first, sign, second, *rest = list(str(form["bot_answer"].label))
    assert (sign in "加减", "".join(rest)) == (True, "等于几？")
    numbers = "零一二三四五六七八九"
    a, b = numbers.index(first), numbers.index(second)
    return str(a + b if sign == "加" else a - b)


def test_a_ticket_tells_its_token_and_time_only_within_its_scope_and_age():
    value = botcheck.issue_ticket("opinion", NOW)
    ticket = botcheck.read_ticket(value, "opinion", now=NOW)
    assert re.fullmatch("[0-9a-f]{32}", ticket.token)
    assert ticket.issued_at == NOW
    with pytest.raises(botcheck.TicketForgedError):
        botcheck.read_ticket(value, "query", now=NOW)
    with pytest.raises(botcheck.TicketExpiredError):
        botcheck.read_ticket(value, "opinion", now=NOW + datetime.timedelta(hours=25))
    with pytest.raises(botcheck.TicketMissingError):
        botcheck.read_ticket("", "opinion")
    assert botcheck.issue_ticket("opinion", NOW) != value


@pytest.mark.parametrize(
    "value", ["x", "a:b", "中文:签名", "\x00", "e30:" + "A" * 43, "A" * 100_000, "..:.."]
)
def test_a_forged_ticket_is_told_from_ours(value):
    with pytest.raises(botcheck.TicketForgedError):
        botcheck.read_ticket(value, "opinion")


@pytest.mark.parametrize("answer", ["8", "８", "八", " 八。", "等于8", "08"])
def test_an_answer_counts_in_digits_and_in_words(answer):
    assert botcheck.parse_number(answer) == 8


@pytest.mark.parametrize(
    ("answer", "number"),
    [("十", 10), ("十二", 12), ("一十六", 16), ("两", 2), ("零", 0), ("〇", 0), ("二十", 20)],
)
def test_larger_numbers_in_words_are_read(answer, number):
    assert botcheck.parse_number(answer) == number


@pytest.mark.parametrize("answer", ["", "八八", "abc", "-8", "888", "十十", "八" * 1000, "ⅷ", "٨٨٨"])
def test_what_is_no_number_is_no_answer(answer):
    assert botcheck.parse_number(answer) is None


def test_a_person_passes_without_noticing(clock):
    ticket = new_ticket()
    clock.shift(30)
    form = sent(ticket=ticket)
    assert form.is_valid(), form.errors
    assert form.token == botcheck.read_ticket(ticket, "opinion").token
    assert "bot_answer" not in form.fields


@pytest.mark.parametrize(("seconds", "website"), [(1, ""), (60, "http://spam.example")])
def test_suspicion_keeps_the_text_and_asks_one_question(clock, seconds, website):
    ticket = new_ticket()
    clock.shift(seconds)
    form = sent(ticket=ticket, website=website)
    assert not form.is_valid()
    assert list(form.errors) == ["bot_answer"]
    assert "路灯坏了" in str(form)
    again = OpinionForm({**fields_shown(form), "bot_answer": answer_to(form)}, request=request())
    assert again.is_valid(), again.errors
    assert again.token == botcheck.read_ticket(ticket, "opinion").token


@pytest.mark.parametrize("ticket", ["", "forged"])
def test_a_form_without_our_ticket_gets_one_and_the_question(clock, ticket):
    form = sent(ticket=ticket)
    assert not form.is_valid()
    again = OpinionForm({**fields_shown(form), "bot_answer": answer_to(form)}, request=request())
    assert again.is_valid(), again.errors
    assert len(again.token) == 32


def test_a_page_left_open_for_two_days_loses_nothing(clock):
    ticket = new_ticket()
    clock.shift(2 * 24 * 3600)
    form = sent(ticket=ticket)
    assert not form.is_valid()
    assert "打开的时间太长" in str(form.errors)
    again = OpinionForm({**fields_shown(form), "bot_answer": answer_to(form)}, request=request())
    assert again.is_valid(), again.errors


def test_a_wrong_answer_is_said_to_be_wrong_and_may_be_given_again(clock):
    form = sent(ticket=new_ticket())
    assert not form.is_valid()
    wrong = OpinionForm({**fields_shown(form), "bot_answer": "99"}, request=request())
    assert not wrong.is_valid()
    assert "答案不对" in str(wrong.errors)
    assert wrong["bot_answer"].label == form["bot_answer"].label
    right = OpinionForm({**fields_shown(wrong), "bot_answer": answer_to(wrong)}, request=request())
    assert right.is_valid(), right.errors


def test_an_answer_is_worth_nothing_for_another_ticket_or_after_half_an_hour(clock):
    form = sent(ticket=new_ticket())
    assert not form.is_valid()
    answered = {**fields_shown(form), "bot_answer": answer_to(form)}
    other = OpinionForm({**answered, "ticket": new_ticket()}, request=request())
    assert not other.is_valid()
    clock.shift(31 * 60)
    late = OpinionForm(answered, request=request())
    assert not late.is_valid()
    assert "bot_answer" in late.errors


def test_the_answer_cannot_be_read_from_the_signed_question(clock):
    ticket = botcheck.read_ticket(new_ticket(), "opinion")
    asked = [botcheck.ask(ticket) for _ in range(60)]
    assert all(set(question.question) <= set("零一二三四五六七八九加减等于几？") for question in asked)
    assert not any(botcheck.is_right_answer("99", question.signed, ticket) for question in asked)
    for question in asked:
        right = [n for n in range(19) if botcheck.is_right_answer(str(n), question.signed, ticket)]
        assert len(right) == 1


def test_other_errors_come_first_and_an_answer_given_stays(clock):
    form = sent(ticket=new_ticket())
    assert not form.is_valid()
    shown = {**fields_shown(form), "bot_answer": answer_to(form), "text": ""}
    without_text = OpinionForm(shown, request=request())
    assert list(without_text.errors) == ["text"]
    done = OpinionForm({**fields_shown(without_text), "text": "路灯坏了"}, request=request())
    assert done.is_valid(), done.errors


def test_many_forms_from_one_address_are_asked_and_other_addresses_are_not(clock, settings):
    settings.BOT_CHECK_ASK_AFTER = 3
    tickets = [new_ticket() for _ in range(5)]
    clock.shift(30)
    assert [sent(ticket=ticket).is_valid() for ticket in tickets] == [True, True, True, False, False]
    assert sent("198.51.100.2", ticket=tickets[4]).is_valid()


def test_the_same_form_sent_fifty_times_passes_each_time(clock, settings):
    settings.BOT_CHECK_ASK_AFTER = 3
    ticket = new_ticket()
    clock.shift(30)
    tokens = {form.token for form in (sent(ticket=ticket) for _ in range(50)) if form.is_valid()}
    assert tokens == {botcheck.read_ticket(ticket, "opinion").token}


def test_a_flood_is_refused_for_a_time_with_the_text_kept(clock, monkeypatch):
    monkeypatch.setattr("core.botcheck_forms.REFUSE_AFTER", 2)
    tickets = [new_ticket() for _ in range(3)]
    clock.shift(30)
    assert [sent(ticket=ticket).is_valid() for ticket in tickets] == [True, True, False]
    form = sent(ticket=tickets[2])
    assert not form.is_valid()
    assert isinstance(form.verdict, botcheck.Refused)
    assert "分钟后再试" in str(form.errors)
    assert "路灯坏了" in str(form)
    clock.shift(1300)
    assert sent(ticket=tickets[2]).is_valid()


def test_the_trap_is_neither_seen_nor_reached_nor_read_out(clock):
    html = str(OpinionForm(request=request()))
    trap = html.partition('<div class="visually-hidden" aria-hidden="true">')[2].partition("</div>")[0]
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap
    assert "style" not in html


def test_a_form_of_another_class_is_bound_to_its_prefix(clock):
    form = OpinionForm(prefix="p", request=request())
    ticket = form.initial["ticket"]
    clock.shift(30)
    bound = OpinionForm({"p-text": "路灯", "p-ticket": ticket}, prefix="p", request=request())
    assert bound.is_valid(), bound.errors


def test_the_token_of_a_form_that_has_not_passed_is_not_given_away(clock):
    form = sent(ticket="")
    assert not form.is_valid()
    with pytest.raises(TypeError):
        _ = form.token


class Answer:
    def __init__(self, is_valid):
        self.is_valid = is_valid


@pytest.fixture
def operator_option(settings):
    settings.BOT_CHECK = "recaptcha"
    settings.RECAPTCHA_PUBLIC_KEY = "public"
    settings.RECAPTCHA_PRIVATE_KEY = "private"
    settings.RECAPTCHA_DOMAIN = "captcha.example"
    settings.RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 0.2


@pytest.mark.usefixtures("operator_option")
def test_a_confirmed_captcha_passes_and_tells_no_address(clock, monkeypatch):
    asked = []

    def confirms(*args):
        asked.append(args)
        return Answer(True)

    monkeypatch.setattr("django_recaptcha.client.submit", confirms)
    form = sent(ticket=new_ticket(), **{"g-recaptcha-response": "token"})
    assert form.is_valid(), form.errors
    assert asked == [("token", "private", "")]


def fails(*args):
    raise OSError("no route")


def is_slow(*args):
    time.sleep(0.6)
    return Answer(True)


@pytest.mark.usefixtures("operator_option")
@pytest.mark.parametrize(
    ("answer", "token"),
    [
        (lambda *a: Answer(False), "token"),
        (fails, "token"),
        (fails, ""),
        (is_slow, "token"),
        (lambda *a: None, "token"),
    ],
)
def test_a_captcha_that_does_not_confirm_falls_back_to_the_question(monkeypatch, answer, token):
    monkeypatch.setattr("django_recaptcha.client.submit", answer)
    form = sent(ticket=new_ticket(), **{"g-recaptcha-response": token})
    started = time.monotonic()
    assert not form.is_valid()
    assert time.monotonic() - started < 0.5
    again = OpinionForm({**fields_shown(form), "bot_answer": answer_to(form)}, request=request())
    assert again.is_valid(), again.errors


@pytest.mark.usefixtures("operator_option")
def test_a_service_that_failed_is_left_alone_for_a_minute(clock, monkeypatch):
    calls = []

    def fails_counted(*args):
        calls.append(args)
        raise OSError

    monkeypatch.setattr("django_recaptcha.client.submit", fails_counted)
    assert [recaptcha.confirms("token") for _ in range(3)] == [False, False, False]
    assert len(calls) == 1
    clock.shift(61)
    assert not recaptcha.confirms("token")
    assert len(calls) == 2


@pytest.mark.usefixtures("operator_option")
def test_the_captcha_brings_no_inline_script():
    html = str(OpinionForm(request=request()))
    assert '<script src="https://captcha.example/recaptcha/api.js?hl=zh-CN" async defer></script>' in html
    assert html.count("<script") == 1
    assert "on" not in {attribute[:2] for attribute in re.findall(r"\s(\w+)=", html)}


def test_without_the_option_nothing_of_the_captcha_is_on_the_page():
    form = OpinionForm(request=request())
    assert isinstance(form.fields["website"].widget, forms.TextInput)
    assert "captcha" not in str(form)
