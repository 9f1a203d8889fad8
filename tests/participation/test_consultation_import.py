"""Importing a draft: read, looked at, confirmed, taken back. Until it is confirmed the draft is as it was."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from audit.models import Entry
from organizations.models import Congress
from participation.consultations.models import Article, ConsultationPage, DraftImport
from tests.factories.accounts import make_member
from tests.factories.participation import make_consultation, make_version
from tests.participation.editing import as_user, keys, labels, publish, row_data, rows, screen, shown
from tests.participation.importing import HALF, NEW, OLD, SHORT, check, confirm, make_page, read


@pytest.fixture
def clerk(town: Congress) -> User:
    return make_member(Role.CLERK, town)


@pytest.fixture
def client(clerk: User) -> Client:
    return as_user(clerk)


@pytest.fixture
def page(town: Congress) -> ConsultationPage:
    return make_page(town, OLD)


def test_nothing_is_stored_before_it_is_confirmed(client, page):
    before = keys(page)
    text = client.get(check(page, read(client, page, NEW))).content.decode()
    assert "认出 4 条" in text
    assert "确认收入" in text
    assert keys(page) == before
    assert not Entry.objects.filter(action="consultation.import").exists()


def test_the_dry_run_says_what_becomes_of_each_article(client, page):
    text = client.get(check(page, read(client, page, NEW))).content.decode()
    for words in ("没有变化 1", "有改动 1", "只改了序号 1", "新增 1", "删去 1", "违反本办法的"):
        assert words in text


def test_confirmed_articles_keep_their_keys_and_notes_and_the_ledger_has_the_counts(client, page):
    before = keys(page)
    text = confirm(client, page, read(client, page, NEW))
    assert "已收入 4 行" in text
    after = keys(page)
    assert [after["第一条"], after["第三条"], after["第四条"]] == [
        before["第一条"], before["第二条"], before["第三条"],
    ]  # fmt: skip
    assert after["第二条"] not in before.values()
    assert rows(page)[2].plain_note == "说明第二条"
    entry = Entry.objects.get(action="consultation.import")
    assert entry.data == {"same": 1, "changed": 1, "renumbered": 1, "new": 1, "deleted": 1}
    assert page.articles.get(label="第四条").text == OLD[3][1]


def test_an_import_appears_after_signing_and_keeps_the_old_version(client, page):
    confirm(client, page, read(client, page, NEW))
    publish(page)
    assert [version.number for version in page.versions.all()] == [1, 2]
    assert [row.label for row in page.versions.get(number=1).rows.all()] == [
        "第一条",
        "第二条",
        "第三条",
        "第四条",
    ]
    assert page.articles.count() == 4


def test_an_import_can_be_taken_back_once(client, page):
    before = [(row.key, row.text) for row in rows(page)]
    confirm(client, page, read(client, page, NEW))
    assert "恢复到导入前" in client.get(screen(page, "tree")).content.decode()
    client.post(screen(page, "undo"))
    assert [(row.key, row.text) for row in rows(page)] == before
    assert client.get(screen(page, "undo")).status_code == 404
    assert "没有可以恢复" in client.post(screen(page, "undo"), follow=True).content.decode()


def test_what_is_unsure_is_asked_first_and_the_answer_counts(client, town):
    page = make_page(town, SHORT)
    before = keys(page)
    imported = read(client, page, HALF)
    text = client.get(check(page, imported)).content.decode()
    assert "拿不准的 1 条" in text
    assert f'name="from-0" value="{before["第一条"].hex}" checked' in text
    confirm(client, page, imported, **{"from-0": "new"})
    after = keys(page)
    assert after["第一条"] not in before.values()
    assert after["第二条"] == before["第二条"]


def test_leaving_the_proposal_keeps_the_article(client, town):
    page = make_page(town, SHORT)
    before = keys(page)
    confirm(client, page, read(client, page, HALF), **{"from-0": before["第一条"].hex})
    assert keys(page) == before


def test_another_old_article_can_be_chosen_and_merged_ones_ticked(client, page):
    before = keys(page)
    imported = read(client, page, NEW)
    url = screen(page, "origin", imported.pk, 1)
    assert "它是原来的哪一条" in client.get(url).content.decode()
    client.post(url, {"old": before["第四条"].hex, "sources": [before["第一条"].hex]})
    confirm(client, page, imported)
    second = rows(page)[1]
    assert second.key == before["第四条"]
    assert second.sources == [before["第一条"].hex]


def test_an_old_article_is_carried_on_by_one_row_only(client, page):
    before = keys(page)
    imported = read(client, page, NEW)
    for position in (0, 1):
        client.post(screen(page, "origin", imported.pk, position), {"old": before["第一条"].hex})
    confirm(client, page, imported)
    first, second = rows(page)[:2]
    assert first.key == before["第一条"]
    assert second.key not in before.values()
    assert second.sources == [before["第一条"].hex]


def test_a_key_that_is_none_of_the_old_text_is_refused(client, page):
    imported = read(client, page, NEW)
    response = client.post(screen(page, "origin", imported.pk, 1), {"old": "f" * 32})
    assert response.status_code == 422
    confirm(client, page, imported, **{"from-1": "f" * 32})
    assert rows(page)[1].key.hex != "f" * 32


def test_a_draft_changed_meanwhile_is_compared_anew_before_it_is_replaced(client, page, town):
    imported = read(client, page, NEW)
    other = as_user(make_member(Role.CLERK, town))
    url = screen(page, "row", rows(page)[3].key)
    other.post(url, row_data(rows(page)[3], text="同事改的。", shown=shown(other, url)))
    text = confirm(client, page, imported)
    assert "草案刚刚有改动" in text
    assert rows(page)[3].text == "同事改的。"
    assert "已收入" in confirm(client, page, imported)


def test_a_corrected_text_is_read_again(client, page):
    imported = read(client, page, "第一条 甲。\n第三条 乙。")
    assert "第一条之后是第三条" in client.get(check(page, imported)).content.decode().replace("第2行：", "")
    client.post(check(page, imported), {"again": "1", "text": "第一条 甲。\n第二条 乙。"})
    imported.refresh_from_db()
    assert [row["label"] for row in imported.rows] == ["第一条", "第二条"]
    assert labels(page) == ["第一条", "第二条", "第三条", "第四条"]


def test_a_text_without_articles_waits_in_the_box_with_the_reason(client, page):
    imported = read(client, page, "这里没有条文，只有一段话。")
    text = client.get(check(page, imported)).content.decode()
    assert "没有认出条文" in text
    assert "这里没有条文，只有一段话。" in text
    assert "确认收入" not in text
    assert "没有可以收入的条文" in confirm(client, page, imported)
    assert labels(page) == ["第一条", "第二条", "第三条", "第四条"]


def test_what_was_read_can_be_thrown_away(client, page):
    imported = read(client, page, NEW)
    client.post(check(page, imported), {"discard": "1"})
    assert not DraftImport.objects.exists()
    assert labels(page) == ["第一条", "第二条", "第三条", "第四条"]


def test_neither_file_nor_text_is_told_so(client, page):
    assert "请选择文件，或者粘贴文字" in client.post(screen(page, "import"), {"text": " "}).content.decode()


def test_a_reading_belongs_to_the_person_who_made_it(client, page, town):
    imported = read(client, page, NEW)
    other = as_user(make_member(Role.CLERK, town))
    assert other.get(check(page, imported)).status_code == 404
    assert other.post(check(page, imported), {"confirm": "1"}).status_code == 404
    assert other.get(screen(page, "origin", imported.pk, 0)).status_code == 404


def test_a_reading_of_another_page_is_no_page(client, page, town):
    imported = read(client, page, NEW)
    assert client.get(screen(make_consultation(town), "check", imported.pk)).status_code == 404


def test_reading_again_drops_the_one_that_waited(client, page):
    read(client, page, NEW)
    read(client, page, HALF)
    assert DraftImport.objects.count() == 1
    assert "接着核对" in client.get(screen(page, "tree")).content.decode()


def test_a_page_that_waits_for_a_signature_takes_nothing_over(client, clerk, page):
    imported = read(client, page, NEW)
    page.get_workflow().start(page, clerk)
    assert "正在等待签发" in confirm(client, page, imported)
    assert len(labels(page)) == 4
    assert "正在等待签发" in client.post(screen(page, "import"), {"text": NEW}).content.decode()


def test_three_hundred_articles_are_read_compared_and_confirmed(client, page):
    old = [
        Article(label=f"第{n}条", text=f"第{n}件事由第{n * 7}号负责，办理期限{n}日。") for n in range(1, 301)
    ]
    make_version(page, old)
    text = "\n".join(f"第{n + 1}条 第{n}件事由第{n * 7}号负责，办理期限{n}日。" for n in range(1, 301))
    before = keys(page)
    imported = read(client, page, f"第1条 新增的总的要求写在这里。\n{text}")
    confirm(client, page, imported)
    after = keys(page)
    assert all(after[f"第{n + 1}条"] == before[f"第{n}条"] for n in range(1, 301))
