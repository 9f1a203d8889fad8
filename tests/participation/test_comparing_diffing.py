"""Differences inside one article: exact, readable in Chinese, and bounded in work."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.consultations.comparing.changes import changes
from participation.consultations.comparing.diffing import (
    Budget,
    Mark,
    Run,
    diff,
    joined,
    new_side,
    old_side,
    paragraphs,
)
from participation.consultations.comparing.sides import facing
from participation.consultations.comparing.texts import TextRow

signs = st.sampled_from(
    [
        *"应当不得十五三十日内申请人，。；\n（一）第条",
        "e\u0301",
        "葛\U000e0100",
        "👨\u200d👩",
        "2.5",
        "ab",
        "\r\n",
    ]
)
texts = st.one_of(st.text(max_size=40), st.lists(signs, max_size=40).map("".join))


def marked(old: str, new: str) -> str:
    """Return the runs as one line, deletions in [-], insertions in [+]."""
    frame = {Mark.EQUAL: "{}", Mark.DELETE: "[-{}]", Mark.INSERT: "[+{}]"}
    return "".join(frame[run.mark].format(run.text) for run in diff(old, new))


@settings(max_examples=200, deadline=None)
@given(texts, texts)
def test_the_runs_give_both_texts_again(old, new):
    runs = diff(old, new)
    assert joined(old_side(runs)) == old
    assert joined(new_side(runs)) == new
    assert all(run.text for run in runs)
    assert all(a.mark != b.mark for a, b in pairwise(runs))


@settings(max_examples=100, deadline=None)
@given(texts, texts)
def test_bounded_work_gives_both_texts_too(old, new):
    runs = diff(old, new, Budget(steps=0))
    assert (joined(old_side(runs)), joined(new_side(runs))) == (old, new)


@settings(max_examples=150, deadline=None)
@given(texts, texts)
def test_no_run_begins_with_a_mark_that_belongs_to_the_letter_before(old, new):
    for side in (old_side(diff(old, new)), new_side(diff(old, new))):
        for before, run in pairwise(side):
            is_mark = unicodedata.category(run.text[0]).startswith("M") or run.text[0] == "\u200d"
            assert not is_mark or before.text[-1] == "\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("应当在十五日内告知", "应当在三十日内告知", "应当在[-十五][+三十]日内告知"),
        ("处1000元罚款", "处1500元罚款", "处[-1000][+1500]元罚款"),
        ("依照第十二条处理", "依照第十三条处理", "依照第[-十二][+十三]条处理"),
        ("同步设计、同步施工。", "同步设计、同步施工、同步验收。", "同步设计、同步施工[+、同步验收]。"),
        ("甲。\n丙。", "甲。\n乙。\n丙。", "甲。\n[+乙。\n]丙。"),
        (
            "组织核实，并告知处理结果",
            "组织核实，并书面告知申请人处理结果",
            "组织核实，并[+书面]告知[+申请人]处理结果",
        ),
        ("葛\U000e0100某", "葛\U000e0101某", "[-葛\U000e0100][+葛\U000e0101]某"),
        ("", "新", "[+新]"),
        ("旧", "", "[-旧]"),
        ("同", "同", "同"),
    ],
)
def test_a_change_reads_as_a_person_would_mark_it(old, new, expected):
    assert marked(old, new) == expected


def test_single_characters_that_stayed_by_chance_are_taken_into_the_change():
    found = diff("镇人民政府负责日常管理工作", "街道办事处承担具体管护职责")
    assert [run.mark for run in found] == [Mark.DELETE, Mark.INSERT]


def test_paragraphs_are_kept_and_never_joined_across_a_line_break():
    runs = diff("甲款旧。\n乙款。\n丙款。", "甲款新。\n乙款。\n丙款改。")
    assert [joined(line) for line in paragraphs(new_side(runs))] == ["甲款新。", "乙款。", "丙款改。"]
    assert Run(Mark.EQUAL, "乙款。") in [run for line in paragraphs(new_side(runs)) for run in line]


def test_too_much_work_is_compared_by_lines():
    same = [f"第{n}行没有改动。" for n in range(40)]
    old, new = "\n".join([*same, "甲" * 50]), "\n".join([*same, "乙" * 50])
    runs = diff(old, new, Budget(steps=5_000))
    assert runs[0].mark is Mark.EQUAL
    assert runs[0].text.startswith("\n".join(same))


def test_hostile_texts_end_at_once_and_alike():
    old, new = "甲乙丙" * 100_000, "丙甲乙乙" * 80_000
    assert diff(old, new) == diff(old, new)
    assert joined(new_side(diff(old, new))) == new


def test_the_work_of_a_comparison_is_bounded_as_a_whole():
    budget = Budget(steps=1_000)
    diff("甲乙丙丁" * 5, "甲丙丁乙" * 5, budget)
    assert 0 <= budget.steps < 1_000


def test_the_parts_of_a_split_article_stand_against_the_whole():
    whole = TextRow("k1", "article", "第一条", "", "设施由镇政府管理。\n村民委员会负责巡查。")
    parts = [
        TextRow("k1", "article", "第一条", "", "设施由镇政府管理。"),
        TextRow("k2", "article", "第二条", "", "村民委员会负责日常巡查。", sources=("k1",)),
    ]
    (both,) = facing(changes([whole], parts))
    assert [joined(side.lines[0]) for side in both.new] == ["设施由镇政府管理。", "村民委员会负责日常巡查。"]
    assert [run.text for line in both.new[1].lines for run in line if run.is_inserted] == ["日常"]
    assert not any(run.is_deleted for side in both.old for line in side.lines for run in line)
