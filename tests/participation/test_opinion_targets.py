"""To whom an opinion goes: stations, deputies, drafts and articles, and addresses that lead nowhere."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from liaison.deputies.models import DeputyStatus
from liaison.stations.models import StationStatus
from organizations.models import Congress
from participation.consultations.models import ArticleKind
from participation.submissions.models import Channel, Submission
from participation.submissions.views import opinion as view
from tests.factories.liaison import make_deputy, make_station
from tests.factories.organizations import make_area, make_county, make_street
from tests.factories.participation import TEXT, make_consultation
from tests.participation.citizen import NEW, filled, only_submission, page, send

UNREADABLE = (
    "0", "-1", "999999999999999999999", "abc", "１", "1 OR 1=1", "\x00", "<b>", "a" * 3000, "1.5",
    str(uuid.UUID(int=0)),
)  # fmt: skip


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
    draft.closes_at = timezone.now() - timedelta(minutes=31)
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
        long_ago = timezone.now() - timedelta(hours=1)
        type(draft).objects.filter(pk=draft.pk).update(closes_at=long_ago)
        arguments["opinion"].target.consultation.refresh_from_db()
        return send_really(**arguments)

    monkeypatch.setattr(view.actions, "submit", closes_first)
    response = send(client, filled(), f"consultation={draft.pk}")
    assert response.status_code == 200
    assert TEXT in page(response)
    assert "截止" in response.context["problem"]
