"""The opinion form: its targets, what is refused, and that nothing typed is ever lost."""

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError
from django.test import Client

from core import botcheck
from organizations.models import Congress
from participation.submissions.models import Submission
from participation.submissions.views import opinion as view
from tests.factories.organizations import PHONE
from tests.factories.participation import TEXT
from tests.participation.citizen import NEW, filled, hidden, only_submission, page, send, ticket, token_in

HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x")',
    "+1+1",
    "@SUM(A1)",
    "路\u202e灯\u0000坏\u0007了",
    "'; DROP TABLE x; --",
    "{{ settings.SECRET_KEY }}{% now %}",
    "字" * 5000,
)


def test_only_the_text_is_required(client: Client, town: Congress) -> None:
    response = client.post(f"{NEW}?congress=liutang", {"text": TEXT, "ticket": ticket()})
    assert response.status_code == 303
    sent = only_submission()
    assert (sent.text, sent.name, sent.contact, sent.place, sent.category) == (TEXT, "", "", "", "")
    assert (sent.consents_to_publication, sent.age_statement) == (False, "14plus")
    assert sent.case.congress == town


def test_everything_that_was_filled_in_is_stored(client: Client, town: Congress) -> None:
    fields = filled(
        place="东河村", category="traffic", name="李大姐", contact="0000-1", consents_to_publication="on",
        age_statement="guardian",
    )  # fmt: skip
    send(client, fields)
    sent = only_submission()
    assert (sent.place, sent.category, sent.name, sent.contact) == ("东河村", "traffic", "李大姐", "0000-1")
    assert (sent.consents_to_publication, sent.age_statement) == (True, "guardian")


def test_errors_stand_beside_the_field_and_all_else_is_kept(client: Client, town: Congress) -> None:
    response = send(client, filled("", place="x" * 81, name="李大姐", contact="0000-1", category="traffic"))
    shown = page(response)
    errors = response.context["form"].errors
    assert errors["text"] == ["请写下您的意见。"]
    assert "超出 1 个字" in errors["place"][0]
    assert 'value="李大姐"' in shown
    assert 'value="0000-1"' in shown
    assert '<option value="traffic" selected>' in shown
    assert shown.index('class="form-errors"') < shown.index('<form method="post" action="/opinions/new/')


def test_a_megabyte_of_text_comes_back_whole_with_the_count(client: Client, town: Congress) -> None:
    long = "字" * 350_000
    response = send(client, filled(long))
    assert "最多 5000 个字，现在有 350000 个字" in response.context["form"].errors["text"][0]
    assert long in page(response)


def test_hostile_text_is_stored_as_text_and_shown_escaped(client: Client, town: Congress) -> None:
    for text in HOSTILE:
        assert send(client, filled(text)).status_code == 303
        stored = Submission.objects.latest("pk").text
        assert stored == text.replace("\u202e", "").replace("\u0000", "").replace("\u0007", "")
        assert "<script>alert" not in page(send(client, filled(text, category="none")))


def test_many_opinions_from_one_address_meet_a_sum_and_no_wall(
    client: Client, town: Congress, settings
) -> None:
    settings.BOT_CHECK_ASK_AFTER = 2
    answers = [send(client, filled()).status_code for _ in range(2)]
    fields = filled()
    asked = send(client, fields)
    assert answers == [303, 303]
    assert "等于几" in page(asked)
    question = hidden(asked, "bot_question")
    holder = botcheck.read_ticket(fields["ticket"], "opinion")
    right = next(n for n in range(100) if botcheck.is_right_answer(str(n), question, holder))
    assert send(client, fields | {"bot_question": question, "bot_answer": right}).status_code == 303


def test_numbers_that_should_not_stand_in_the_text_are_pointed_out_once(
    client: Client, town: Congress
) -> None:
    fields = filled("我的电话13800001111，卡号6222020200112233441，身份证110101199003074258")
    first = send(client, fields)
    [error] = first.context["form"].errors["text"]
    assert "身份证号" in error
    assert "138****1111" in error
    assert Submission.objects.count() == 0
    mark = hidden(first, "seen_numbers")
    assert send(client, fields | {"seen_numbers": "x" * 32}).status_code == 200
    other = fields | {"text": fields["text"] + "13900002222", "seen_numbers": mark}
    assert send(client, other).status_code == 200
    assert send(client, fields | {"seen_numbers": mark}).status_code == 303


@pytest.mark.parametrize("error", [OperationalError, DatabaseError, InterfaceError, OSError])
def test_when_nothing_can_be_stored_the_text_is_given_back(
    client: Client, town: Congress, monkeypatch: pytest.MonkeyPatch, caplog, error: type[Exception]
) -> None:
    def fail(**_arguments):
        raise error(f"row contains {TEXT}")

    fields = filled(name="李大姐", place="东河村<b>", drop=["a", "b"])
    with monkeypatch.context() as broken:
        broken.setattr(view.actions, "submit", fail)
        response = send(client, fields)
    shown = page(response)
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store, private"
    assert f">\n{TEXT}</textarea>" in shown
    assert PHONE in shown
    assert '<input type="hidden" name="name" value="李大姐">' in shown
    assert "东河村&lt;b&gt;" in shown
    assert TEXT not in caplog.text
    again = client.post(f"{NEW}?congress=liutang", fields)
    assert again.status_code == 303
    assert only_submission().name == "李大姐"


def test_the_page_without_a_database_asks_the_database_nothing(
    client: Client, town: Congress, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
) -> None:
    def fail(_params):
        raise OperationalError("no connection")

    monkeypatch.setattr(view.targets, "find_addressee", fail)
    with django_assert_num_queries(0):
        response = send(client, filled())
    assert response.status_code == 503
    assert TEXT in page(response)


def test_the_form_is_kept_by_no_cache_and_found_by_no_engine(client: Client, town: Congress) -> None:
    for response in (client.get(NEW), send(client, filled(""))):
        assert response["Cache-Control"] == "no-store, private"
        assert "noindex" in response["X-Robots-Tag"]


def test_without_the_csrf_cookie_the_text_is_given_back(town: Congress) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = send(strict, filled())
    assert response.status_code == 403
    assert TEXT in page(response)


def test_the_receipt_s_address_tells_neither_number_nor_words(client: Client, town: Congress) -> None:
    response = send(client, filled(name="李大姐"))
    assert only_submission().case.number not in response["Location"]


def test_the_same_form_sent_fifty_times_is_one_opinion(client: Client, town: Congress) -> None:
    fields = filled()
    send(client, fields | {"text": ""})  # an error first
    places = {send(client, fields)["Location"].rsplit(":", 2)[0] for _ in range(50)}
    assert len(places) == 1
    assert Submission.objects.count() == 1


def test_sent_again_after_the_ticket_was_used_up_elsewhere_gives_the_receipt(
    client: Client, town: Congress
) -> None:
    fields = filled()
    first = send(client, fields)
    again = Client().post(
        f"{NEW}?congress=liutang", fields | {"text": "改过的文字", "pending": "x", "place": "y" * 99}
    )
    assert again.status_code == 303
    assert page(client.get(first["Location"])).count(only_submission().case.number) >= 1
    assert token_in(fields["ticket"])
    assert Submission.objects.count() == 1
