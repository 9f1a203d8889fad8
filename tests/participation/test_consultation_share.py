"""Passing a draft on: short address, deep links, poster with a code that can be read."""

import pytest
import segno
from django.conf import settings
from django.test import Client

from organizations.models import Congress
from participation.consultations.models import Audience
from tests.factories.liaison import make_station
from tests.factories.pages import read
from tests.factories.participation import make_consultation

pytestmark = pytest.mark.django_db


def test_the_short_address_stands_on_the_page_and_leads_there(client: Client, town: Congress) -> None:
    page = make_consultation(town)
    short = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/consultations/{page.pk}/"
    text = read(client, page)
    assert f">{short}<" in text
    assert f'<meta property="og:url" content="{short}">' in text
    answer = client.get(f"/consultations/{page.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, page.get_url())
    assert client.get(f"/consultations/{page.pk}/?to=2")["Location"] == f"{page.get_url()}?to=2"


def test_the_number_of_an_article_is_the_link_to_it(client: Client, town: Congress) -> None:
    page = make_consultation(town)
    for article in page.articles.all():
        assert f'<a href="#{article.anchor}">{article.label}</a>' in read(client, page)


def test_the_poster_holds_the_code_to_the_short_address(client: Client, town: Congress) -> None:
    page = make_consultation(town, other_ways="来信：人民路8号")
    text = read(client, f"/consultations/{page.pk}/poster/")
    address = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/consultations/{page.pk}/"
    code = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    assert code in text
    for words in (page.title, address, "来信：人民路8号", "扫一扫，看草案、提意见", "<!doctype html>"):
        assert words in text
    only = make_consultation(town, audience=Audience.DEPUTIES)
    assert (
        "提意见"
        not in read(client, f"/consultations/{only.pk}/poster/").split("poster__ask")[1].split("<")[0]
    )


def test_the_station_s_poster_is_made_by_the_same_sheet(client: Client, town: Congress) -> None:
    station = make_station(town)
    text = read(client, f"/stations/{station.pk}/poster/")
    assert "有话对代表说？扫一扫，写下来" in text
    assert f"/opinions/new/?station={station.pk}&amp;via=qr" in text
    assert station.address in text
    assert text.count('class="poster"') == 1


def test_what_is_not_public_has_neither_address_nor_poster(client: Client, town: Congress) -> None:
    page = make_consultation(town, live=False)
    for address in (
        f"/consultations/{page.pk}/",
        f"/consultations/{page.pk}/poster/",
        "/consultations/999999/",
    ):
        assert client.get(address).status_code == 404
