"""What Word files hold besides plain paragraphs: its own numbers, tables, revisions, text boxes, notes, directories."""

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from participation.consultations.drafting.files import read_file
from participation.consultations.drafting.parsing import ParsedDraft, parse_draft

LEVELS = [
    ("chineseCountingThousand", "第%1章"), ("chineseCountingThousand", "第%2条"),
    ("chineseCounting", "（%3）"), ("decimal", "%4."),
]  # fmt: skip


def parsed(document: Any) -> ParsedDraft:
    buffer = io.BytesIO()
    document.save(buffer)
    return parse_draft(read_file(buffer.getvalue(), "草案.docx"))


def numbering(document: Any, number: int = 77, overrides: str = "") -> None:
    """Define a list as Word does: chapters, articles that run on through them, items, sub-items."""
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + ('<w:lvlRestart w:val="0"/>' if at == 1 else "")
        + f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(LEVELS)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'
    root.insert(0, parse_xml(abstract))
    root.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="77"/>{overrides}</w:num>'
        )
    )


def numbered(document: Any, text: str, level: int, number: int = 77) -> Any:
    paragraph = document.add_paragraph(text)
    pointer = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(pointer))
    return paragraph


def test_numbers_that_word_writes_itself_are_counted():
    document = Document()
    numbering(document)
    for text, level in [
        ("总则", 0), ("为了公益。", 1), ("应当：", 1), ("甲：", 2), ("一目；", 3), ("二目。", 3),
        ("乙。", 2), ("附则", 0), ("又应当：", 1), ("丙。", 2),
    ]:  # fmt: skip
        numbered(document, text, level)
    assert [(row.label, row.heading, row.text) for row in parsed(document).rows] == [
        ("第一章", "总则", ""),
        ("第一条", "", "为了公益。"),
        ("第二条", "", "应当：\n（一） 甲：\n1. 一目；\n2. 二目。\n（二） 乙。"),
        ("第二章", "附则", ""),
        ("第三条", "", "又应当：\n（一） 丙。"),
    ]


def test_numbers_of_a_style_and_a_later_start_are_counted_too():
    document = Document()
    numbering(document, overrides='<w:lvlOverride w:ilvl="1"><w:startOverride w:val="9"/></w:lvlOverride>')
    style = document.styles.add_style("条", 1)
    style.element.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="1"/><w:numId w:val="77"/></w:numPr>')
    )
    child = document.styles.add_style("条之下", 1)
    child.base_style = style
    document.add_paragraph("甲。", style=style)
    document.add_paragraph("乙。", style=child)
    assert [row.label for row in parsed(document).rows] == ["第九条", "第十条"]


def test_revisions_are_read_as_accepted_and_said():
    document = Document()
    document.add_paragraph("第一条　甲。")
    paragraph = document.add_paragraph("第二条　应当")._p
    inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
    inserted.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>及时</w:t></w:r>"))
    deleted.append(parse_xml(f"<w:r {nsdecls('w')}><w:delText>马上</w:delText></w:r>"))
    paragraph.extend([inserted, deleted, parse_xml(f"<w:r {nsdecls('w')}><w:t>修复。</w:t></w:r>")])
    draft = parsed(document)
    assert draft.articles[1].text == "应当及时修复。"
    assert any("修订痕迹" in str(remark) for remark in draft.remarks)


def test_text_boxes_and_page_headers_are_given_back_not_taken():
    document = Document()
    document.add_paragraph("第一条　甲。")
    inside = "<w:p><w:r><w:t>框里的话</w:t></w:r></w:p>"
    box = f"<w:r {nsdecls('w')}><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></w:r>"
    document.add_paragraph("第二条　乙。")._p.append(parse_xml(box))
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.add_section(WD_SECTION.NEW_PAGE)
    draft = parsed(document)
    assert [row.text for row in draft.rows] == ["甲。", "乙。"]
    assert [text for _line, text in draft.ignored] == ["框里的话", "内部资料"]
    assert any("文本框" in str(remark) for remark in draft.remarks)


def test_footnotes_are_given_back_not_taken():
    document = Document()
    document.add_paragraph("第一条　甲。")
    note = "<w:footnote w:id='2'><w:p><w:r><w:t>注一</w:t></w:r></w:p></w:footnote>"
    notes = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    draft = parsed(document)
    assert [text for _line, text in draft.ignored] == ["注一"]
    assert any("脚注" in str(remark) for remark in draft.remarks)


def test_a_directory_made_by_word_is_known_by_its_styles():
    document = Document()
    style = document.styles.add_style("toc 1", 1)
    document.add_paragraph("村道养护办法")
    for text in ("第一章 总则\t1", "第二章 附则\t2"):
        document.add_paragraph(text, style=style)
    for text in ("第一章 总则", "第一条 甲。", "第二章 附则", "第二条 乙。"):
        document.add_paragraph(text)
    assert [row.label for row in parsed(document).rows] == ["第一章", "第一条", "第二章", "第二条"]


def test_line_breaks_content_controls_and_styled_headings_are_read():
    document = Document()
    document.add_paragraph("第一条　甲。")
    document.add_paragraph("罚则与其他", style="Heading 1")
    document.add_paragraph("第二条　乙：\n（一）丙；\n（二）丁。")
    inside = "<w:p><w:r><w:t>第三条　戊。</w:t></w:r></w:p>"
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    document.element.body.insert(3, parse_xml(control))
    assert [(row.label, row.heading, row.text) for row in parsed(document).rows] == [
        ("第一条", "", "甲。"), ("", "罚则与其他", ""), ("第二条", "", "乙：\n（一）丙；\n（二）丁。"),
        ("第三条", "", "戊。"),
    ]  # fmt: skip


def table(document: Any, rows: list[list[str]]) -> Any:
    made = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return made


def test_candidate_projects_in_a_table_become_rows():
    document = Document()
    document.add_paragraph("柳塘镇民生实事候选项目")
    made = table(document, [
        ["序号", "项目名称", "建设内容", "责任单位"], ["道路类", "", "", ""],
        ["1", "村口路灯", "新装一百盏。\n更换旧灯。", "供电所"],
        ["2", "渡口坡道", "改造坡道。", ""], ["合计", "", "", "两项"],
    ])  # fmt: skip
    made.rows[1].cells[0].merge(made.rows[1].cells[3])
    draft = parsed(document)
    assert draft.title == "柳塘镇民生实事候选项目"
    assert [(row.kind, row.label, row.heading, row.text, row.number, row.line) for row in draft.rows] == [
        ("heading", "", "道路类", "", (), 3),
        ("project", "1", "村口路灯", "建设内容：新装一百盏。 更换旧灯。\n责任单位：供电所", (1,), 4),
        ("project", "2", "渡口坡道", "建设内容：改造坡道。", (2,), 5),
    ]
    assert (6, "合计　两项") in draft.ignored


def test_a_comparison_gives_its_new_wording_and_says_so():
    document = Document()
    document.add_paragraph("柳塘镇人民代表大会议事规则修改对照表")
    table(document, [
        ["现行规则", "修订草案", "说明"], ["第一条 旧。", "第一条 新。", "改词"], ["第二条 不改。", "（同左）", ""],
        ["第三条 删掉的。", "（删去）", "重复"], ["", "第三条 增加的：\n（一）甲。", ""],
    ])  # fmt: skip
    draft = parsed(document)
    assert [(row.label, row.text) for row in draft.articles] == [
        ("第一条", "新。"), ("第二条", "不改。"), ("第三条", "增加的：\n（一）甲。"),
    ]  # fmt: skip
    assert "第2行：这里是新旧对照表，只取“修订草案”一栏作为条文，其余各栏没有收入。" in map(
        str, draft.remarks
    )
    assert {"第一条 旧。", "第三条 删掉的。", "改词", "重复"} <= {text for _line, text in draft.ignored}


def test_another_table_is_read_cell_by_cell_with_a_remark():
    document = Document()
    document.add_paragraph("第一条　标准如下：")
    table(document, [["甲类", "十元"], ["乙类", "五元"]])
    draft = parsed(document)
    assert draft.rows[0].text == "标准如下：\n甲类\n十元\n乙类\n五元"
    assert [str(remark) for remark in draft.remarks] == [
        "第2行：这里是一张表格，按单元格的先后读成文字，请核对。"
    ]


def embedded(document: Any, name: str, kind: str, content: bytes) -> None:
    part = Part(PackURI(f"/word/{name}"), kind, content, document.part.package)
    relation = document.part.relate_to(
        part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    )
    chunk = OxmlElement("w:altChunk")
    chunk.set(qn("r:id"), relation)
    document.element.body.insert(0, chunk)


def test_a_web_page_embedded_by_a_program_is_read_like_the_documents_own_text():
    page = (
        "<html><head><style>p {}</style></head><body><h1>村道办法</h1><p>第一条 甲。<br>另款。</p>"
        "<table><tr><td>第二条</td><td>乙。</td></tr></table><script>x</script></body></html>"
    )
    document = Document()
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    archive = f"{head}Content-Type: text/html; charset=utf-8\n\n{page}\n--b--"
    embedded(document, "chunk.mht", "message/rfc822", archive.encode())
    draft = parsed(document)
    assert (draft.title, [row.text for row in draft.rows]) == ("村道办法", ["甲。\n另款。", "乙。"])


def test_another_embedded_file_is_reported():
    document = Document()
    document.add_paragraph("第一条　甲。")
    embedded(document, "chunk.bin", "application/octet-stream", b"?")
    assert any("嵌入了另一个文件" in str(remark) for remark in parsed(document).remarks)
