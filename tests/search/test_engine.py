"""The engine of the database in use: what is found, what is not, and in which order. The same on each database."""

import random
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from modelsearch.query import MATCH_ALL, MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.utils import parse_query_string

from home.models import StandardPage
from search import database
from tests.search.conftest import Write

Ask = Callable[..., set[str]]

TEXTS = {
    "甲": "建议在社区增设联络站，方便居民。5G信号差",
    "乙": "人大代表联络站接待日",
    "丙": "小区垃圾分类和加装电梯",
    "丁": "政务大厅WiFi信号差，5G基站少",
    "戊": "青常发〔2026〕12号，占3.5%，café，鿎𬭚",
    "己": "县人大代表走访小区，谈垃圾分类",
}


@pytest.fixture
def texts(write: Write) -> None:
    """Publish the small library that the table asks in."""
    for title, body in TEXTS.items():
        write(body, title=title)


RECALL = {
    "联络站": {"甲", "乙"},
    "代表": {"乙", "己"},
    "人大": {"乙", "己"},
    "垃圾分类": {"丙", "己"},
    "小区垃圾分类": {"丙"},
    "电梯": {"丙"},
    "加装电梯": {"丙"},
    "装电梯加": set(),
    "人大代表联络站": {"乙"},
    "站": {"甲", "乙", "丁"},
    "垃圾": {"丙", "己"},
    "WiFi": {"丁"},
    "wifi": {"丁"},
    "ＷＩＦＩ": {"丁"},
    "5G": {"甲", "丁"},
    "5G基站": {"丁"},
    "大厅WiFi": {"丁"},
    "ifi": set(),
    "2026": {"戊"},
    "12号": {"戊"},
    "3.5": {"戊"},
    "CAFÉ": {"戊"},
    "鿎": {"戊"},
    "𬭚": {"戊"},
    "鿎𬭚": {"戊"},
    "垃圾 电梯": {"丙"},
    "垃圾，代表": {"己"},
    "请问小区的垃圾分类怎么办": {"丙", "己"},
}


@pytest.mark.parametrize(("query", "expected"), RECALL.items())
@pytest.mark.usefixtures("texts")
def test_what_contains_the_words_is_found_and_nothing_else(query: str, expected: set[str], ask: Ask) -> None:
    assert ask(query) == expected


HOSTILE = [
    "", "   ", "\t\n", '"', '"""', "'", "';--", "%", "%s %d", "\\", "\x00", "联\x00络", "(", ")", "*", "a*(",
    "NEAR(a b)", "AND", "NOT", "a OR", "!", "&|", "<->", ":*", "^", "{title}:x", "-", "😀", "\ud7ff", "é́", "ﷺ",
    "𠮷野家", "١٢٣",
    "人" * 10_000, "人 " * 5_000, '"' * 10_000, "a\u0300" * 3_000,
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: repr(query[:12]))
@pytest.mark.usefixtures("texts")
def test_any_input_answers(query: str, ask: Ask) -> None:
    found = ask(query)
    assert found <= set(TEXTS)
    list(StandardPage.objects.autocomplete(query))
    _filters, parsed = parse_query_string(query, operator="and", zero_terms=MATCH_ALL)
    list(StandardPage.objects.autocomplete(parsed))
    ask(Phrase(query))


@pytest.mark.usefixtures("texts")
def test_nothing_but_marks_and_blanks_finds_nothing(ask: Ask) -> None:
    assert [ask(query) for query in ("   ", "%", "\x00", "😀", '"')] == [set()] * 5


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (PlainText("垃圾 电梯", operator="or"), {"丙", "己"}),
        (And([PlainText("垃圾"), PlainText("小区"), Not(PlainText("电梯"))]), {"己"}),
        (Or([PlainText("电梯"), PlainText("WiFi")]), {"丙", "丁"}),
        (Not(PlainText("信号")), {"乙", "丙", "戊", "己"}),
        (Not(Or([PlainText("信号"), PlainText("垃圾")])), {"乙", "戊"}),
        (Not(And([PlainText("信号"), Not(PlainText("WiFi"))])), {"乙", "丙", "戊", "己", "丁"}),
        (Or([PlainText("电梯"), Not(PlainText("小区"))]), {"甲", "乙", "丙", "丁", "戊"}),
        (And([Not(PlainText("小区")), Not(PlainText("信号"))]), {"乙", "戊"}),
        (And([Or([PlainText("电梯"), PlainText("走访")]), PlainText("小区")]), {"丙", "己"}),
        (Boost(PlainText("电梯"), 3), {"丙"}),
        (Fuzzy("电梯"), {"丙"}),
        (Phrase("走访小区，谈垃圾"), {"己"}),
        (Phrase("小区谈"), set()),
        (MATCH_ALL, set(TEXTS)),
        (MATCH_NONE, set()),
    ],
    ids=lambda value: "".join(sorted(value)) or "nothing" if isinstance(value, set) else repr(value),
)
@pytest.mark.usefixtures("texts")
def test_conditions_can_be_combined(query: Any, expected: set[str], ask: Ask) -> None:
    assert ask(query) == expected


def test_answers_agree_with_reading_every_text(write: Write, ask: Ask) -> None:
    letters = random.Random(20261122)
    texts = ["".join(letters.choices("联络站代表，", k=letters.randint(1, 40))) for _ in range(30)]
    for text in texts:
        write(text, title=str(uuid.uuid4().int))
    bodies = dict(StandardPage.objects.values_list("title", "body"))
    for length in (1, 2, 3, 4):
        for _ in range(15):
            query = "".join(letters.choices("联络站代表", k=length))
            truth = {title for title, body in bodies.items() if query in body}
            assert ask(Phrase(query)) == truth, query
            # Unquoted, PostgreSQL trusts two overlapping pairs, and may find a little more.
            assert ask(query) >= truth if length == 3 else ask(query) == truth, query


def test_quotes_ask_for_the_exact_order(write: Write, ask: Ask) -> None:
    write("联络站络站代", title="一")
    write("联络，络站，站代", title="二")
    assert ask(Phrase("联络站代")) == set()
    assert ask(Phrase("联络站络")) == {"一"}


def test_a_title_weighs_more_than_the_text(write: Write) -> None:
    write("电梯", title="公告")
    write("小区", title="电梯")
    found = [page.title for page in StandardPage.objects.search("电梯")]
    assert found == ["电梯", "公告"]
    scored = list(StandardPage.objects.search("电梯").annotate_score("score"))
    assert scored[0].score > scored[1].score > 0


def test_a_given_order_is_kept(write: Write) -> None:
    for title in ("乙", "甲", "丙"):
        write("电梯", title=title)
    by_title = [page.title for page in StandardPage.objects.search("电梯", order_by="title")]
    assert by_title == sorted(by_title)
    newest = StandardPage.objects.order_by("-pk").search("电梯", order_by_relevance=False)
    assert [page.title for page in newest] == ["丙", "甲", "乙"]


def test_slices_and_counts_agree(write: Write) -> None:
    for _ in range(7):
        write("电梯")
    found = StandardPage.objects.search("电梯")
    assert found.count() == 7
    assert found[:5].count() == 5
    assert [len(found[start : start + 3]) for start in (0, 3, 6, 9)] == [3, 3, 1, 0]
    assert len({page.pk for start in (0, 3, 6) for page in found[start : start + 3]}) == 7


def test_filters_types_and_specific_pages(write: Write, home: Page) -> None:
    section = write("栏目", title="栏目")
    write("电梯", title="栏目下", parent=section)
    write("电梯", title="草稿", live=False)
    found = Page.objects.live().public().descendant_of(section).type(StandardPage).specific().search("电梯")
    assert [(type(page), page.title) for page in found] == [(StandardPage, "栏目下")]
    assert Page.objects.search("电梯").facet("content_type_id") == {section.content_type_id: 2}


def test_a_queryset_with_joins_grouping_and_subqueries_can_be_searched(write: Write, home: Page) -> None:
    write("电梯", title="甲")
    grouped = StandardPage.objects.annotate(visits=Count("subscribers")).filter(owner__isnull=True)
    assert [page.title for page in grouped.search("电梯")] == ["甲"]
    assert [
        page.title for page in StandardPage.objects.filter(path__contains="0").distinct().search("电梯")
    ] == ["甲"]
    below = Page.objects.descendant_of(home)
    assert [page.title for page in below.search(Not(PlainText("物业")))] == ["甲"]


def test_a_search_in_named_fields_looks_only_there(write: Write) -> None:
    write("电梯", title="甲", introduction="物业")
    assert StandardPage.objects.search("电梯", fields=["body"]).count() == 1
    assert StandardPage.objects.search("电梯", fields=["title"]).count() == 0
    assert StandardPage.objects.search(PlainText("电梯") & ~PlainText("物业"), fields=["body"]).count() == 0
    assert StandardPage.objects.search("物业 电梯", fields=["introduction", "body"]).count() == 1


def test_autocomplete_finds_the_beginning_of_a_word_and_any_chinese(write: Write) -> None:
    write("正文", title="加装电梯的WiFi须知")
    for typed in ("电", "电梯", "装电梯", "wi", "电梯 wif"):
        assert Page.objects.autocomplete(typed).count() == 1, typed
    for other in ("正文", "ifi", "梯电"):
        assert Page.objects.autocomplete(other).count() == 0, other


def test_a_change_replaces_the_entry_and_a_deletion_removes_it(write: Write, ask: Ask) -> None:
    page = write("电梯", title="甲")
    page.body = "<p>物业</p>"
    page.save()
    assert (ask("电梯"), ask("物业")) == (set(), {"甲"})
    page.delete()
    assert ask("物业") == set()
    assert Page.objects.autocomplete("甲").count() == 0


def test_a_rebuild_finds_what_was_written_behind_its_back(write: Write, ask: Ask) -> None:
    page = write("电梯", title="甲")
    StandardPage.objects.filter(pk=page.pk).update(body="<p>物业</p>")
    assert ask("物业") == set()
    call_command("update_index", verbosity=0)
    assert (ask("电梯"), ask("物业")) == (set(), {"甲"})


def test_a_text_far_into_a_long_document_is_found(write: Write, ask: Ask) -> None:
    write("条例草案征求意见" * 12_000 + "加装电梯物业", title="长")
    assert ask("加装电梯") == {"长"}
    assert ask(Phrase("加装电梯物业")) == {"长"}


def test_a_text_beyond_every_bound_is_indexed_as_far_as_it_goes(write: Write, ask: Ask) -> None:
    letters = random.Random(1)
    write("开头电梯" + "".join(chr(letters.randrange(0x4E00, 0x9F00)) for _ in range(150_000)), title="太长")
    assert ask("开头电梯") == {"太长"}


def test_empty_and_missing_values_are_not_words(write: Write, ask: Ask) -> None:
    write("", title="甲", introduction="")
    assert ask("none") == set()


def test_saving_costs_the_same_however_much_is_indexed(write: Write) -> None:
    first = write("电梯")
    with CaptureQueriesContext(connection) as few:
        first.save()
    for _ in range(20):
        write("电梯")
    with CaptureQueriesContext(connection) as many:
        first.save()
    assert len(many) == len(few)
    assert not any("AVG(" in statement["sql"] for statement in many)


def test_a_search_is_one_statement(write: Write) -> None:
    for _ in range(5):
        write("电梯")
    list(StandardPage.objects.search("电梯"))
    with CaptureQueriesContext(connection) as statements:
        list(StandardPage.objects.search("电梯"))
    assert len(statements) == 1


@pytest.mark.postgres
def test_postgresql_reads_its_index(write: Write) -> None:
    page = write("电梯")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wagtailsearch_indexentry"
            " (content_type_id, object_id, title, autocomplete, body, title_norm, title_text, body_text)"
            " SELECT %s, n, '', '', ('垃圾:1 分' || n || ':2')::tsvector, 1.0, '', ''"
            " FROM generate_series(1000000, 1005000) n",
            [page.content_type_id],
        )
        # As after the next vacuum: new rows are merged into the index, and the planner knows the table.
        cursor.execute("SELECT gin_clean_pending_list('wagtailsear_body_90c85d_gin'::regclass)")
        cursor.execute("ANALYZE wagtailsearch_indexentry")
    plan = StandardPage.objects.search("电梯").get_queryset().explain()
    assert "Bitmap Index Scan on wagtailsear_body" in plan, plan
    assert "Seq Scan on wagtailsearch_indexentry" not in plan, plan


def test_the_settings_name_the_engine_of_the_database(db: None) -> None:
    assert isinstance(get_search_backend(), database.SearchBackend)
    assert (
        database.SearchBackend.__module__
        == {"sqlite": "search.sqlite", "postgresql": "search.postgres"}[connection.vendor]
    )
