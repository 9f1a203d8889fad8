"""Files are told by their content; what a program would run, unpack without end or ask a password for stays out."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from openpyxl import Workbook
from PIL import Image

from library import content
from library.content import ContentError, checked, safe_stem

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"
TYPES = b'<?xml version="1.0"?><Types><Override ContentType="application/xml"/></Types>'


def office(main: str = "word/document.xml", **more: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", more.pop("types", TYPES))
        archive.writestr(main, b"<x/>")
        for name, body in more.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), body)
    return data.getvalue()


def workbook() -> bytes:
    data = io.BytesIO()
    Workbook().save(data)
    return data.getvalue()


def encrypted() -> bytes:
    raw = bytearray(office())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (found := raw.find(mark, start)) >= 0:
            raw[found + offset] |= 1
            start = found + 4
    return bytes(raw)


def damaged() -> bytes:
    """Return a file whose compressed first part does not unpack."""
    raw = bytearray(office())
    begin = 30 + len("[Content_Types].xml")
    raw[begin : begin + 8] = b"\xff" * 8
    return bytes(raw)


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(data, "PNG")
    return data.getvalue()


@pytest.mark.parametrize(
    ("body", "name", "kept_as", "kind"),
    [
        (PDF, "批复.pdf", "批复.pdf", "application/pdf"),
        (PDF, "照片.jpg", "照片.pdf", "application/pdf"),
        (office(), "说明.docx", "说明.docx", content.DOCX),
        (workbook(), "清单.xlsx", "清单.xlsx", content.XLSX),
        (picture(), "现场.png", "现场.jpg", "image/jpeg"),
    ],
)
def test_a_good_file_is_kept_under_its_real_kind(body: bytes, name: str, kept_as: str, kind: str) -> None:
    kept = checked(ContentFile(body, name))
    assert (kept.name, kept.content_type) == (kept_as, kind)
    assert len(kept.sha256) == 64


@pytest.mark.parametrize(
    ("body", "name", "reason"),
    [
        (b"", "a.pdf", content.EMPTY),
        (b"hello", "a.pdf", content.UNKNOWN),
        (b"<html><script>alert(1)</script>", "a.docx", content.UNKNOWN),
        (b"MZ\x90\x00program", "a.pdf", content.UNKNOWN),
        (b"%PDF-1.7 cut off", "a.pdf", content.BROKEN),
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"), "a.pdf", content.ACTIVE),
        (PDF.replace(b"/Catalog", b"/Catalog/S/#4a#61vaScript"), "a.pdf", content.ACTIVE),
        (PDF.replace(b"/Catalog", b"/Catalog/EmbeddedFile 3 0 R"), "a.pdf", content.ACTIVE),
        (PDF.replace(b"trailer<<", b"trailer<</Encrypt 5 0 R"), "a.pdf", content.HAS_PASSWORD),
        (office(word__vbaProject_dot_bin=b"x"), "a.docx", content.HAS_MACROS),
        (office(word__embeddings__oleObject1_dot_bin=b"x"), "a.docx", content.HAS_MACROS),
        (
            office(types=TYPES.replace(b"application/xml", b"ms-word.macroEnabled")),
            "a.docx",
            content.HAS_MACROS,
        ),
        (
            office(
                word___rels__settings_dot_xml_dot_rels=b'<R Type="attachedTemplate" TargetMode="External"/>'
            ),
            "a.docx",
            content.REFERS_OUTSIDE,
        ),
        (encrypted(), "a.docx", content.HAS_PASSWORD),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a.docx", content.HAS_PASSWORD),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a.doc", content.UNKNOWN),
        (office(main="other.xml"), "a.docx", content.UNKNOWN),
        (office()[:-30], "a.docx", content.BROKEN),
        (damaged(), "a.docx", content.BROKEN),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(body: bytes, name: str, reason) -> None:
    with pytest.raises(ContentError) as refused:
        checked(ContentFile(body, name))
    assert refused.value.reason == str(reason)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", b"0" * (content.MAX_UNPACKED + 1))
    assert len(data.getvalue()) < 1_000_000
    with pytest.raises(ContentError, match="解压后过大"):
        checked(ContentFile(data.getvalue(), "a.docx"))


def test_too_many_entries_are_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for number in range(content.MAX_ENTRIES + 1):
            archive.writestr(f"{number}", b"")
    with pytest.raises(ContentError, match="解压后过大"):
        checked(ContentFile(data.getvalue(), "a.docx"))


def test_a_file_over_the_limit_is_not_even_read() -> None:
    upload = ContentFile(b"%PDF-", "a.pdf")
    upload.size = content.MAX_BYTES + 1
    with pytest.raises(ContentError, match="20 MB"):
        checked(upload)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\桌面\\说明.docx", "说明"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x"),
        ("\u202egnp.exe.pdf", "gnp.exe"),
        ("...", "附件"),
        ("", "附件"),
        ("x" * 500 + ".pdf", "x" * 80),
    ],
)
def test_names_cannot_mislead(name: str, stem: str) -> None:
    assert safe_stem(name) == stem
