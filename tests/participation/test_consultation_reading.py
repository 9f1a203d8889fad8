"""Reading a long draft without JavaScript: contents, jumps, words in the text, headings, projects."""

import re

import pytest
from django.test import Client

from organizations.models import Congress
from participation.consultations.drafting.numerals import chinese_number
from participation.consultations.finding import find_row, number_of
from participation.consultations.models import Article, Audience, ConsultationPage
from participation.consultations.reading import FOLD_FROM, Counts, contents, read_lines
from participation.consultations.rows_html import text_html
from tests.factories.pages import read
from tests.factories.participation import make_consultation

pytestmark = pytest.mark.django_db


def article(number: int, **fields) -> Article:
    values = {"label": f"第{chinese_number(number)}条", "heading": "", "text": f"这是第{number}条的内容。"}
    return Article(**(values | fields), sort_order=number)


def chapter(number: int, level: int = 3, unit: str = "章", heading: str = "总则") -> Article:
    return Article(kind="heading", level=level, label=f"第{chinese_number(number)}{unit}", heading=heading)


def with_rows(town: Congress, rows: list[Article], **fields) -> ConsultationPage:
    page = make_consultation(town, **fields)
    page.articles = rows
    for position, row in enumerate(rows):
        row.sort_order = position
    page.save()
    return page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("12", "第十二条"), ("１２", "第十二条"), ("十二", "第十二条"), ("第12条", "第十二条"),
        (" 第 十二 条 ", "第十二条"),
        ("第十二条之一", "第十二条之一"), ("12-1", "第十二条之一"), ("12条之1", "第十二条之一"), ("第二章", "第二章"),
        ("管网接户", "第十二条之一"), ("21", None), ("第三章", None),
        ("你好", None), ("", None), ("之", None), ("0", None),
    ],
)  # fmt: skip
def test_an_article_is_found_by_its_number_however_it_is_written(asked: str, found: str | None) -> None:
    inserted = Article(label="第十二条之一", heading="管网接户", text="……")
    rows = [chapter(2), *(article(number) for number in range(1, 13)), inserted]
    row = find_row(rows, asked)
    assert (row.label if row is not None else None) == found


def test_points_of_a_decision_and_projects_are_found_too() -> None:
    rows = [Article(label="一、"), Article(label="二、"), Article(kind="project", label="3", heading="路灯")]
    assert [find_row(rows, asked).label for asked in ("二", "2", "3", "路灯")] == ["二、", "二、", "3", "3"]


@pytest.mark.parametrize("label", ["第九条", "9", "九、", "第九条之二", "第三章", "附则", "第条", "x" * 99])
def test_a_label_reads_as_itself_or_as_nothing(label: str) -> None:
    number = number_of(label)
    assert number is None or number == number_of(f" {label} ")


def test_the_jump_leads_to_the_article_or_says_which_there_are(client: Client, town: Congress) -> None:
    page = with_rows(town, [article(number) for number in range(1, 201)])
    answer = client.get(page.get_url(), {"to": "137"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{page.get_url()}#{page.articles.all()[136].anchor}"
    text = read(client, page, to="201")
    assert "没有找到“201”。这份草案有第一条至第二百条。" in text
    assert "没有找到" not in read(client, page, to="  ")


@pytest.mark.parametrize("value", ["<script>", "\x00", "9" * 5000, "第条", "'; --", "％"])
def test_strange_words_in_the_two_little_forms_show_the_page(
    client: Client, town: Congress, value: str
) -> None:
    page = make_consultation(town)
    for name in ("to", "q"):
        text = read(client, page, **{name: value})
        assert "村道由村民委员会负责日常养护" in text
        assert "<script>" not in re.sub(r"<script src", "", text)


def test_words_are_found_in_the_draft_marked_and_led_to(client: Client, town: Congress) -> None:
    rows = [article(number) for number in range(1, 60)]
    rows[40].text = "水价由村民会议决定，水价和水质每年公布。"
    page = with_rows(town, rows)
    text = read(client, page, q="水价")
    assert "“水价”：找到 1 处" in text
    assert f'<a href="#{page.articles.all()[40].anchor}">第四十一条</a>' in text
    assert "<mark>水价</mark>" in text
    assert "找到 1 处" in read(client, page, q="水质 水价")
    assert "草案里没有这些字" in read(client, page, q="水价 飞机场")


def test_headings_go_down_step_by_step_and_articles_stand_below_them() -> None:
    rows = [
        Article(kind="intro", heading="序言", text="……"),
        chapter(1, 1, "编"), chapter(1), article(1), chapter(1, 4, "节"), article(2), chapter(2), article(3),
        Article(kind="annex", label="附件", text="……"),
    ]  # fmt: skip
    levels = [line.level for line in read_lines(rows, Counts(), "")]
    assert levels == [3, 3, 4, 5, 5, 6, 4, 5, 3]
    assert [line.level for line in read_lines([article(1), article(2)], Counts(), "")] == [3, 3]


def test_contents_fold_by_chapters_and_long_lists_without_chapters_by_portions() -> None:
    rows = [chapter(1), article(1), article(2), chapter(2, heading="附则"), article(3)]
    found = [(group.title, len(group.entries)) for group in contents(rows)]
    assert found == [("第一章 总则", 2), ("第二章 附则", 1)]
    many = contents([article(number) for number in range(1, FOLD_FROM + 12)])
    assert [group.title for group in many] == [
        "第一条—第二十条",
        "第二十一条—第四十条",
        "第四十一条—第四十一条",
    ]
    assert [group.title for group in contents([article(1), article(2)])] == [""]


def test_every_entry_of_the_contents_leads_to_a_place_on_the_page(client: Client, town: Congress) -> None:
    rows = [chapter(1), *(article(n) for n in range(1, 30)), chapter(2), *(article(n) for n in range(30, 60))]
    text = read(client, with_rows(town, rows))
    targets = set(re.findall(r'href="#(a-[0-9a-f]{12})"', text))
    places = re.findall(r' id="([^"]+)"', text)
    assert len(targets) == 61
    assert targets <= set(places)
    assert len(places) == len(set(places))


def test_every_article_leads_to_the_one_before_and_behind_and_back_to_the_contents(
    client: Client, town: Congress
) -> None:
    page = with_rows(town, [article(1), chapter(2), article(2), article(3)])
    first, _heading, second, third = page.articles.all()
    text = read(client, page)
    middle = text[text.index(f'id="{second.anchor}"') : text.index(f'id="{third.anchor}"')]
    assert f'<a href="#{first.anchor}">上一条</a><a href="#{third.anchor}">下一条</a>' in middle
    assert '<a href="#toc-title">回目录</a>' in middle


def test_clauses_are_lists_with_places_of_their_own_and_nothing_in_them_is_run() -> None:
    html = text_html("a-1", "应当：\n（一）<b>甲</b>；\n（二）乙：\n1. 丙。\n另款&。")
    assert '<p id="a-1-k1">应当：</p>' in html
    assert '<li id="a-1-k1-x1">（一）&lt;b&gt;甲&lt;/b&gt;；</li>' in html
    assert 'id="a-1-k1-x2-m1"' in html
    assert '<p id="a-1-k2">另款&amp;。</p>' in html
    assert text_html("a-1", "只有一款。") == "<p>只有一款。</p>"


def test_projects_are_a_table_with_their_columns(client: Client, town: Congress) -> None:
    rows = [
        Article(kind="project", label="1", heading="东河村管网", text="建设内容：12公里\n投资：120万元"),
        Article(kind="project", label="2", heading="路灯", text="投资：30万元\n完成时间：<b>十月</b>"),
        Article(kind="project", label="3", heading="电梯"),
    ]
    text = read(client, with_rows(town, rows, kind="projects"))
    table = text[text.index("<table class") : text.index("</table>")]
    assert re.findall(r'<th scope="col">([^<]+)</th>', table) == [
        "序号", "项目名称", "建设内容", "投资", "完成时间", "意见",
    ]  # fmt: skip
    assert '<td data-label="投资">30万元</td>' in table
    assert "&lt;b&gt;十月" in table
    assert table.count("<tr id=") == 3
    assert table.count("对这个项目提意见") == 3


def test_a_draft_for_deputies_can_be_read_and_takes_nothing_from_the_public(
    client: Client, town: Congress
) -> None:
    page = make_consultation(town, audience=Audience.DEPUTIES)
    text = read(client, page)
    assert "这次只征求人大代表的意见" in text
    assert "村道由村民委员会负责日常养护" in text
    assert "/opinions/new/?consultation" not in text
    refused = client.get("/opinions/new/", {"consultation": page.pk})
    assert "只征求人大代表的意见" in refused.context["problem"]
