"""Snippets: nothing unescaped, nothing lost, marks only where a word stands."""

import html
import re

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import SNIPPET_LENGTH, mark, snippet, spans
from search.tokens import normalize

NASTY = st.text(alphabet="联络站垃圾<>&\"'/ script5G\x00\n，é", max_size=200)
TERMS = st.lists(st.text(alphabet="联络站垃圾5g<&é ", max_size=4), max_size=4)


def plain(marked: str) -> str:
    return html.unescape(re.sub("</?mark>", "", marked))


def test_found_words_are_marked() -> None:
    assert (
        mark("社区联络站开放，联络站地址", ["联络站"])
        == "社区<mark>联络站</mark>开放，<mark>联络站</mark>地址"
    )


def test_touching_and_overlapping_words_share_a_mark() -> None:
    assert mark("垃圾分类", ["垃圾", "圾分", "分类"]) == "<mark>垃圾分类</mark>"


def test_what_looks_like_markup_is_text() -> None:
    assert mark("<b>电梯</b>&", ["电梯"]) == "&lt;b&gt;<mark>电梯</mark>&lt;/b&gt;&amp;"
    assert "<script" not in snippet("<script>alert(1)</script>电梯", ["电梯", "script"])


def test_width_case_and_accents_do_not_matter_and_the_text_stays_as_written() -> None:
    assert mark("ＷｉＦｉ Café", ["wifi", "cafe"]) == "<mark>ＷｉＦｉ</mark> <mark>Café</mark>"
    assert mark("ﬁn", ["fin"]) == "<mark>ﬁn</mark>"


@pytest.mark.parametrize(("text", "term"), [("main", "ai"), ("12026号", "2026"), ("wifi6", "wifi")])
def test_a_word_is_marked_only_as_a_whole(text: str, term: str) -> None:
    assert mark(text, [term]) == text


def test_a_word_glued_to_chinese_is_marked() -> None:
    assert mark("用WiFi信号", ["wifi"]) == "用<mark>WiFi</mark>信号"


def test_the_snippet_shows_where_most_words_meet() -> None:
    text = "电梯。" + "空" * 300 + "小区电梯加装由物业负责" + "空" * 300
    shown = snippet(text, ["电梯", "物业"])
    assert "<mark>物业</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_without_a_match_the_snippet_is_the_beginning() -> None:
    assert snippet("第一句。" * 100, ["电梯"]).startswith("第一句。")
    assert snippet("", ["电梯"]) == ""
    assert snippet("短", []) == "短"


def test_line_ends_become_blanks() -> None:
    assert snippet("一\n\n二\t三", ["二"]) == "一 <mark>二</mark> 三"


@given(NASTY, TERMS)
def test_marking_changes_nothing_but_marks(text: str, terms: list[str]) -> None:
    marked = mark(text, terms)
    assert isinstance(marked, SafeString)
    assert plain(marked) == text
    assert set(re.findall("<[^>]*>", marked)) <= {"<mark>", "</mark>"}


@given(NASTY, TERMS)
def test_a_snippet_is_a_bounded_stretch_of_the_text(text: str, terms: list[str]) -> None:
    shown = snippet(text, terms)
    stretch = plain(shown).removeprefix("…").removesuffix("…")
    assert stretch in re.sub(r"\s+", " ", text)
    assert len(stretch) <= SNIPPET_LENGTH
    assert set(re.findall("<[^>]*>", shown)) <= {"<mark>", "</mark>"}


@given(NASTY, TERMS)
def test_every_marked_character_belongs_to_a_term(text: str, terms: list[str]) -> None:
    wanted = set("".join(normalize(term) for term in terms))
    for start, end in spans(text, terms):
        assert set(normalize(text[start:end])) <= wanted | {" ", "\n"}


@given(st.text(alphabet="联络站，", max_size=60), st.text(alphabet="联络站", min_size=1, max_size=3))
def test_every_occurrence_is_marked(text: str, term: str) -> None:
    marked = {index for start, end in spans(text, [term]) for index in range(start, end)}
    plainly = [match.span() for match in re.finditer(term, text)]
    assert {index for start, end in plainly for index in range(start, end)} <= marked
    assert bool(plainly) == bool(marked)
