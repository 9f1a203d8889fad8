"""The draft as a list: rows are changed, added, moved and deleted one by one, and each stays who it is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from organizations.models import Congress
from participation.consultations.models import Article, ConsultationPage, OpinionCount
from tests.factories.accounts import make_member
from tests.factories.organizations import make_town
from tests.factories.participation import make_consultation
from tests.participation.editing import as_user, keys, labels, publish, row_data, rows, screen, shown


@pytest.fixture
def client(town: Congress) -> Client:
    return as_user(make_member(Role.CLERK, town))


@pytest.fixture
def page(town: Congress) -> ConsultationPage:
    """A consultation that stands on the site, with two chapters."""
    page = make_consultation(town)
    page.articles = [
        Article(kind="heading", level=3, label="第一章", heading="总则"),
        Article(label="第一条", text="目的"),
        Article(label="第二条", text="责任"),
        Article(kind="heading", level=3, label="第二章", heading="附则"),
        Article(label="第三条", text="施行"),
    ]
    page.save_revision().publish()
    return ConsultationPage.objects.get(pk=page.pk)


def test_the_list_shows_every_row_with_its_opinions_and_notes(client, page):
    first = rows(page)[1]
    OpinionCount.objects.create(consultation=page, scope=first.key.hex, opinions=7, people=5)
    text = client.get(screen(page, "tree")).content.decode()
    assert "意见 7" in text
    for label in ("第一章 总则", "第一条", "第三条"):
        assert label in text


def test_a_changed_row_keeps_its_key_and_appears_only_when_signed(client, page):
    second = rows(page)[2]
    url = screen(page, "row", second.key)
    data = row_data(second, text="村道由村里养护。", plain_note="谁家门前谁管", shown=shown(client, url))
    assert client.post(url, data).status_code == 302
    changed = rows(page)[2]
    assert (changed.key, changed.text, changed.plain_note) == (second.key, "村道由村里养护。", "谁家门前谁管")
    assert page.articles.get(label="第二条").text == "责任"
    publish(page)
    assert page.articles.get(key=second.key).text == "村道由村里养护。"


def test_a_renumbered_row_is_the_same_article_still(client, page):
    third = rows(page)[4]
    url = screen(page, "row", third.key)
    client.post(url, row_data(third, label="第四条", shown=shown(client, url)))
    assert keys(page)["第四条"] == third.key


def test_an_article_needs_its_number(client, page):
    second = rows(page)[2]
    url = screen(page, "row", second.key)
    response = client.post(url, row_data(second, label="", shown=shown(client, url)))
    assert "请填写条文的序号" in response.content.decode()
    assert labels(page)[2] == "第二条"


def test_two_people_do_not_overwrite_each_other(client, page, town):
    second = rows(page)[2]
    url = screen(page, "row", second.key)
    mine = shown(client, url)
    other = as_user(make_member(Role.CLERK, town))
    other.post(url, row_data(second, text="同事先改的。", shown=shown(other, url)))
    response = client.post(url, row_data(second, text="我后改的。", shown=mine))
    assert "刚刚被别人改过" in response.content.decode()
    assert "我后改的。" in response.content.decode()
    assert rows(page)[2].text == "同事先改的。"


def test_a_row_is_added_behind_another_with_a_key_of_its_own(client, page):
    before = keys(page)
    url = f"{screen(page, 'insert')}?after={rows(page)[2].key}"
    client.post(url, row_data(label="第二条之一", text="新的一条。"))
    assert labels(page) == ["第一章", "第一条", "第二条", "第二条之一", "第二章", "第三条"]
    after = keys(page)
    added = after.pop("第二条之一")
    assert after == before
    assert added not in before.values()
    publish(page)
    assert page.articles.get(label="第二条之一").key == added


def test_a_heading_moves_with_all_below_it_and_an_article_passes_the_heading(client, page):
    client.post(screen(page, "tree"), {"up": rows(page)[3].key.hex})
    assert labels(page) == ["第二章", "第三条", "第一章", "第一条", "第二条"]
    client.post(screen(page, "tree"), {"down": rows(page)[1].key.hex})
    assert labels(page) == ["第二章", "第一章", "第三条", "第一条", "第二条"]
    response = client.post(screen(page, "tree"), {"up": rows(page)[0].key.hex}, follow=True)
    assert "没有移动" in response.content.decode()


def test_moving_keeps_every_key(client, page):
    before = keys(page)
    client.post(screen(page, "tree"), {"down": rows(page)[1].key.hex})
    assert keys(page) == before


def test_deleting_says_how_many_opinions_hang_on_the_row(client, page):
    second = rows(page)[2]
    OpinionCount.objects.create(consultation=page, scope=second.key.hex, opinions=3, people=3)
    url = screen(page, "delete", second.key)
    assert "这一条有 3 条意见" in client.get(url).content.decode()
    client.post(url, {"shown": shown(client, url)})
    assert labels(page) == ["第一章", "第一条", "第二章", "第三条"]
    assert page.articles.filter(key=second.key).exists()


def test_the_first_and_only_row_can_be_deleted(client, page):
    for _ in range(5):
        url = screen(page, "delete", rows(page)[0].key)
        assert client.post(url, {"shown": shown(client, url)}).status_code == 302
    assert labels(page) == []
    assert "还没有条文" in client.get(screen(page, "tree")).content.decode()


def test_doubtful_numbers_are_named(client, page):
    third = rows(page)[4]
    url = screen(page, "row", third.key)
    client.post(url, row_data(third, label="第五条", shown=shown(client, url)))
    assert "第二条之后是第五条" in client.get(screen(page, "tree")).content.decode()


def test_a_row_that_is_gone_is_no_page(client, page):
    url = screen(page, "row", rows(page)[1].key)
    gone = screen(page, "delete", rows(page)[1].key)
    client.post(gone, {"shown": shown(client, gone)})
    assert client.get(url).status_code == 404


def test_nothing_can_be_changed_while_the_page_waits_for_a_signature(client, page, town):
    page.get_workflow().start(page, make_member(Role.CLERK, town))
    second = rows(page)[2]
    text = client.get(screen(page, "tree")).content.decode()
    assert "正在等待签发" in text
    assert screen(page, "delete", second.key) not in text
    client.post(screen(page, "tree"), {"down": second.key.hex})
    url = screen(page, "row", second.key)
    response = client.post(url, row_data(second, text="偷改", shown=shown(client, url)))
    assert "正在等待签发" in response.content.decode()
    assert labels(page)[2] == "第二条"
    assert rows(page)[2].text == "责任"


def test_people_of_another_town_find_nothing(page):
    foreign = as_user(make_member(Role.CLERK, make_town("白水镇", "baishui", "BS")))
    key = rows(page)[1].key
    before = labels(page)
    names = [("tree",), ("insert",), ("row", key), ("delete", key), ("import",), ("undo",), ("extend",),
             ("withdraw",), ("resume",), ("versions",)]  # fmt: skip
    for name in names:
        assert foreign.get(screen(page, *name)).status_code == 404
        assert foreign.post(screen(page, *name), {"down": key.hex, "reason": "越权"}).status_code in {
            404,
            405,
        }
    assert labels(page) == before
    assert foreign.post(screen(page, "begin")).status_code == 404


def test_an_officer_who_may_not_edit_pages_finds_nothing(page, town):
    officer: User = make_member(Role.OFFICER, town)
    assert as_user(officer).get(screen(page, "tree")).status_code == 404


def test_the_list_costs_the_same_for_ten_and_for_three_hundred_rows(client, page):
    def queries(count: int) -> int:
        page.articles = [Article(label=f"第{number}条", text="文") for number in range(1, count + 1)]
        page.save_revision()
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(screen(page, "tree")).status_code == 200
        return len(found)

    queries(1)
    assert queries(10) == queries(300)


def test_thirteen_hundred_rows_can_be_worked_on(client, page):
    page.articles = [Article(label=f"第{number}条", text=f"第{number}件事。") for number in range(1, 1301)]
    page.save_revision()
    client.post(screen(page, "tree"), {"down": rows(page)[0].key.hex})
    assert labels(page)[:2] == ["第2条", "第1条"]
    assert len(labels(page)) == 1300


def test_the_buttons_of_the_page_lead_to_the_screens(client, page):
    text = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    for name in ("tree", "extend", "withdraw", "versions"):
        assert screen(page, name) in text
    assert screen(page, "resume") not in text
