"""The opinion form: its targets, what is refused, and that nothing typed is ever lost."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError
from django.test import Client
from django.utils import timezone

from core import botcheck
from liaison.deputies.models import DeputyStatus
from liaison.stations.models import StationStatus
from organizations.models import Congress
from participation.consultations.models import ArticleKind
from participation.submissions.models import Channel, Submission
from participation.submissions.views import opinion as view
from tests.factories.liaison import make_deputy, make_station
from tests.factories.organizations import PHONE, make_area, make_county, make_street
from tests.factories.participation import TEXT, make_consultation
from tests.participation.citizen import NEW, filled, hidden, page, send, ticket, token_in

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

UNREADABLE = (
    "0", "-1", "999999999999999999999", "abc", "１", "1 OR 1=1", "\x00", "<b>", "a" * 3000, "1.5",
    str(uuid.UUID(int=0)),
)  # fmt: skip


def only_submission() -> Submission:
    return Submission.objects.select_related("case").get()


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


def test_a_station_is_shown_on_top_and_receives(client: Client, town: Congress) -> None:
    station = make_station(town, "东河联络站")
    assert "您将向东河联络站（柳塘镇人大）提意见" in page(client.get(NEW, {"station": station.pk}))
    send(client, filled(), f"station={station.pk}")
    assert (only_submission().station, only_submission().channel) == (station, Channel.WEB)


def test_a_scanned_station_and_a_scanned_deputy_are_counted_as_such(client: Client, town: Congress) -> None:
    station, deputy = make_station(town), make_deputy(town)
    send(client, filled(), f"station={station.pk}&via=qr")
    send(client, filled(), f"deputy={deputy.pk}&via=qr")
    send(client, filled(), f"deputy={deputy.pk}&via=else")
    assert list(Submission.objects.order_by("pk").values_list("channel", flat=True)) == [
        Channel.QR_STATION,
        Channel.QR_DEPUTY,
        Channel.WEB,
    ]


def test_the_way_by_qr_survives_an_error(client: Client, town: Congress) -> None:
    station = make_station(town)
    response = send(client, filled(""), f"station={station.pk}&via=qr")
    assert f'action="{NEW}?station={station.pk}&amp;via=qr"' in page(response)


def test_a_deputy_of_the_county_in_a_street_is_helped_by_the_street(client: Client, town: Congress) -> None:
    street = make_street()
    deputy = make_deputy(make_county(), station=make_station(street))
    send(client, filled(), f"deputy={deputy.pk}")
    assert (only_submission().deputy, only_submission().case.congress) == (deputy, street)


def test_an_article_is_shown_to_be_read_again_and_its_wording_is_kept(client: Client, town: Congress) -> None:
    draft = make_consultation(town)
    article = draft.articles.last()
    query = f"consultation={draft.pk}&article={article.key}"
    shown = page(client.get(f"{NEW}?{query}"))
    assert article.text in shown
    assert f"《{draft.title}》{article.label}" in shown
    send(client, filled(), query)
    sent = only_submission()
    part = sent.parts.get()
    assert (sent.consultation, part.article_key, part.wording) == (draft, article.key, article.text)


def test_the_home_variant_offers_every_congress_and_the_county_first(client: Client, town: Congress) -> None:
    shown = page(client.get(NEW))
    assert '<option value="qinghe" selected>青禾县人大常委会</option>' in shown
    assert '<option value="liutang">柳塘镇人大</option>' in shown
    send(client, filled(congress="liutang"), "")
    assert only_submission().case.congress == town


def test_a_congress_that_does_not_exist_is_refused_beside_the_field(client: Client, town: Congress) -> None:
    response = send(client, filled(congress="nowhere"), "")
    assert response.status_code == 200
    assert response.context["form"].errors["congress"] == ["请从列表里选择一个。"]


def test_villages_help_with_the_place(client: Client, town: Congress) -> None:
    make_area(town, "东河村")
    assert '<option value="东河村">' in page(client.get(NEW, {"congress": "liutang"}))


def test_a_target_that_cannot_be_read_leads_to_a_choice_of_towns(client: Client, town: Congress) -> None:
    for name in ("station", "deputy", "consultation", "article", "congress"):
        for value in UNREADABLE:
            response = client.get(NEW, {name: value})
            assert response.status_code == 200
            assert response.context["problem"], (name, value)
            assert "congress" in response.context["form"].fields
    for name in ("station", "deputy", "consultation", "article"):
        for value in UNREADABLE:
            response = client.post(NEW, filled() | {name: value})
            assert response.status_code == 200
            assert response.context["problem"], (name, value)
            assert TEXT in page(response)
    assert Submission.objects.count() == 0


def test_targets_that_are_not_public_any_more_lead_to_a_choice(client: Client, town: Congress) -> None:
    draft = make_consultation(town)
    draft.live = False
    draft.save()
    gone = make_deputy(town, status=DeputyStatus.ENDED)
    station = make_station(town, live=False)
    for query in (f"consultation={draft.pk}", f"deputy={gone.pk}", f"station={station.pk}"):
        response = client.get(f"{NEW}?{query}")
        assert (response.status_code, response.context["target"]) == (200, None)
        assert "没有找到" in response.context["problem"]


def test_a_closed_station_offers_its_congress(client: Client, town: Congress) -> None:
    station = make_station(town, status=StationStatus.CLOSED)
    response = client.get(NEW, {"station": station.pk})
    assert "已经撤销" in response.context["problem"]
    assert '<option value="liutang" selected>' in page(response)


def test_an_article_of_another_draft_and_a_chapter_heading_are_no_targets(
    client: Client, town: Congress
) -> None:
    draft, other = make_consultation(town), make_consultation(town)
    foreign = other.articles.first()
    heading = draft.articles.first()
    type(heading).objects.filter(pk=heading.pk).update(kind=ArticleKind.HEADING)
    for key in (foreign.key, heading.key):
        response = client.get(NEW, {"consultation": draft.pk, "article": key})
        assert response.context["target"] is None


@pytest.mark.parametrize(("opens", "closes", "words"), [(1, 5, "开始征求意见"), (-5, -1, "截止")])
def test_a_draft_that_is_not_open_says_when_and_offers_the_congress(
    client: Client, town: Congress, opens: int, closes: int, words: str
) -> None:
    now = timezone.now()
    draft = make_consultation(
        town, opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes)
    )
    response = client.get(NEW, {"consultation": draft.pk})
    assert words in response.context["problem"]
    assert '<option value="liutang" selected>' in page(response)


def test_closed_while_writing_keeps_the_text_and_can_go_to_the_congress(
    client: Client, town: Congress
) -> None:
    draft = make_consultation(town)
    fields = filled(name="李大姐")
    draft.closes_at = timezone.now()
    draft.save()
    response = send(client, fields, f"consultation={draft.pk}")
    shown = page(response)
    assert response.status_code == 200
    assert TEXT in shown
    assert 'value="李大姐"' in shown
    assert f'action="{NEW}"' in shown
    assert Submission.objects.count() == 0
    again = send(client, fields | {"congress": "liutang"}, "")
    assert again.status_code == 303
    assert (only_submission().consultation, only_submission().case.congress) == (None, town)


def test_closed_in_the_very_moment_of_storing_keeps_the_text(
    client: Client, town: Congress, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = make_consultation(town)
    send_really = view.actions.submit

    def closes_first(**arguments):
        type(draft).objects.filter(pk=draft.pk).update(closes_at=timezone.now())
        arguments["opinion"].target.consultation.refresh_from_db()
        return send_really(**arguments)

    monkeypatch.setattr(view.actions, "submit", closes_first)
    response = send(client, filled(), f"consultation={draft.pk}")
    assert response.status_code == 200
    assert TEXT in page(response)
    assert "截止" in response.context["problem"]


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
