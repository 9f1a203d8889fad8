"""Uploaded drafts: what is read, and what is refused in words a clerk can act on."""

import io
import zipfile
from typing import Any

import pytest
from docx import Document

from participation.consultations.drafting.files import MAX_BYTES, UnreadableFile, read_file
from participation.consultations.drafting.parsing import parse_draft

TEXT = "青禾县村道养护办法（草案）\n\n第一条　为了养护村道，制定本办法。\n第二条　本办法自公布之日起施行。"


def word(text: str = TEXT) -> bytes:
    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    return saved(document)


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def repacked(
    content: bytes, *, add: dict[str, bytes] | None = None, change: dict[str, bytes] | None = None
) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, (change or {}).get(entry.filename, old.read(entry.filename)))
        for name, part in (add or {}).items():
            new.writestr(name, part)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
def test_a_text_file_is_read_in_every_usual_encoding(encoding):
    draft = parse_draft(read_file(TEXT.replace("\n", "\r\n").encode(encoding), "草案.txt"))
    assert [(row.label, row.line) for row in draft.articles] == [("第一条", 3), ("第二条", 4)]
    assert draft.articles[0].text == "为了养护村道，制定本办法。"


def test_a_word_file_is_read_with_the_numbers_of_its_paragraphs():
    source = read_file(word(), "草案.docx")
    assert [(row.label, row.line) for row in parse_draft(source).articles] == [("第一条", 3), ("第二条", 4)]
    assert source.text == TEXT
    assert [row.text for row in parse_draft(source.text).rows] == [
        row.text for row in parse_draft(source).rows
    ]


def test_the_name_does_not_decide_what_a_file_is():
    assert parse_draft(read_file(word(), "草案.doc")).articles
    assert parse_draft(read_file(TEXT.encode(), "草案")).articles


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.docx", "文件是空的"),
        (b" \r\n\t ", "a.txt", "文件是空的"),
        (b"\xef\xbb\xbf", "a.txt", "文件是空的"),
        ("\u3000\n\u200b".encode(), "a.txt", "没有文字"),
        (OLE, "a.doc", "另存为 .docx"),
        (OLE, "a.wps", "另存为 .docx"),
        (OLE, "a.docx", "密码"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a", "密码"),
        (b"%PDF-1.7\n%%EOF", "a.docx", "不能读取 PDF"),
        (b"{\\rtf1 }", "a.doc", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.docx", "图片"),
        (b"<html><body>" + "第一条".encode(), "a.txt", "网页"),
        (bytes(range(256)) * 20, "a.txt", "认不出"),
        (b"MZ\x90\x00" + bytes(range(1, 255)) * 9, "a.docx", "认不出"),
        (b"PK\x03\x04" + bytes(200), "a.docx", "已损坏"),
        (word()[:-200], "a.docx", "已损坏"),
        (word()[:2000], "a.docx", "已损坏"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(content, name, said):
    with pytest.raises(UnreadableFile, match=said):
        read_file(content, name)


def test_macros_are_refused_whatever_the_ending():
    macro = repacked(word(), add={"word/vbaProject.bin": b"\x00macro"})
    for name in ("a.docm", "a.docx"):
        with pytest.raises(UnreadableFile, match="宏"):
            read_file(macro, name)
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        types = archive.read("[Content_Types].xml").replace(
            b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            b"vnd.ms-word.document.macroEnabled.main",
        )
    with pytest.raises(UnreadableFile, match="宏"):
        read_file(repacked(word(), change={"[Content_Types].xml": types}), "a.docx")


def test_a_spreadsheet_or_any_archive_is_told_from_a_draft():
    sheet = repacked(word(), add={"xl/workbook.xml": b"<x/>"})
    assert parse_draft(read_file(sheet, "a.docx")).articles
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(UnreadableFile, match="表格文件"):
        read_file(buffer.getvalue(), "a.docx")
    with pytest.raises(UnreadableFile, match="不是 Word 文件"):
        read_file(buffer.getvalue().replace(b"xl/workbook", b"xl/notebook"), "a.docx")


class Announced(io.BytesIO):
    """An upload that says how large it is, and tells whether it was read."""

    def __init__(self, content: bytes, size: int | None) -> None:
        super().__init__(content)
        self.given = 0
        if size is not None:
            self.size = size

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        self.given += len(found)
        return found


def test_fifty_megabytes_are_refused_before_they_are_read():
    upload = Announced(b"", 50 * 1024 * 1024)
    with pytest.raises(UnreadableFile, match="超过 10 MB"):
        read_file(upload, "a.docx")
    assert upload.given == 0


def test_an_upload_that_does_not_say_its_size_is_read_no_further_than_the_limit():
    upload = Announced(bytes(MAX_BYTES + 1000), None)
    with pytest.raises(UnreadableFile, match="超过 10 MB"):
        read_file(upload, "a.txt")
    assert upload.given == MAX_BYTES + 1
    with pytest.raises(UnreadableFile, match="超过 10 MB"):
        read_file(bytes(MAX_BYTES + 1), "a.docx")


def test_a_file_that_grows_when_unpacked_is_refused_unread():
    bomb = repacked(word(), change={"word/document.xml": b"<w:document>" + b" " * 41 * 1024 * 1024})
    assert len(bomb) < 1024 * 1024
    with pytest.raises(UnreadableFile, match="解压后过大"):
        read_file(bomb, "a.docx")


def test_parts_that_do_not_unpack_or_lead_nowhere_are_a_damaged_file():
    content = bytearray(word())
    at = content.find(b"word/document.xml") + 40
    content[at : at + 200] = b"\xff" * 200
    with pytest.raises(UnreadableFile, match="已损坏"):
        read_file(bytes(content), "a.docx")
    with pytest.raises(UnreadableFile, match="已损坏"):
        read_file(repacked(word(), change={"word/_rels/document.xml.rels": b"<x/>"}), "a.docx")


@pytest.mark.parametrize(
    "part",
    [
        b"<not xml",
        b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w>&b;</w>',
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>',
    ],
)
def test_a_document_that_is_none_inside_is_refused(part):
    with pytest.raises(UnreadableFile):
        read_file(repacked(word(), change={"word/document.xml": part}), "a.docx")
