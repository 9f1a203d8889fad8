"""What is shown of the answers: to whom, when, where, and at what cost."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.consultations.period import GRACE
from participation.submissions.suppression import Hidden
from tests.factories.organizations import make_county
from tests.factories.pages import read
from tests.factories.participation import make_consultation
from tests.factories.questionnaires import (
    after,
    answer,
    make_questionnaire,
    matrix,
    multiple,
    scale,
    single,
    written,
)
from tests.questionnaires.conftest import after_the_close, counted, counted_anew, results, shown

SVG = "{http://www.w3.org/2000/svg}"


def test_before_the_close_only_the_number_of_participants_is_public(client, town):
    page = make_questionnaire(town)
    answer(page, {1: 0}, times=7)
    text = read(client, page)
    assert "7 人" in text
    assert "回答人数" not in text
    for address in ("csv", "json", "chart/1"):
        assert client.get(f"/questionnaires/{page.pk}/{address}/").status_code == 404


def test_results_come_when_no_late_answer_can_come_any_more(client, town):
    page = make_questionnaire(town, closes_at=timezone.now() + timedelta(hours=1))
    answer(page, {1: 0}, times=7)
    with time_machine.travel(page.closes_at + GRACE - timedelta(seconds=1), tick=False):
        assert "截止30分钟后公布" in read(client, page)
        assert client.get(f"/questionnaires/{page.pk}/json/").status_code == 404
    with after_the_close(page):
        assert "回答人数：7" in read(client, page)
        assert client.get(f"/questionnaires/{page.pk}/json/").status_code == 200


def test_extending_hides_the_results_and_takes_answers_again(client, town):
    page = make_questionnaire(town, closes_at=timezone.now() - timedelta(days=1))
    assert client.get(f"/questionnaires/{page.pk}/csv/").status_code == 200
    page.closes_at = timezone.now() + timedelta(days=1)
    page.save()
    assert client.get(f"/questionnaires/{page.pk}/csv/").status_code == 404
    assert client.get(f"/questionnaires/{page.pk}/answer/").status_code == 200


def test_numbers_shares_and_the_basis_of_each_question(client, town):
    page = make_questionnaire(
        town,
        [
            single(options="用过\n没用过"),
            after(1, "用过", multiple(options="方便\n便宜\n干净")),
            matrix(is_required=False),
            scale(is_required=False),
            written("想说什么"),
        ],
    )
    answer(page, {1: 0, 2: [0, 1], 3: {0: 0, 1: 2}, 4: 5}, times=30)
    answer(page, {1: 0, 2: [1, 2], 3: {0: 2}, 5: "站台太暗"}, times=10)
    answer(page, {1: 1}, times=20)
    assert counted(page) == counted_anew(page)
    found = results(page)
    assert [result.base for result in found] == [60, 40, 40, 30, 10]
    assert shown(page) == {"用过": 40, "没用过": 20}
    assert [line.percent for line in found[0].tables[0].lines] == [67, 33]
    # Everybody who was asked chose 便宜: that would say what each of them said.
    assert shown(page, 2) == {"方便": 30, "便宜": Hidden.COMPLEMENT, "干净": 10}
    assert [table.base for table in found[2].tables] == [40, 30]
    with after_the_close(page):
        text = read(client, page)
    assert "仅当第1题选“用过”时回答" in text
    assert "站台太暗" not in text
    exact = results(page, exact=True)
    assert [line.shown for line in exact[1].tables[0].lines] == [30, 40, 10]


def test_files_say_what_the_page_says_and_run_no_formula(client, town):
    page = make_questionnaire(
        town,
        [single("=1+1", options="=cmd\n否\n不清楚"), written()],
        title="<b>问卷</b>",
        results_note="整理为三点。",
    )
    for option, times in ((0, 40), (1, 20), (2, 2)):
        answer(page, {1: option}, times=times)
    with after_the_close(page):
        table = client.get(f"/questionnaires/{page.pk}/csv/")
        document = client.get(f"/questionnaires/{page.pk}/json/")
        text = read(client, page)
    body = table.content.decode()
    assert body.startswith("\ufeff")
    assert "'=1+1" in body
    assert "'=cmd,40,65%,62" in body
    assert "少于5" in body
    assert ",2," not in body
    data = json.loads(document.content)
    assert data["participants"] == 62
    assert data["note"] == "整理为三点。"
    [first, second] = data["questions"]
    assert [option["count"] for option in first["tables"][0]["options"]] == [40, None, None]
    assert [option["hidden"] for option in first["tables"][0]["options"]] == ["", "不列", "少于5"]
    assert second["tables"] == []
    assert "整理为三点" in text
    assert "<b>问卷" not in text


def test_charts_are_pictures_that_do_nothing(client, town):
    page = make_questionnaire(
        town, [single("<script>x</script>", options="<b>是\n否&\n不清楚"), matrix(), scale(), multiple()]
    )
    answer(page, {1: 0, 2: {0: 0, 1: 1}, 3: 4, 4: [0]}, times=20)
    answer(page, {1: 1, 2: {0: 1, 1: 2}, 3: 2, 4: [1]}, times=12)
    with after_the_close(page):
        text = read(client, page)
        for number in (1, 2, 3, 4):
            response = client.get(f"/questionnaires/{page.pk}/chart/{number}/")
            assert response.headers["Content-Type"] == "image/svg+xml"
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "script-src" not in policy
            root = ElementTree.fromstring(response.content)
            assert not [
                node for node in root.iter() if node.tag.removeprefix(SVG) in {"script", "foreignObject"}
            ]
            assert b"//" not in response.content.replace(b"http://www.w3.org", b"")
            assert f'src="/questionnaires/{page.pk}/chart/{number}/" alt="第{number}题' in text
        assert client.get(f"/questionnaires/{page.pk}/chart/5/").status_code == 404
    assert "style=" not in text


def test_queries_are_the_same_for_three_answers_and_three_hundred(client, town, office):
    soon = timezone.now() + timedelta(minutes=5)
    page = make_questionnaire(town, [single(), multiple(), scale(), matrix(), written()], closes_at=soon)
    given = {1: 0, 2: [1], 3: 3, 4: {0: 1, 1: 1}, 5: "好"}
    addresses = [page.get_url(), *(f"/questionnaires/{page.pk}/{a}/" for a in ("csv", "json", "chart/1"))]
    screens = [
        f"/admin/questionnaires/{a}"
        for a in ("", f"{page.pk}/", f"{page.pk}/texts/", f"{page.pk}/responses/")
    ]
    answer(page, given, times=13)

    def costs():
        found = []
        for browser, places in ((client, addresses), (office, screens)):
            for address in places:
                browser.get(address)
                with CaptureQueriesContext(connection) as queries:
                    assert browser.get(address).status_code == 200, address
                found.append(len(queries))
        return found

    with after_the_close(page):
        few = costs()
    answer(page, given, times=300)
    with after_the_close(page):
        assert costs() == few
    assert max(few[:4]) <= 12


def test_the_list_the_consultation_and_the_front_pages_lead_there(client, town):
    consultation = make_consultation(town)
    now = timezone.now()
    page = make_questionnaire(town, title="公交站怎么改", consultation=consultation)
    draft = make_questionnaire(town, title="草稿里的问卷", consultation=consultation, live=False)
    closed = make_questionnaire(town, title="早就截止的", closes_at=now - timedelta(days=1))
    listed = read(client, consultation.get_parent())
    assert "公交站怎么改" in listed
    assert "早就截止的" in listed
    beside = read(client, consultation)
    assert "公交站怎么改" in beside
    assert "早就截止的" not in beside
    for front in ("/", town.section_page.get_url(), make_county().section_page.get_url()):
        text = read(client, front)
        assert "公交站怎么改" in text
        assert closed.title not in text
    assert draft.title not in listed + beside + read(client, "/")
    assert consultation.title in read(client, page)


def test_front_pages_cost_one_query_more_whatever_the_number(client, town, django_assert_max_num_queries):
    make_questionnaire(town)
    client.get("/")
    with django_assert_max_num_queries(15) as one:
        client.get("/")
    for _ in range(8):
        make_questionnaire(town)
    with django_assert_max_num_queries(len(one)):
        client.get("/")
