"""款、项、目 of one article: places to name and to link to."""

import pytest

from participation.consultations.drafting.clauses import Clause, ClauseKind, clauses

ARTICLE = """申请人应当提交下列材料：
（一）申请书；
（二）协议，其中应当载明：
1．资金分担办法；
2．费用的承担：
（1）运行；
（2）维护。
（三）其他材料。
材料不齐的，一次告知。
(一) 当场告知；
(二) 书面告知。"""


def places(text: str) -> list[tuple[str, str, str]]:
    return [(each.anchor_suffix, each.path, each.text) for first in clauses(text) for each in first.walk()]


def test_each_piece_has_its_path_and_anchor():
    assert places(ARTICLE) == [
        ("k1", "第一款", "申请人应当提交下列材料："),
        ("k1-x1", "第一款第（一）项", "申请书；"),
        ("k1-x2", "第一款第（二）项", "协议，其中应当载明："),
        ("k1-x2-m1", "第一款第（二）项第1目", "资金分担办法；"),
        ("k1-x2-m2", "第一款第（二）项第2目", "费用的承担："),
        ("k1-x2-m2-z1", "第一款第（二）项第2目（1）", "运行；"),
        ("k1-x2-m2-z2", "第一款第（二）项第2目（2）", "维护。"),
        ("k1-x3", "第一款第（三）项", "其他材料。"),
        ("k2", "第二款", "材料不齐的，一次告知。"),
        ("k2-x1", "第二款第（一）项", "当场告知；"),
        ("k2-x2", "第二款第（二）项", "书面告知。"),
    ]


def test_labels_stay_as_they_were_written():
    labels = [each.label for first in clauses(ARTICLE) for each in first.walk()]
    assert labels == ["", "（一）", "（二）", "1．", "2．", "（1）", "（2）", "（三）", "", "(一)", "(二)"]


def test_a_lone_paragraph_is_not_named():
    assert places("应当：\n（一）甲；\n（二）乙。")[1] == ("k1-x1", "第（一）项", "甲；")
    assert places("本办法自公布之日起施行。") == [("k1", "", "本办法自公布之日起施行。")]


@pytest.mark.parametrize("label", ["1.", "1．", "1、", "１.", "（1）", "(1)", "①"])
def test_every_spelling_of_a_lower_number_is_a_piece_of_its_own(label):
    [paragraph] = clauses(f"应当：\n（一）甲：\n{label}乙。")
    [item] = paragraph.children
    assert [(each.label, each.number, each.text) for each in item.children] == [(label, 1, "乙。")]


def test_a_number_that_belongs_to_the_words_is_no_label():
    assert [each.text for each in clauses("1.5米以上的，应当报告。\n2026年起施行。")] == [
        "1.5米以上的，应当报告。",
        "2026年起施行。",
    ]


def test_items_on_one_line_are_parted():
    [paragraph] = clauses("有下列情形之一的：（一）甲；（二）乙，依照第三条（一）办理；（三）丙。")
    assert [(each.number, each.text) for each in paragraph.children] == [
        (1, "甲；"), (2, "乙，依照第三条（一）办理；"), (3, "丙。"),
    ]  # fmt: skip


def test_a_number_that_stands_twice_has_two_anchors():
    [paragraph] = clauses("应当：\n（一）甲；\n（一）乙；\n（十二）丙。")
    assert [each.anchor_suffix for each in paragraph.children] == ["k1-x1", "k1-x1_2", "k1-x12"]


def test_items_without_a_paragraph_above_hang_below_an_empty_one():
    assert clauses("（一）甲。") == [
        Clause(
            ClauseKind.PARAGRAPH, 1, "", "", "", "k1",
            [Clause(ClauseKind.ITEM, 1, "（一）", "甲。", "第（一）项", "k1-x1")],
        )
    ]  # fmt: skip


def test_an_empty_article_has_no_clauses():
    assert clauses(" \n\u3000\n") == []
