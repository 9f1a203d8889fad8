"""Reading pasted drafts (``domain.md`` §10.1, §10.2)."""

import pytest

from participation.consultations.drafting.numerals import number_value
from participation.consultations.drafting.parsing import MAX_ROWS, NoArticles, parse_draft

LAW = """云溪市农村生活污水治理条例(草案)

目　录
第一章　总　则
第二章　规划与建设
第一节　规　划
第三章　附则

第一章　总　则
第一条〖目的依据〗　为了改善农村人居环境，制定本条例。
第二条(适用范围) 本市农村生活污水的治理，适用本条例。
第三条　本条例所称农村生活污水，是指居民生活产生的污水。
第一条规定的活动，不适用前款。
第二章　规划与建设
第一节　规　划
第九条 〔管网接户〕 村庄生活污水管网应当与农户化粪池同步设计。
农户户内管道由农户负责接入。
第九条之一　已有管网的，可以不再新建。
第十条
有下列情形之一的：
（一）房屋已经依法登记；
（二）有设计方案。
第三章　附则
第十一条　本条例自公布之日起施行。"""

DECISION = """青禾县人大常委会关于加强小型水库安全运行的决定（草案）
为了保障水库安全，作如下决定：
一、县人民政府应当加强领导。
二、〔巡查〕管护人员每月巡查。
（一）汛期每天巡查。
三、本决定自公布之日起施行。"""


def test_chapters_sections_and_articles_are_told_apart():
    draft = parse_draft(LAW)
    assert [row.label for row in draft.headings] == ["第一章", "第二章", "第一节", "第三章"]
    assert [row.label for row in draft.articles] == [
        "第一条", "第二条", "第三条", "第九条", "第九条之一", "第十条", "第十一条",
    ]  # fmt: skip


def test_spaced_out_titles_and_every_kind_of_bracket_are_read():
    rows = {row.label: row for row in parse_draft(LAW).rows}
    assert (rows["第一章"].heading, rows["第一节"].heading) == ("总则", "规划")
    assert (rows["第一条"].heading, rows["第二条"].heading, rows["第九条"].heading) == (
        "目的依据", "适用范围", "管网接户",
    )  # fmt: skip
    assert rows["第九条"].text == "村庄生活污水管网应当与农户化粪池同步设计。\n农户户内管道由农户负责接入。"


def test_the_table_of_contents_is_not_taken_for_chapters():
    assert len(parse_draft(LAW).headings) == 4


def test_headings_after_the_word_contents_are_kept_when_they_do_not_come_again():
    draft = parse_draft("目录\n第一章 总则\n第一条 为了公益。")
    assert [row.label for row in draft.rows] == ["第一章", "第一条"]


def test_a_sentence_that_names_an_article_does_not_begin_one():
    third = next(row for row in parse_draft(LAW).rows if row.label == "第三条")
    assert "第一条规定的活动" in third.text


def test_items_in_brackets_are_text_not_topics():
    rows = parse_draft("第一条 （一）房屋已经登记；\n第二条 （二）有方案。").articles
    assert [(row.heading, row.text) for row in rows] == [("", "（一）房屋已经登记；"), ("", "（二）有方案。")]


def test_a_decision_is_read_by_its_numbered_points():
    draft = parse_draft(DECISION)
    assert [row.label for row in draft.articles] == ["一、", "二、", "三、"]
    assert draft.articles[1].heading == "巡查"
    assert draft.articles[1].text == "管护人员每月巡查。\n（一）汛期每天巡查。"
    assert draft.title == "青禾县人大常委会关于加强小型水库安全运行的决定（草案）"
    assert [(row.kind, row.text) for row in draft.rows[:1]] == [("intro", "为了保障水库安全，作如下决定：")]


def test_numbered_points_inside_a_law_stay_in_their_article():
    rows = parse_draft("第一条 分为：\n一、甲；\n二、乙。\n第二条 施行。").articles
    assert rows[0].text == "分为：\n一、甲；\n二、乙。"


def test_articles_without_a_space_are_read_in_sequence():
    rows = parse_draft("第一条为了公益，制定本办法。\n第二条村道由村里养护。").articles
    assert [row.text for row in rows] == ["为了公益，制定本办法。", "村道由村里养护。"]


@pytest.mark.parametrize("blank", ["\u3000", "\u00a0", " ", "\t", "\u2003"])
def test_any_blank_may_follow_the_label(blank):
    assert parse_draft(f"第一条{blank}为了公益。\r\n第二条{blank}施行。").articles[1].text == "施行。"


@pytest.mark.parametrize(
    "text", ["", "  \n", "没有条文的一段话。", "1. 第一点\n2. 第二点", "第九条第二款规定的情形。"]
)
def test_a_text_without_articles_is_refused_in_words(text):
    with pytest.raises(NoArticles, match="没有认出条文"):
        parse_draft(text)


def test_too_many_articles_for_one_page_are_refused():
    with pytest.raises(NoArticles, match="分成几份"):
        parse_draft("\n".join(f"第{number}条 施行。" for number in range(1, MAX_ROWS + 2)))


def test_gaps_and_repetitions_are_remarked():
    remarks = [str(remark) for remark in parse_draft("第一条 甲\n第一条 乙\n第四条 丙").remarks]
    assert remarks == [
        "第2行：第一条出现了不止一次（第1行已有）。",
        "第3行：第一条之后是第四条，序号不连续。",
    ]


def test_nothing_of_the_draft_is_lost():
    draft = parse_draft(LAW)
    kept = "".join(row.label + row.heading + row.text for row in draft.rows)
    for words in ("为了改善农村人居环境", "已有管网的，可以不再新建", "（二）有设计方案", "自公布之日起施行"):
        assert words in kept
    assert draft.title == "云溪市农村生活污水治理条例(草案)"
    assert [line for line, _text in draft.ignored] == [3, 4, 5, 6, 7]


def test_unseen_characters_do_not_hide_an_article():
    assert len(parse_draft("\ufeff第一条\u200b 甲\n\u202e第二条 乙").articles) == 2


@pytest.mark.parametrize(
    ("written", "value"),
    [("十", 10), ("十二", 12), ("二十", 20), ("一百零一", 101), ("一百一十", 110), ("38", 38)],
)
def test_numbers_have_their_value(written, value):
    assert number_value(written) == value
