"""Published answers: only what stands on the site, newest first, in constant time."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from liaison.deputies.models import Deputy, DeputyStatus
from organizations.models import Congress
from participation.submissions import actions
from participation.submissions.models import PublishedCopy, Submission
from participation.submissions.queries_answers import ORDER, AnswerFilter, answers
from participation.submissions.search_source import public_copies
from search.registry import Town, site_search
from tests.factories.liaison import make_deputy, make_station
from tests.factories.organizations import make_county
from tests.factories.participation import (
    REPLY,
    TEXT,
    Staff,
    make_consultation,
    make_published_copy,
    make_submission,
)
from tests.participation.citizen import page

ANSWERS = "/answers/"


def titles(response) -> list[str]:
    return [copy.title for copy in response.context["copies"]]


def test_an_empty_list_says_so(client: Client, town: Congress) -> None:
    assert "还没有公开的意见" in page(client.get(ANSWERS))
    assert "没有符合条件的意见" in page(client.get(ANSWERS, {"town": "liutang"}))


def test_only_what_stands_on_the_site_is_shown(client: Client, town: Congress) -> None:
    public = make_published_copy(town, title="公开的")
    hidden = [
        make_published_copy(town, title="撤下的", withdrawn_at=timezone.now()),
        make_published_copy(town, title="未审核的", approved_by=None, published_at=None),
    ]
    only_sent = make_submission(town)
    assert titles(client.get(ANSWERS)) == ["公开的"]
    assert client.get(f"{ANSWERS}{public.number}/").status_code == 200
    for number in (*(copy.number for copy in hidden), only_sent.case.number):
        assert client.get(f"{ANSWERS}{number}/").status_code == 404


def test_an_answer_shows_the_masked_copy_and_nothing_of_the_case(client: Client, town: Congress) -> None:
    copy = make_published_copy(town, text="隐去后的意见<b>", rating="satisfied")
    Submission.objects.filter(pk=copy.submission_id).update(name="秘密姓名", contact="0000-9999999")
    shown = page(client.get(f"{ANSWERS}{copy.number}/"))
    for words in ("隐去后的意见&lt;b&gt;", REPLY, "供电所", "满意", copy.number):
        assert words in shown
    for secret in (TEXT, "秘密姓名", "9999999", str(copy.prepared_by), str(copy.approved_by)):
        assert secret not in shown


def test_the_list_is_narrowed_by_town_and_category(client: Client, town: Congress) -> None:
    make_published_copy(town, title="镇里", category="traffic")
    make_published_copy(make_county(), title="县里")
    assert titles(client.get(ANSWERS, {"town": "liutang"})) == ["镇里"]
    assert titles(client.get(ANSWERS, {"category": "traffic"})) == ["镇里"]
    assert titles(client.get(ANSWERS, {"town": "qinghe", "category": "traffic"})) == []


def test_parameters_that_cannot_be_read_mean_all(client: Client, town: Congress) -> None:
    make_published_copy(town)
    for value in ("x", "\x00", "<script>", "1" * 4000, "' OR 1=1"):
        for name in ("town", "category", "year", "station", "deputy", "consultation", "cursor", "page"):
            response = client.get(ANSWERS, {name: value})
            assert len(titles(response)) == 1
            assert "<script>alert" not in page(response)
    for number in ("x", "%00", "<b>", "1" * 400, "字"):
        assert client.get(f"{ANSWERS}{number}/").status_code == 404


def test_pages_follow_each_other_newest_first_with_their_filter(client: Client, town: Congress) -> None:
    today = timezone.localdate()
    for number in range(12):
        make_published_copy(town, title=f"第{number}件", answered_on=today - timedelta(days=number))
    first = client.get(ANSWERS, {"town": "liutang"})
    assert titles(first) == [f"第{number}件" for number in range(10)]
    second = client.get(ANSWERS + first.context["next_url"])
    assert titles(second) == ["第10件", "第11件"]
    assert "town=liutang" in second.context["previous_url"]
    assert titles(client.get(ANSWERS + second.context["previous_url"])) == titles(first)


def test_the_list_reads_as_often_for_many_as_for_one(
    client: Client, town: Congress, django_assert_max_num_queries
) -> None:
    client.get(ANSWERS)  # what a server reads once is read
    counts = []
    for _ in range(2):
        make_published_copy(town)
        with django_assert_max_num_queries(12) as queries:
            client.get(ANSWERS)
        counts.append(len(queries))
        for _more in range(4):
            make_published_copy(town)
    assert counts[0] == counts[1]


def test_answers_are_found_by_the_site_s_search(client: Client, town: Congress) -> None:
    make_published_copy(town, title="东河村路灯")
    make_published_copy(town, title="路灯撤下", withdrawn_at=timezone.now())
    assert "answer" in site_search.sources
    assert [copy.title for copy in public_copies(None)] == ["东河村路灯"]
    section = Town("liutang", "柳塘镇", town.section_page.path)
    assert [copy.title for copy in public_copies(section)] == ["东河村路灯"]
    shown = page(client.get("/search/", {"q": "路灯", "kind": "answer"}))
    assert f"/answers/{PublishedCopy.objects.public().get().number}/" in shown
    assert "撤下" not in shown


def test_the_list_is_narrowed_by_year_words_and_addressee(client: Client, town: Congress) -> None:
    station = make_station(town)
    make_published_copy(town, title="旧的", answered_on=date(2024, 12, 31), received_on=date(2024, 12, 1))
    make_published_copy(town, title="水渠", text="东河村水渠堵了", station=station)
    make_published_copy(town, title="路灯")
    assert titles(client.get(ANSWERS, {"year": "2024"})) == ["旧的"]
    assert titles(client.get(ANSWERS, {"q": "水渠"})) == ["水渠"]
    assert titles(client.get(ANSWERS, {"q": "水渠", "year": "2024"})) == []
    shown = client.get(ANSWERS, {"station": str(station.pk)})
    assert titles(shown) == ["水渠"]
    assert f"只看提给“{station.title}”的意见" in page(shown)


def test_words_are_searched_page_by_page(client: Client, town: Congress) -> None:
    today = timezone.localdate()
    for number in range(12):
        make_published_copy(town, title=f"水渠{number}", answered_on=today - timedelta(days=number))
        make_published_copy(town, title=f"路灯{number}", text="路灯", reply="修好", answered_on=today)
    first = client.get(ANSWERS, {"q": "水渠"})
    second = client.get(ANSWERS + first.context["next_url"])
    assert titles(first) + titles(second) == [f"水渠{number}" for number in range(12)]


@pytest.mark.parametrize(
    "words", ["", "。。。", "'", '"', "-", "a OR b", "*", "水" * 500, "\x00", "\u202e灯"]
)
def test_no_words_break_the_search(client: Client, town: Congress, words: str) -> None:
    make_published_copy(town)
    assert client.get(ANSWERS, {"q": words}).status_code == 200


def test_a_row_tells_the_days_and_the_body(client: Client, town: Congress) -> None:
    make_published_copy(
        town, received_on=date(2026, 3, 2), accepted_on=date(2026, 3, 4), answered_on=date(2026, 3, 12),
        rating="mostly", body_name="水务站",
    )  # fmt: skip
    shown = page(client.get(ANSWERS))
    for words in ("2026年3月2日", "2026年3月4日", "2026年3月12日", "用时 10 天", "水务站", "基本满意"):
        assert words in shown


def test_the_copy_keeps_what_the_public_page_tells(client: Client, town: Congress) -> None:
    """Through the office's own steps: the day of acceptance, the addressee, and the redo."""
    staff, station = Staff(town), make_station(town)
    submission = make_submission(
        town, target=actions.citizen.Target(town, station=station), consents_to_publication=True
    )
    case = staff.replied(submission)
    actions.prepare_copy(case=case, by=staff.clerk, title="路灯", text="路灯坏了", reply="修好了")
    actions.publish_copy(case=case, by=staff.chair)
    shown = page(client.get(f"{ANSWERS}{case.number}/"))
    assert f'href="{station.url}"' in shown
    assert "受理" in shown
    assert "重新办理" not in shown
    submission.refresh_from_db()
    actions.rate(submission=submission, rating="not", comment="没修好")
    assert "正在重新办理" in page(client.get(f"{ANSWERS}{case.number}/"))


def test_the_addressee_is_linked_only_while_it_is_on_the_site(client: Client, town: Congress) -> None:
    deputy, draft = make_deputy(town), make_consultation(town)
    told = {"target_name": "所提的对象"}
    to_deputy = make_published_copy(town, deputy=deputy, **told)
    to_draft = make_published_copy(town, consultation=draft, **told)
    link = '">所提的对象</a>'
    assert link in page(client.get(f"{ANSWERS}{to_deputy.number}/"))
    assert f"{draft.url}{link}" in page(client.get(f"{ANSWERS}{to_draft.number}/"))
    Deputy.objects.filter(pk=deputy.pk).update(status=DeputyStatus.SUSPENDED)
    draft.unpublish()
    for copy in (to_deputy, to_draft):
        assert link not in page(client.get(f"{ANSWERS}{copy.number}/"))


def test_stations_and_deputies_show_their_last_answers_in_constant_time(
    client: Client, town: Congress, django_assert_max_num_queries
) -> None:
    station, deputy = make_station(town), make_deputy(town)
    for address, addressee in (
        (station.url, {"station": station}),
        (deputy.get_absolute_url(), {"deputy": deputy}),
    ):
        client.get(address)
        counts = []
        for number in (1, 6):
            for _more in range(number):
                make_published_copy(town, title="提给我的", **addressee)
            with django_assert_max_num_queries(30) as queries:
                shown = page(client.get(address))
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert shown.count("提给我的</a>") == 5
        assert f"{ANSWERS}?{next(iter(addressee))}=" in shown


def test_each_way_of_narrowing_has_an_index_in_the_list_s_order(town: Congress) -> None:
    station = make_station(town)
    everything = {"town": town, "category": "traffic", "year": 2026, "addressed": station}
    for names in (
        [],
        ["town"],
        ["category"],
        ["town", "category"],
        ["addressed"],
        ["year"],
        ["town", "year"],
    ):
        wanted = AnswerFilter(**{name: everything[name] for name in names})
        plan = answers(wanted).order_by(*ORDER)[:10].explain()
        if connection.vendor == "sqlite":
            assert "USING INDEX copy_" in plan, plan
            assert "TEMP B-TREE" not in plan, plan
