"""The search screen, as a visitor meets it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction

from home.models import CongressPage, StandardPage
from search import queries
from search.registry import Kind, Registry, Source, Town
from search.views import SearchView
from tests.search.conftest import Write

Visit = Callable[..., str]


@pytest.fixture
def registry() -> Registry:
    """A registry of this test's own."""
    return Registry()


@pytest.fixture
def visit(home: Page, registry: Registry, rf: RequestFactory) -> Visit:
    """Open the screen, and give what it shows."""

    def open_screen(**params: str) -> str:
        response = SearchView.as_view(registry=registry)(rf.get("/search/", params))
        assert response.status_code == 200
        assert isinstance(response, HttpResponse)
        return response.content.decode()

    return open_screen


@pytest.fixture
def documents(registry: Registry) -> Callable[[str], None]:
    """Something that is no page: documents."""
    model = get_document_model()
    registry.register_source(
        Source(
            "document",
            "文件",
            lambda town: model.objects.none() if town else model.objects.all(),
            title=lambda document: document.title,
            url=lambda document: f"/documents/{document.pk}/",
            text=lambda document: f"文件：{document.title}",
            newest="-created_at",
        )
    )

    def add(title: str) -> None:
        model.objects.create(title=title, file="documents/x.txt")

    return add


def test_without_words_the_screen_says_what_to_do(visit: Visit) -> None:
    shown = visit()
    assert "请输入要找的内容" in shown
    assert "没有找到" not in shown


def test_a_result_shows_its_title_and_its_text_with_marks(visit: Visit, write: Write) -> None:
    write("<b>小区</b>加装电梯 &amp; &lt;script&gt;alert(1)&lt;/script&gt;", title="电梯须知<i>")
    shown = visit(q="电梯")
    assert "<mark>电梯</mark>须知&lt;i&gt;" in shown
    assert "加装<mark>电梯</mark>" in shown
    assert "<script>alert" not in shown
    assert "找到 1 条。" in shown


def test_what_was_typed_comes_back_as_text(visit: Visit) -> None:
    typed = '"><script>alert(1)</script>'
    shown = visit(q=typed)
    assert "<script>alert" not in shown
    assert "没有找到相关内容" in shown


def test_drafts_private_pages_and_other_sites_stay_hidden(visit: Visit, write: Write, home: Page) -> None:
    write("电梯", title="草稿页", live=False)
    private = write("电梯", title="内部页")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    elsewhere = StandardPage(title="别处页", slug="elsewhere", body="电梯")
    home.get_parent().add_child(instance=elsewhere)
    write("电梯", title="公开页")
    shown = visit(q="电梯")
    assert "公开页" in shown
    assert not {title for title in ("草稿页", "内部页", "别处页") if title in shown}
    assert "找到 1 条。" in shown


def test_the_town_filter_keeps_to_its_part_of_the_tree(
    visit: Visit, write: Write, home: Page, registry: Registry
) -> None:
    town = home.add_child(instance=CongressPage(title="柳塘镇", slug="liutang"))
    registry.register_towns(lambda: [Town("liutang", "柳塘镇人大", town.path)])
    write("电梯", title="镇里的", parent=town)
    write("电梯", title="县里的")
    assert "县里的" in visit(q="电梯")
    shown = visit(q="电梯", town="liutang")
    assert "镇里的" in shown
    assert "县里的" not in shown
    assert '<option value="liutang" selected>柳塘镇人大</option>' in shown


def test_the_kind_filter_keeps_to_one_page_type(
    visit: Visit, write: Write, home: Page, registry: Registry
) -> None:
    registry.register_kind(Kind("section", "人大栏目类", lambda: CongressPage))
    home.add_child(instance=CongressPage(title="栏目页", slug="a", intro="电梯"))
    write("电梯", title="普通的页")
    shown = visit(q="电梯", kind="section")
    assert "栏目页" in shown
    assert "普通的页" not in shown
    assert "<strong>人大栏目类</strong>" in shown


def test_newest_first_and_most_relevant_first(visit: Visit, write: Write) -> None:
    write("小区", title="电梯", first_published_at=datetime(2026, 1, 1, tzinfo=UTC))
    write("电梯和别的很多事情" * 5, title="较新的", first_published_at=datetime(2026, 6, 1, tzinfo=UTC))
    write("电梯", title="没有日期的")
    by_relevance, newest = visit(q="电梯"), visit(q="电梯", sort="newest")
    assert by_relevance.index("<mark>电梯</mark></a>") < by_relevance.index("较新的")
    assert newest.index("较新的") < newest.index("<mark>电梯</mark></a>") < newest.index("没有日期的")


def test_pages_of_twenty_and_a_page_too_far(visit: Visit, write: Write) -> None:
    for number in range(25):
        write("电梯", title=f"第{number}号页")
    first, second = visit(q="电梯"), visit(q="电梯", page="2")
    assert first.count("card--search-hit") == 20
    assert second.count("card--search-hit") == 5
    assert "第 1 页，共 2 页" in first
    assert "page=2" in first
    assert "第 2 页，共 2 页" in visit(q="电梯", page="9")


def test_a_count_stops_where_nobody_reads_on(
    visit: Visit, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MAX_RESULTS", 3)
    for _ in range(5):
        write("电梯")
    shown = visit(q="电梯")
    assert "找到超过 3 条" in shown
    assert shown.count("card--search-hit") == 3


def test_a_long_question_without_an_exact_answer_shows_the_nearest(visit: Visit, write: Write) -> None:
    write("小区垃圾分类投放点公示", title="最接近")
    write("垃圾清运", title="有点像")
    write("选举公告", title="无关")
    shown = visit(q="请问金水苑小区的垃圾分类没人管怎么办")
    assert "没有内容包含全部词语" in shown
    assert shown.index("最接近") < shown.index("有点像")
    assert "无关" not in shown
    assert "<mark>小区垃圾分类</mark>" in shown


def test_other_things_stand_before_the_pages(
    visit: Visit, write: Write, documents: Callable[[str], None]
) -> None:
    write("电梯", title="一个页面")
    for number in range(5):
        documents(f"电梯图纸{number}")
    shown = visit(q="电梯")
    assert "全部文件（5 条）" in shown
    assert shown.count("文件：") == 3
    assert shown.index("文件：") < shown.index("一个页面")
    only = visit(q="电梯", kind="document", sort="newest")
    assert only.count("文件：") == 5
    assert "一个页面" not in only


def test_a_source_answers_for_its_town(
    visit: Visit, documents: Callable[[str], None], registry: Registry, home: Page
) -> None:
    registry.register_towns(lambda: [Town("a", "某镇", home.path)])
    documents("电梯图纸")
    assert "电梯</mark>图纸" in visit(q="电梯")
    assert "没有找到相关内容" in visit(q="电梯", town="a", kind="document")


def test_the_number_of_statements_does_not_grow_with_the_results(
    visit: Visit, write: Write, home: Page, documents: Callable[[str], None], registry: Registry
) -> None:
    registry.register_kind(Kind("section", "栏目", lambda: CongressPage, prefetch=["view_restrictions"]))

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            visit(q="电梯", sort="newest")
        return len(captured)

    def add(count: int, name: str) -> None:
        for number in range(count):
            write("电梯")
            home.add_child(instance=CongressPage(title=name, slug=f"{name}{number}", intro="电梯"))
            documents("电梯")

    add(4, "a")
    visit(q="电梯")
    few = statements()
    add(12, "b")
    assert statements() == few <= 16


def test_the_screen_asks_search_engines_to_stay_away(rf: RequestFactory, home: Page) -> None:
    response = SearchView.as_view(registry=Registry())(rf.get("/search/"))
    assert "noindex" in response["X-Robots-Tag"]


def test_only_reading_is_allowed(rf: RequestFactory, db: None) -> None:
    assert SearchView.as_view(registry=Registry())(rf.post("/search/")).status_code == 405


HOSTILE = [
    '"',
    "%",
    "\x00",
    "   ",
    "😀",
    "ＡＢＣ",
    "a" * 10_000,
    "人" * 10_000,
    "';--",
    "联" + "\x00" * 5000 + "络",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_any_input_answers(text: str, visit: Visit, write: Write) -> None:
    write("联络站")
    visit(q=text)
    visit(q=text, town=text, kind=text, sort=text, page=text)


def test_searching_writes_nothing(visit: Visit, write: Write) -> None:
    write("电梯")
    with CaptureQueriesContext(connection) as captured:
        visit(q="电梯")
        visit(q="没有的东西")
    assert {statement["sql"].split()[0] for statement in captured} == {"SELECT"}
