"""The public page of a consultation and its list."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from organizations.models import Congress
from participation.consultations.clock import time_left
from participation.consultations.models import Article, ArticleKind, ConsultationIndexPage
from participation.submissions.actions.opinions import Target
from tests.factories.liaison import list_page
from tests.factories.organizations import make_street, make_town
from tests.factories.pages import read
from tests.factories.participation import make_consultation, make_submission

NOON = datetime(2026, 11, 10, 12, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def town(db: None) -> Congress:
    return make_town()


def opinion_on(page, article=None, contact=""):
    """Record an opinion on an article, or on the whole."""
    make_submission(
        page.congress, target=Target(page.congress, consultation=page, article=article), contact=contact
    )


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=5, hours=23), "还剩 5 天"),
        (timedelta(days=1, hours=2), "还剩 1 天 2 小时"),
        (timedelta(hours=5, minutes=59), "还剩 5 小时"),
        (timedelta(minutes=7), "还剩 7 分钟"),
        (timedelta(seconds=20), "不到 1 分钟"),
        (timedelta(0), ""),
    ],
)
def test_time_left_is_said_in_words_and_never_rounded_up(left, words):
    assert time_left(NOON + left, NOON) == words


@time_machine.travel(NOON, tick=False)
def test_an_open_consultation_shows_closing_hour_time_left_and_a_link_for_each_article(client, town):
    page = make_consultation(town, closes_at=NOON + timedelta(days=2), opens_at=NOON)
    text = read(client, page)
    assert "2026年11月12日 12:00" in text
    assert "还剩 2 天 0 小时" in text
    for article in page.articles.all():
        assert f"/opinions/new/?consultation={page.pk}&amp;article={article.key}" in text
        assert f'id="{article.anchor}"' in text
        assert f'href="#{article.anchor}"' in text
    assert f'/opinions/new/?consultation={page.pk}"' in text


@time_machine.travel(NOON, tick=False)
def test_not_yet_open_and_closed_ones_are_readable_and_take_no_opinions(client, town):
    upcoming = make_consultation(town, opens_at=NOON + timedelta(seconds=1))
    closed = make_consultation(town, closes_at=NOON)
    for page, words in ((upcoming, "还没有开始"), (closed, "已经截止")):
        text = read(client, page)
        assert words in text
        assert "村道由村民委员会负责日常养护" in text
        assert "/opinions/new/" not in text


def test_the_clock_of_the_request_decides_without_anybody_saving(client, town):
    with time_machine.travel(NOON, tick=False) as clock:
        page = make_consultation(
            town, opens_at=NOON + timedelta(hours=1), closes_at=NOON + timedelta(hours=2)
        )
        seen = []
        for _step in range(3):
            seen.append("对这一条提意见" in read(client, page))
            clock.shift(timedelta(hours=1))
    assert seen == [False, True, False]


def test_all_that_a_reader_needs_is_there(client, town):
    page = make_consultation(
        town,
        key_questions="一、水管谁修？\n\n二、多久修好？",
        explanation="起草的经过。",
        other_ways="来信：人民路8号\n到站登记",
        short_period_reason="经主席团会议决定",
        closes_at=NOON.replace(month=12, day=31, hour=17),
        opens_at=NOON.replace(month=12, day=1, hour=8),
    )
    text = read(client, page)
    for words in (
        "说明谁来管乡村道路", "养护责任不清", "水管谁修？", "起草的经过", "来信：人民路8号", "经主席团会议决定",
        "办公室 0000-1234567", "结果将于2027年2月1日前公布", "柳塘镇人民代表大会主席团",
    ):  # fmt: skip
        assert words in text


def test_opinions_are_counted_by_article_and_people(client, town):
    page = make_consultation(town)
    first, second = page.articles.all()
    opinion_on(page, first, "0000-1111111")
    opinion_on(page, first, "0000-1111111")
    opinion_on(page, second, "0000-2222222")
    opinion_on(page)
    text = read(client, page)
    assert "4 条意见，3 人参与" in text
    assert "已收到 2 条意见" in text
    assert "另有 1 条是对整份草案提的" in text
    assert "0000-1111111" not in text


def test_what_a_clerk_wrote_is_never_run(client, town):
    page = make_consultation(town, why="<script>alert(1)</script>", key_questions="<b onclick=x>问</b>")
    text = read(client, page)
    assert "<script>alert" not in text
    assert "<b onclick" not in text


def test_queries_grow_neither_with_articles_nor_with_opinions(client, town, django_assert_max_num_queries):
    page = make_consultation(town)
    read(client, page)
    with django_assert_max_num_queries(10):
        read(client, page)
    page.articles.add(*[Article(label=f"第{n}条", text="条文", sort_order=n) for n in range(3, 301)])
    page.articles.add(Article(kind=ArticleKind.HEADING, label="第一章", heading="总则", sort_order=0))
    page.articles.commit()
    for number in range(100):
        opinion_on(page, page.articles.all()[number])
    with django_assert_max_num_queries(10):
        assert read(client, page).count("对这一条提意见") == 300


@time_machine.travel(NOON, tick=False)
def test_the_countys_list_holds_its_towns_and_filters_by_state_and_town(client, town):
    street = make_street()
    county = town.get_parent()
    make_consultation(town, "镇里正在征求")
    make_consultation(street, "街道已经截止", closes_at=NOON)
    make_consultation(county, "县里即将开始", opens_at=NOON + timedelta(days=1))
    index = list_page(county, ConsultationIndexPage)
    text = read(client, index)
    assert all(title in text for title in ("镇里正在征求", "街道已经截止", "县里即将开始"))
    assert "街道已经截止" not in read(client, index, state="open")
    assert "镇里正在征求" in read(client, index, state="open")
    assert "镇里正在征求" not in read(client, index, town="nanbu")
    assert "县里即将开始" in read(client, index, town="qinghe")
    assert "镇里正在征求" not in read(client, index, town="qinghe")
    assert "街道已经截止" not in read(client, list_page(town, ConsultationIndexPage))


@pytest.mark.parametrize(
    "params",
    [
        {"state": "' OR 1=1"},
        {"town": "\x00"},
        {"cursor": "x" * 900},
        {"cursor": "W10"},
        {"page": "-1"},
        {"town": "<b>"},
    ],
)
def test_strange_parameters_show_the_whole_list(client, town, params):
    make_consultation(town, "怎么问都在")
    assert "怎么问都在" in read(client, list_page(town, ConsultationIndexPage), **params)


def test_the_list_is_paged_without_growing_queries(client, town, django_assert_max_num_queries):
    index = list_page(town, ConsultationIndexPage)
    make_consultation(town)
    read(client, index)
    with django_assert_max_num_queries(9):
        read(client, index)
    for _number in range(15):
        make_consultation(town)
    read(client, index)
    with django_assert_max_num_queries(9):
        assert "下一页" in read(client, index)


def test_the_draft_is_found_by_its_anchor_even_when_the_row_is_written_anew():
    key = uuid4()
    assert Article(key=key).anchor == Article(key=key).anchor
