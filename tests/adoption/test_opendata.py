"""Open data: only what is public, as the schema says, in pages, with tags; feeds and a calendar."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from defusedxml import ElementTree
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from jsonschema import Draft202012Validator

from participation.adoption.schema import schema
from participation.consultations.models import ConsultationPage
from tests.factories.adoption import Desk, worked_through
from tests.factories.organizations import make_town
from tests.factories.pages import read
from tests.factories.participation import make_consultation

pytestmark = pytest.mark.django_db
LIST = reverse("participation:consultations_json")


def valid(body: str) -> dict:
    """Return a document that is exactly as documented."""
    data = json.loads(body)
    errors = [error.message for error in Draft202012Validator(schema("x")).iter_errors(data)]
    assert errors == []
    return data


def whole(desk: Desk) -> str:
    return reverse("participation:consultation_json", args=[desk.page.pk])


def lines(client: Client, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_documents_are_as_their_schema_says(client: Client) -> None:
    desk = worked_through(make_town())
    valid(read(client, LIST))
    valid(read(client, whole(desk)))
    desk.publish()
    data = valid(read(client, whole(desk)))
    assert data["results"][0]["articles"][0]["groups"][0]["summary"] == "写清责任"
    assert data["consultation"]["versions"][0]["rows"][0]["label"] == "第一条"
    listed = next(one for one in valid(read(client, LIST))["consultations"] if one["id"] == desk.page.pk)
    assert listed["result"]["edition"] == 1
    assert listed["counts"] == {"opinions": 7, "people": 7}


def test_the_schema_itself_is_sound_and_served(client: Client) -> None:
    served = json.loads(read(client, reverse("participation:data_schema")))
    Draft202012Validator.check_schema(served)
    assert not Draft202012Validator(served).is_valid({"format": "consultations"})


def test_every_field_is_documented(client: Client) -> None:
    page = read(client, reverse("participation:data"))
    for field in (
        "consultations[].counts.people",
        "results[].articles[].groups[].decision",
        "consultation.follows",
    ):
        assert field in page


def test_drafts_are_in_none_of_it(client: Client) -> None:
    page = make_consultation(make_town(), "密稿", live=False)
    names = (
        "consultations_json",
        "consultations_csv",
        "consultations_feed",
        "consultations_rss",
        "consultations_calendar",
    )
    for name in names:
        assert "密稿" not in read(client, reverse(f"participation:{name}"))
    for name in ("consultation_json", "consultation_csv"):
        assert client.get(reverse(f"participation:{name}", args=[page.pk])).status_code == 404


def test_the_list_goes_on_from_page_to_page(client: Client) -> None:
    made = {make_consultation(make_town()).pk for _n in range(5)}
    seen: list[int] = []
    address = LIST + "?limit=2"
    while address:
        data = valid(read(client, address))
        assert len(data["consultations"]) <= 2
        seen += [one["id"] for one in data["consultations"]]
        address = data["next"]
    assert len(seen) == len(set(seen))
    assert made <= set(seen)


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "limit=99999999999", "cursor=zzz", "congress=nowhere"]
)
def test_odd_questions_get_a_plain_answer(client: Client, query: str) -> None:
    make_consultation(make_town())
    valid(read(client, f"{LIST}?{query}"))


def test_one_congress_alone(client: Client) -> None:
    ours, other = make_consultation(make_town()), make_consultation(make_town("白水镇", "baishui", "BS"))
    found = {one["id"] for one in valid(read(client, LIST, congress="liutang"))["consultations"]}
    assert ours.pk in found
    assert other.pk not in found


def test_what_has_not_changed_is_not_sent_twice(client: Client) -> None:
    desk = worked_through(make_town())
    for address in (LIST, whole(desk), reverse("participation:consultations_calendar")):
        first = client.get(address)
        assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    first = client.get(whole(desk))
    assert client.get(whole(desk), headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    desk.publish()
    again = client.get(whole(desk), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert again["Access-Control-Allow-Origin"] == "*"


def test_while_opinions_come_in_no_hour_is_given(client: Client) -> None:
    desk = Desk(make_town())
    assert "Last-Modified" not in client.get(whole(desk)).headers


def test_tables_open_in_a_spreadsheet_and_run_nothing(client: Client) -> None:
    desk = Desk(make_town(), title="=HYPERLINK(1)")
    desk.opinions(6)
    desk.close()
    desk.approve(desk.group(summary="=1+1"), "not", reason="@SUM(1)")
    desk.publish()
    listed = lines(client, reverse("participation:consultations_csv"))
    assert next(line for line in listed if line[0] == str(desk.page.pk))[1] == "'=HYPERLINK(1)"
    articles = lines(client, reverse("participation:consultation_csv", args=[desk.page.pk]))
    assert articles[1][-2:] == ["6", "6"]
    results = lines(client, reverse("participation:consultation_csv", args=[desk.page.pk]) + "?table=results")
    assert results[1][4:8] == ["'=1+1", "6", "未采纳", "'@SUM(1)"]


def events(client: Client, **params: str) -> dict[str, Any]:
    calendar = Calendar.from_ical(read(client, reverse("participation:consultations_calendar"), **params))
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_the_calendar_has_the_days_and_keeps_its_names(client: Client) -> None:
    desk = Desk(make_town())
    found = {key: one for key, one in events(client).items() if f"-{desk.page.pk}-" in key}
    assert len(found) == 3
    closing = next(one for key, one in found.items() if "-closes@" in key)
    assert closing["dtend"].dt == desk.page.closes_at.replace(microsecond=0)
    assert closing["dtend"].params["TZID"] == "Asia/Shanghai"
    due = next(one for key, one in found.items() if "-result@" in key)
    assert due["dtstart"].dt == desk.page.result_due.on
    later = desk.page.closes_at + timedelta(days=5)
    ConsultationPage.objects.filter(pk=desk.page.pk).update(closes_at=later)
    moved = events(client)
    assert set(found) <= set(moved)
    assert not any(
        "-result@" in key for key in events(client, congress="baishui") if f"-{desk.page.pk}-" in key
    )


def test_a_withdrawn_consultation_is_canceled_in_calendars(client: Client) -> None:
    desk = Desk(make_town())
    ConsultationPage.objects.filter(pk=desk.page.pk).update(is_withdrawn=True)
    found = [one for key, one in events(client).items() if f"-{desk.page.pk}-" in key]
    assert {str(one["status"]) for one in found} == {"CANCELLED"}
    assert len(found) == 2


@pytest.mark.parametrize("name", ["consultations_feed", "consultations_rss"])
def test_feeds_tell_of_new_drafts_and_of_results(client: Client, name: str) -> None:
    desk = worked_through(make_town())
    address = reverse(f"participation:{name}")
    before = read(client, address)
    ElementTree.fromstring(before.encode())
    assert desk.page.title in before
    assert "意见采纳情况：" not in before
    desk.publish()
    after = read(client, address)
    assert f"意见采纳情况：{desk.page.title}" in after
    assert reverse("participation:result", args=[desk.page.pk]) in after


@pytest.mark.parametrize("name", ["consultations_json", "consultations_feed", "consultations_calendar"])
def test_queries_do_not_grow_with_the_list(client: Client, name: str) -> None:
    numbers = []
    address = reverse(f"participation:{name}")
    for more in (1, 8):
        for _n in range(more):
            make_consultation(make_town())
        read(client, address)
        with CaptureQueriesContext(connection) as found:
            read(client, address)
        numbers.append(len(found))
    assert numbers[0] == numbers[1]


def test_a_result_that_is_late_is_late_in_the_feed(client: Client) -> None:
    desk = Desk(make_town())
    desk.close()
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        assert "还没有公布" in read(client, reverse("participation:consultations_feed"))
