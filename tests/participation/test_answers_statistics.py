"""The public statistics: every case counted, small numbers hidden, quick whatever the number of cases."""

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from casework.models import Case, Visibility
from organizations.models import Congress
from participation.submissions.counting import COLUMNS, Row, median, tally
from participation.submissions.models import FigureSheet, Submission
from tests.factories.organizations import make_county
from tests.factories.participation import Staff, make_submission
from tests.participation.citizen import page

STATISTICS = "/answers/statistics/"
TODAY = date(2026, 3, 31)
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def row(**values) -> Row:
    """A case received on 2 March, in hand."""
    given = {
        "congress": 1, "received_at": AT, "answered_at": None, "due_on": date(2026, 3, 20), "visibility": "normal",
        "status": "assigned", "channel": "web", "category": "traffic", "route": "", "rating": "", "redo_count": 0,
    }  # fmt: skip
    return Row(**(given | values))


def answered(days: int, **values) -> Row:
    return row(answered_at=AT + timedelta(days=days), status="replied", **values)


def test_answers_are_counted_with_their_time_limit_rating_and_redo() -> None:
    rows = [
        answered(0, rating="satisfied"), answered(18), answered(19, rating="not", redo_count=1),
        row(), row(due_on=TODAY), row(due_on=None), row(status="withdrawn"), row(status="declined", route="court"),
    ]  # fmt: skip
    figures = tally(rows, TODAY)[1].figures()
    assert (figures["received"], figures["answered"], figures["within_limit"]) == (8, 3, 2)
    assert figures["overdue"] == 2  # answered a day late, and one that still waits
    assert figures["redone"] == 1
    assert figures["rating"] == {"satisfied": 1, "unrated": 1, "not": 1}
    assert figures["days"] == {"7": 1, "30": 2}
    assert figures["median_days"] == 18
    assert figures["route"] == {"taken": 6, "withdrawn": 1, "court": 1}


def test_an_accusation_is_no_kind_of_its_own() -> None:
    secret = row(visibility=Visibility.RESTRICTED, category="governance", status="set_aside")
    handed_on = row(
        visibility=Visibility.RESTRICTED, route="discipline", status="declined", category="safety"
    )
    petition = row(route="petition", status="declined")
    figures = tally([secret, handed_on, petition], TODAY)[1].figures()
    assert figures["category"] == {"other": 2, "traffic": 1}
    assert figures["route"] == {"elsewhere": 3}
    assert figures["received"] == 3


def test_the_median_is_the_middle() -> None:
    assert median(Counter()) is None
    assert median(Counter({3: 1})) == 3
    assert median(Counter({1: 1, 4: 1})) == 2.5
    assert median(Counter({0: 5, 9: 4})) == 0


def sheet(congress: Congress, year: int = 2026, **figures) -> FigureSheet:
    given = {
        "received": 140, "answered": 100, "within_limit": 97, "overdue": 20, "redone": 10, "median_days": 9.5,
        "category": {"traffic": 100, "farmland": 38, "culture": 2}, "channel": {"web": 140}, "route": {"taken": 140},
        "rating": {"satisfied": 80, "mostly": 10, "not": 5, "unrated": 5}, "days": {"7": 60, "15": 40},
    }  # fmt: skip
    return FigureSheet.objects.create(congress=congress, year=year, counted_at=AT, figures=given | figures)


def test_the_page_shows_figures_hides_small_ones_and_says_until_when(client: Client, town: Congress) -> None:
    sheet(town)
    shown = page(client.get(STATISTICS, {"congress": "liutang", "year": "2026"}))
    for words in (
        "140 件",
        "100 件",
        "9.5 天",
        "统计到2026年3月2日 10:00",
        "不低于96%",
        "10%",
        "少于5",
        "不列",
    ):
        assert words in shown
    assert "<script" not in shown.split("<main")[1]
    assert shown.count("<svg") == shown.count('aria-hidden="true" focusable="false"')
    assert ">2<" not in shown


def test_few_opinions_make_no_tables(client: Client, town: Congress) -> None:
    sheet(
        town, received=4, answered=3, median_days=2, category={"traffic": 4}, rating={"not": 3}, days={"7": 3}
    )
    shown = page(client.get(STATISTICS, {"congress": "liutang"}))
    assert "少于5 件" in shown
    assert "件数太少" in shown
    assert "<svg" not in shown
    assert "2 天" not in shown


def test_the_download_shows_what_the_page_shows_and_opens_in_excel(client: Client, town: Congress) -> None:
    sheet(town)
    response = client.get(f"{STATISTICS}csv/", {"congress": "liutang"})
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    numbers = {(one[0], one[1]): one[2] for one in rows[2:]}
    assert numbers["总数", "收到"] == "140"
    assert numbers["按类别", "文化体育"] == "少于5"
    assert numbers["按类别", "农田水利"] == "不列"
    assert numbers["按类别", "交通出行"] == "100"
    assert client.get(f"{STATISTICS}csv/", {"congress": "baishui"}).status_code == 404


def test_whatever_is_asked_something_plain_is_shown(client: Client, town: Congress) -> None:
    assert "还没有统计" in page(client.get(STATISTICS))
    sheet(make_county())
    for name in ("congress", "year"):
        for value in ("x", "\x00", "9" * 400, "２０２６", "-1", "<script>"):
            assert "140 件" in page(client.get(STATISTICS, {name: value}))


def test_the_page_reads_no_case(client: Client, town: Congress, django_assert_max_num_queries) -> None:
    sheet(town)
    client.get(STATISTICS)
    with django_assert_max_num_queries(12) as queries:
        client.get(STATISTICS, {"congress": "liutang"})
    assert not any("casework_case" in one["sql"] for one in queries.captured_queries)


@pytest.mark.django_db
def test_the_command_counts_each_day_and_every_congress(town: Congress) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 2, tzinfo=UTC), tick=False) as clock:
        Staff(town).replied(make_submission(town))
        call_command("refresh_figures")
        first = FigureSheet.objects.get(congress=town, year=2026)
        assert (first.figures["received"], first.figures["answered"]) == (1, 1)
        assert FigureSheet.objects.filter(year=2026).count() == Congress.objects.count()
        make_submission(town)
        call_command("refresh_figures")
        assert FigureSheet.objects.get(congress=town, year=2026).figures["received"] == 1  # not twice a day
        clock.shift(timedelta(days=1))
        call_command("refresh_figures")
        assert FigureSheet.objects.get(congress=town, year=2026).figures["received"] == 2
        Case.objects.filter(number=Submission.objects.order_by("pk").last().case.number).update(
            received_at=datetime(2025, 5, 1, tzinfo=UTC)
        )
        call_command("refresh_figures", "--all")
        assert FigureSheet.objects.get(congress=town, year=2025).figures["received"] == 1


def test_the_columns_read_are_those_a_row_names() -> None:
    assert len(COLUMNS) == len(Row._fields)
