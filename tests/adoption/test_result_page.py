"""The public page of a result: where it is found, what stands beside it, what it costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.consultations.freezing import Before, freeze
from participation.consultations.models import ConsultationPage
from tests.factories.adoption import Desk, worked_through
from tests.factories.organizations import make_town
from tests.factories.pages import read

pytestmark = pytest.mark.django_db


def result_url(desk: Desk) -> str:
    return reverse("participation:result", args=[desk.page.pk])


def test_the_page_of_the_consultation_leads_to_the_result(client: Client) -> None:
    desk = worked_through(make_town())
    assert result_url(desk) not in read(client, desk.page)
    desk.publish()
    assert result_url(desk) in read(client, desk.page)


def test_only_what_is_public_has_a_result_page(client: Client) -> None:
    desk = worked_through(make_town())
    desk.publish()
    ConsultationPage.objects.filter(pk=desk.page.pk).update(live=False)
    assert client.get(result_url(desk)).status_code == 404
    assert client.get(reverse("participation:consultation_json", args=[desk.page.pk])).status_code == 404
    assert client.get(reverse("participation:result", args=[999999])).status_code == 404


def test_changes_of_a_later_text_stand_beside_the_decisions(client: Client) -> None:
    desk = worked_through(make_town())
    desk.publish()
    assert "条文改动" not in read(client, result_url(desk))
    page = ConsultationPage.objects.get(pk=desk.page.pk)
    first = page.articles.all()[0]
    first.text = "为了加强乡村道路养护，写清责任，制定本办法。"
    first.save()
    freeze(ConsultationPage.objects.get(pk=page.pk), Before(True, page.closes_at, False, page.stage))
    html = read(client, result_url(desk))
    assert "条文改动" in html
    assert "写清责任，" in html
    assert "<ins>" in html


def test_an_article_is_called_as_it_was_when_people_wrote_on_it(client: Client) -> None:
    desk = worked_through(make_town())
    first = ConsultationPage.objects.get(pk=desk.page.pk).articles.all()[0]
    first.label = "第三条"
    first.save()
    page = ConsultationPage.objects.get(pk=desk.page.pk)
    freeze(page, Before(True, page.closes_at, False, page.stage))
    desk.publish()
    html = read(client, result_url(desk))
    assert "<h3>第一条 目的</h3>" in html
    assert "现在是第三条。" in html


def test_a_page_of_three_hundred_articles_takes_as_many_queries_as_one_of_ten(
    client: Client,
) -> None:
    numbers = []
    for articles in (10, 300):
        desk = Desk(make_town(), articles=articles)
        desk.opinions(7)
        desk.close()
        desk.approve(desk.group())
        desk.publish()
        read(client, result_url(desk))
        with CaptureQueriesContext(connection) as found:
            read(client, result_url(desk))
        numbers.append(len(found))
    assert numbers[0] == numbers[1]
