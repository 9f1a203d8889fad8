"""One query class: whatever is asked becomes a small tree of leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelsearch.query import (
    MATCH_ALL,
    MATCH_NONE,
    And,
    Boost,
    Fuzzy,
    MatchAll,
    Not,
    Or,
    Phrase,
    PlainText,
    SearchQuery,
)

from search import query


def words(asked: SearchQuery) -> list[str]:
    return query.terms(asked)


def test_words_between_blanks_and_punctuation_are_separate_conditions() -> None:
    assert words(query.parse("垃圾分类，电梯  WiFi")) == ["垃圾分类", "电梯", "wifi"]


def test_numbers_with_a_joint_stay_one_condition() -> None:
    assert words(query.parse("3.5 2026-11")) == ["3.5", "2026-11"]


@pytest.mark.parametrize("quoted", ['"加装电梯的事"', "“加装电梯的事”", "「加装电梯的事」"])
def test_quotes_keep_a_phrase_together(quoted: str) -> None:
    (leaf,) = query.leaves(query.parse(quoted))
    assert leaf.quoted
    assert leaf.query_string == "加装电梯的事"


def test_a_colon_is_no_filter() -> None:
    assert words(query.parse("时间:上午")) == ["时间", "上午"]


def test_a_long_question_is_cut_at_its_filler() -> None:
    assert words(query.parse("请问金水苑的学区划分没人管怎么办")) == ["金水苑", "学区划分"]


def test_short_runs_are_never_cut() -> None:
    assert words(query.parse("目的地")) == ["目的地"]


@pytest.mark.parametrize("nothing", ["", "   ", '"', "''", "%", "\x00", "😀", "*()-", "“”"])
def test_text_without_a_letter_finds_nothing(nothing: str) -> None:
    assert query.is_match_none(query.parse(nothing))


def test_everything_and_nothing_are_worked_out_before_the_engine_sees_them() -> None:
    word, blank = PlainText("电梯"), PlainText("，")
    assert isinstance(query.rewrite(Or([word, MATCH_ALL])), MatchAll)
    assert query.is_match_none(query.rewrite(And([word, MATCH_NONE])))
    assert words(query.rewrite(And([word, MATCH_ALL, blank]))) == ["电梯"]
    assert words(query.rewrite(Not(Not(word)))) == ["电梯"]
    assert query.is_match_none(query.rewrite(Not(blank)))


def test_what_is_excluded_is_not_marked() -> None:
    assert words(query.rewrite(And([PlainText("电梯"), Not(PlainText("物业"))]))) == ["电梯"]


def test_boost_and_fuzzy_are_read_as_plain_words() -> None:
    assert words(query.rewrite(Boost(Fuzzy("电梯"), 2.0))) == ["电梯"]


def test_autocomplete_takes_the_last_word_for_a_beginning() -> None:
    *firm, last = query.leaves(query.rewrite(PlainText("电梯 wifi wi"), autocomplete=True))
    assert last.prefix
    assert not any(leaf.prefix for leaf in firm)


def test_the_length_and_the_number_of_parts_are_bounded() -> None:
    assert len(words(query.parse("人" * 10_000))[0]) == query.MAX_QUERY_LENGTH
    assert (
        len(words(query.rewrite(And([PlainText(f"词{number}") for number in range(500)])))) == query.MAX_PARTS
    )
    assert len(words(query.parse("a b c d e f g h " * 1000))) <= query.MAX_PARTS


def test_widening_asks_for_any_pair() -> None:
    wide = query.widen(query.parse("垃圾分类 站"))
    assert isinstance(wide, Or)
    assert words(wide) == ["垃圾", "圾分", "分类"]


@pytest.mark.parametrize("single", ["垃圾", "站", "wifi", "，"])
def test_one_token_cannot_be_widened(single: str) -> None:
    assert query.widen(query.parse(single)) is None


def test_an_unknown_kind_of_query_is_refused() -> None:
    with pytest.raises(NotImplementedError):
        query.rewrite(SearchQuery())


def test_leaves_are_phrases_so_that_another_engine_can_take_them() -> None:
    (leaf,) = query.leaves(query.parse("联络站"))
    assert isinstance(leaf, Phrase)
    assert leaf.query_string == "联络站"


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text: str) -> None:
    asked = query.parse(text)
    assert query.is_match_none(asked) or words(asked)
    query.widen(asked)
