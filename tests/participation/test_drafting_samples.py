"""The dry run on the sample drafts D1–D6 (``domain.md`` §10.2): as text, as Word files, from the command line."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from docx import Document

from participation.consultations.drafting.clauses import clauses
from participation.consultations.drafting.files import read_file
from participation.consultations.drafting.parsing import NoArticles, ParsedDraft, parse_draft

DRAFTS = Path(__file__).parent / "drafts"
# Kinds, articles, headings, lines not taken.
EXPECTED = {
    "D1": ("article", 38, 8, 9),
    "D2": ("article", 14, 0, 2),
    "D3": ("article", 41, 7, 8),
    "D4": ("project", 12, 0, 2),
    "D5": ("article", 19, 0, 0),
}


def text_of(name: str) -> str:
    return (DRAFTS / f"{name}.txt").read_text(encoding="utf-8")


def as_word(name: str) -> bytes:
    """Return a sample as a Word file; lines with tabs become a table."""
    document = Document()
    lines = text_of(name).splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line]
    table: Any = None
    for line in lines:
        if "\t" not in line:
            document.add_paragraph(line)
        elif table is None:
            table = document.add_table(len(rows), len(rows[0]))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=False):
                    cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture(params=["text", "word"])
def sample(request: pytest.FixtureRequest):
    def read(name: str) -> ParsedDraft:
        return parse_draft(
            text_of(name) if request.param == "text" else read_file(as_word(name), f"{name}.docx")
        )

    return read


@pytest.mark.parametrize("name", EXPECTED)
def test_each_sample_is_read_whole_without_a_doubt(sample, name):
    kind, articles, headings, ignored = EXPECTED[name]
    draft = sample(name)
    assert {row.kind for row in draft.articles} == {kind}
    assert [row.number for row in draft.articles] == [(number,) for number in range(1, articles + 1)]
    assert (len(draft.headings), len(draft.ignored), draft.remarks) == (headings, ignored, [])


def test_d1_has_title_note_chapters_and_an_article_of_three_paragraphs(sample):
    draft = sample("D1")
    assert draft.title == "云溪市农村生活污水治理条例（草案）"
    assert draft.note.startswith("（2026年11月5日")
    assert [row.heading for row in draft.headings if row.level == 3] == [
        "总则", "规划与建设", "运行与维护", "监督管理", "法律责任", "附则",
    ]  # fmt: skip
    assert [row.heading for row in draft.headings if row.level == 4] == ["规划", "建设"]
    ninth, eighteenth = draft.articles[8], draft.articles[17]
    assert (ninth.heading, [each.path for each in clauses(ninth.text)]) == (
        "管网接户",
        ["第一款", "第二款", "第三款"],
    )
    assert len(clauses(eighteenth.text)[0].children) == 5


def test_d2_is_a_decision_by_points_with_a_lead(sample):
    draft = sample("D2")
    assert draft.title == "青禾县人民代表大会常务委员会关于加强小型水库安全运行的决定（草案）"
    assert [row.text[-6:] for row in draft.rows if row.kind == "intro"] == ["作如下决定："]
    assert [row.label for row in draft.articles][-1] == "十四、"
    assert [text for _line, text in draft.ignored] == ["青禾县人民代表大会常务委员会", "2026年12月1日"]


def test_d4_is_a_table_of_projects_with_a_line_for_each_column(sample):
    draft = sample("D4")
    assert draft.title == "柳塘镇2027年度民生实事候选项目（12选10）"
    first = draft.articles[0]
    assert (first.label, first.heading) == ("1", "村组道路安全提升")
    assert [line.split("：")[0] for line in first.text.split("\n")] == [
        "建设内容", "责任单位", "投资（万元）", "资金来源", "受益范围", "完成时限",
    ]  # fmt: skip


def test_d5_has_items_and_items_below_them(sample):
    draft = sample("D5")
    assert len(clauses(draft.articles[3].text)[0].children) == 4
    below = clauses(draft.articles[10].text)[0].children[1].children
    assert [each.anchor_suffix for each in below][:2] == ["k1-x2-m1", "k1-x2-m2"]


def test_d6_has_no_text_to_take_and_the_dry_run_says_so(sample):
    with pytest.raises(NoArticles, match="没有认出条文"):
        sample("D6")


def test_the_command_shows_the_dry_run_and_counts(capsys, tmp_path):
    (tmp_path / "D4.docx").write_bytes(as_word("D4"))
    call_command("read_draft", DRAFTS / "D1.txt", tmp_path, "--rows")
    shown = capsys.readouterr().out
    assert "标题：云溪市农村生活污水治理条例（草案）" in shown
    assert "第九条 管网接户" in shown
    assert "第5行 目　　录" in shown
    assert [line.split()[:4] for line in shown.splitlines()[-3:]] == [
        ["D1.txt", "38", "8", "0"], ["D4.docx", "0", "0", "12"], ["共", "2/2", "个", "38"],
    ]  # fmt: skip


def test_the_command_fails_with_the_reason_for_each_file_it_cannot_read(capsys, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match=r"a.txt：不能读取 PDF.*D6.txt：没有认出条文.*gone.txt：打不开"):
        call_command(
            "read_draft", tmp_path / "a.txt", DRAFTS / "D6.txt", DRAFTS / "D5.txt", tmp_path / "gone.txt"
        )
    assert "共 1/4 个" in capsys.readouterr().out
