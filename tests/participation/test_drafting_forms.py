"""The forms that drafts come in: amending decisions, several acts, annexes, broken pages, orders and signatures."""

import pytest

from participation.consultations.drafting.parsing import (
    MAX_LENGTH,
    MAX_ROWS,
    NoArticles,
    ParsedDraft,
    parse_draft,
)
from participation.consultations.drafting.rows import RowKind, Severity

AMENDING = """青禾县人民代表大会常务委员会关于修改《青禾县村道养护办法》的决定
（2026年3月1日青禾县第十八届人民代表大会常务委员会第二十次会议通过）
青禾县第十八届人大常委会第二十次会议决定，对《青禾县村道养护办法》作如下修改：
一、将第三条修改为：“第三条　村道由村民委员会组织养护。
“镇人民政府给予指导。”
二、增加一条，作为第八条：
“第八条　养护经费列入预算：
（一）县级承担一半。
第九条　禁止在村道上晒粮。”
三、第十条改为第十一条。
第十一条第二款删去。
本决定自公布之日起施行。
《青禾县村道养护办法》根据本决定作相应修改，重新公布。
青禾县人民代表大会常务委员会
2026年3月1日"""

ENACTED = """青禾县人民代表大会常务委员会公告
（第5号）
《青禾县河道条例》已由青禾县第十八届人大常委会第二次会议通过，现予公布，自2026年3月1日起施行。
2026年1月1日
青禾县河道条例
（2026年1月1日青禾县第十八届人民代表大会
常务委员会第二次会议通过）
序　言
河流是生命。
第一章 总则
第一条 为了保护河道，
- 1 -
制定本条例。
第二条 河道分级管理。
第二章 空章
第三章 附则
第三条 河道目录见附表。
第二条规定的河道，不含水库。
第四条 本条例自公布之日起施行。
青禾县人民代表大会常务委员会
附件1
河道目录
附表二：图例
甲"""


def labels(draft: ParsedDraft, kind: RowKind = RowKind.ARTICLE) -> list[str]:
    return [row.label for row in draft.rows if row.kind is kind]


def warnings(draft: ParsedDraft) -> list[str]:
    return [str(remark) for remark in draft.remarks if remark.severity is not Severity.INFO]


def test_articles_quoted_by_an_amending_decision_are_text_of_its_points():
    draft = parse_draft(AMENDING)
    assert labels(draft) == ["一、", "二、", "三、"]
    assert draft.articles[1].text.endswith("第九条　禁止在村道上晒粮。”")
    assert draft.articles[2].text == "第十条改为第十一条。\n第十一条第二款删去。"
    assert warnings(draft) == []


def test_words_behind_the_last_point_are_no_part_of_it():
    draft = parse_draft(AMENDING)
    assert (draft.rows[-1].kind, draft.rows[-1].label) == ("annex", "")
    assert draft.rows[-1].text.startswith("本决定自公布之日起施行。\n《青禾县村道养护办法》根据本决定")
    assert [line for line, _text in draft.ignored] == [14, 15]


def test_the_whole_text_behind_an_amending_decision_is_read_as_articles():
    draft = parse_draft(f"{AMENDING}\n附：\n青禾县村道养护办法\n第一章 总则\n第一条 甲。\n第二条 乙。")
    assert labels(draft)[3:] == ["第一条", "第二条"]
    assert labels(draft, RowKind.HEADING) == ["第一章"]
    assert any("序号又从第一条开始" in text for text in warnings(draft))


def test_a_note_that_names_an_amending_decision_makes_no_amending_decision():
    draft = parse_draft(
        "某规定\n（根据2020年1月1日《关于修改〈某规定〉的决定》修正）\n一、管辖\n第一条 甲。\n二、受理\n第二条 乙。"
    )
    assert labels(draft) == ["第一条", "第二条"]
    assert [(row.label, row.heading, row.level) for row in draft.headings] == [
        ("一、", "管辖", 3),
        ("二、", "受理", 3),
    ]


def test_order_note_preamble_articles_signature_and_annexes_are_told_apart():
    draft = parse_draft(ENACTED)
    assert draft.title == "青禾县河道条例"
    assert draft.note.startswith("（2026年1月1日")
    assert [(row.kind, row.label, row.heading) for row in draft.rows if row.kind not in ("article", "heading")] == [
        ("intro", "", "序言"), ("annex", "附件1", "河道目录"), ("annex", "附表二", "图例"),
    ]  # fmt: skip
    assert labels(draft) == ["第一条", "第二条", "第三条", "第四条"]
    assert draft.articles[2].text.endswith("第二条规定的河道，不含水库。")
    assert [line for line, _text in draft.ignored] == [1, 2, 3, 4, 12, 20]


def test_a_sentence_broken_by_the_turn_of_a_page_is_joined():
    assert parse_draft(ENACTED).articles[0].text == "为了保护河道，制定本条例。"


def test_empty_chapters_stay_and_are_named():
    draft = parse_draft(ENACTED)
    assert labels(draft, RowKind.HEADING) == ["第一章", "第二章", "第三章"]
    assert [str(remark) for remark in draft.remarks] == ["第15行：“第二章 空章”下面没有条文。"]


def test_several_acts_in_one_text_are_parted_by_their_titles():
    first = "甲规定\n第一条 甲。\n第二条 乙。\n柳塘镇人民政府\n2026年1月1日"
    draft = parse_draft(f"{first}\n乙规定\n（2026年5月1日发布）\n第一章 总则\n第一条 丙。\n第二条 丁。")
    assert [(row.level, row.heading, row.text) for row in draft.headings] == [
        (1, "乙规定", "（2026年5月1日发布）"), (3, "总则", ""),
    ]  # fmt: skip
    assert warnings(draft) == ["第9行：序号又从第一条开始，可能贴入了几份文件，请核对或者分开。"]
    assert draft.articles[1].text == "乙。"


def test_everything_on_one_line_is_parted_where_the_next_number_begins():
    draft = parse_draft(
        "青禾县某办法 第一章 总则 第一条 依照第二条办理。第二条【范围】乙。第三条丙。第二章 附则 第四条 施行。"
    )
    assert draft.title == "青禾县某办法"
    assert [(row.label, row.heading, row.text) for row in draft.rows] == [
        ("第一章", "总则", ""), ("第一条", "", "依照第二条办理。"), ("第二条", "范围", "乙。"), ("第三条", "", "丙。"),
        ("第二章", "附则", ""), ("第四条", "", "施行。"),
    ]  # fmt: skip


def test_labels_spread_over_lines_are_put_together():
    draft = parse_draft("第一条\n〔目的〕\n为了公益。\n第一条\n之一\n甲。\n第 二 条　乙。")
    assert [(row.number, row.heading, row.text) for row in draft.rows] == [
        ((1,), "目的", "为了公益。"), ((1, 1), "", "甲。"), ((2,), "", "乙。"),
    ]  # fmt: skip


def test_a_chapter_whose_number_was_lost_in_copying_is_still_a_heading():
    draft = parse_draft(
        "第一章 总则\n第一条 甲。\n法律责任\n第二条 乙：\n公布名单\n第三条 丙。\n第三章 附则\n第四条 丁。"
    )
    assert [(row.label, row.heading) for row in draft.headings] == [
        ("第一章", "总则"),
        ("", "法律责任"),
        ("第三章", "附则"),
    ]
    assert draft.articles[1].text == "乙：\n公布名单"
    assert warnings(draft) == ["第3行：“法律责任”没有序号，当作标题，请核对。"]


def test_books_parts_and_sections_have_their_levels():
    draft = parse_draft(
        "第一编 总则\n第一分编 通则\n第一章 甲\n第一节 乙\n第一条 丙。\n第二分编 丁\n第二章 戊\n第二条 己。"
    )
    assert [row.level for row in draft.rows] == [1, 2, 3, 4, 5, 2, 3, 5]
    assert warnings(draft) == []


@pytest.mark.parametrize(
    "directory",
    [
        "目录\n第一章 总则……1\n第二章 附则……2",
        "目　录\n第一章 总则\n第一条 目的\n第二章 附则\n第二条 施行",
        "第一章 总则\n第二章 附 则",
        "【目 录】\n第一章 总 则 1\n第二章 附则与其他 3\n附件：图 5",
    ],
)
def test_a_directory_is_not_taken_for_the_text(directory):
    draft = parse_draft(f"某办法\n{directory}\n第一章 总则\n第一条 为了公益。\n第二章 附则\n第二条 施行。")
    assert [row.label for row in draft.rows] == ["第一章", "第一条", "第二章", "第二条"]
    assert len(draft.ignored) == directory.count("\n") + 1


def test_a_directory_is_known_though_the_first_chapter_lost_its_number():
    listed = "第一章 总则\n第二章 管理\n第三章 附则"
    draft = parse_draft(
        f"某办法\n{listed}\n总 则\n第一条 甲。\n第二章 管理\n第二条 乙。\n第三章 附则\n第三条 丙。"
    )
    assert [(row.label, row.heading) for row in draft.headings] == [
        ("", "总则"), ("第二章", "管理"), ("第三章", "附则"),
    ]  # fmt: skip


def test_empty_chapters_on_top_are_no_directory():
    draft = parse_draft("某办法\n第一章 总则\n第二章 管理\n第三章 附则\n第一条 甲。\n第二条 乙。")
    assert [row.label for row in draft.headings] == ["第一章", "第二章", "第三章"]


def test_lines_broken_as_on_paper_are_joined_and_a_remark_says_so():
    sentence = "村道由村民委员会组织村民养护镇人民政府给予指导和补助"
    text = "\n".join(
        f"第{number}条　{sentence}\n依照第九条第二款的规定办理并且公布。" for number in range(1, 15)
    )
    draft = parse_draft(text)
    assert len(draft.articles) == 14
    assert "\n" not in draft.articles[0].text
    assert any("按版面换行" in text for text in warnings(draft))


def test_a_reference_in_the_middle_of_a_sentence_begins_no_article():
    draft = parse_draft("第一条 甲。\n第二条 违反本办法和有关规定的，依照\n第九条 的规定处罚。\n第三条 丙。")
    assert labels(draft) == ["第一条", "第二条", "第三条"]


def test_a_mistyped_number_is_remarked_with_its_line_and_does_not_carry_the_count_away():
    draft = parse_draft("第一条 甲。\n第二条 乙。\n第十三条 丙。\n第四条 丁。\n第六条 戊。")
    assert warnings(draft) == [
        "第3行：第二条之后是第十三条，序号不连续。",
        "第4行：第十三条之后是第四条，序号不连续。",
        "第5行：第四条之后是第六条，序号不连续。",
    ]


def test_a_point_with_a_short_first_line_has_a_heading():
    draft = parse_draft("一、提高认识，加强领导\n各村要重视。\n二、各部门要落实。\n三、监督\n（一）视察。")
    assert [(row.heading, row.text) for row in draft.rows] == [
        ("提高认识，加强领导", "各村要重视。"), ("", "各部门要落实。"), ("监督", "（一）视察。"),
    ]  # fmt: skip


def test_the_line_that_passes_the_limit_is_named():
    with pytest.raises(NoArticles, match=f"^第{MAX_ROWS + 1}行：.*{MAX_ROWS} 条.*分成几份"):
        parse_draft("\n".join(f"第{number}条 施行。" for number in range(1, 10_001)))
    with pytest.raises(NoArticles, match=r"^第3行：.*分成几份"):
        parse_draft(f"第一条 甲。\n\n{'好' * MAX_LENGTH}")


def test_a_refusal_names_the_line_that_comes_nearest():
    with pytest.raises(NoArticles, match="第3行是“第九条第二款规定的情形"):
        parse_draft("一段话。\n\n第九条第二款规定的情形。")
