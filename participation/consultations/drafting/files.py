"""Reading an uploaded draft: .docx and .txt, everything else refused with a reason that helps (``domain.md`` §10.1).

Size is looked at before the content, kind by content and not by name. What the house checks in every Office file
(macros, passwords, bombs) is checked by :mod:`library.content`; nothing is stored here.
"""

import zipfile
import zlib
from io import BytesIO
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from docx import Document
from docx.opc.exceptions import OpcError
from lxml.etree import LxmlError

from library.content import DOCX, HAS_PASSWORD, MAX_ENTRIES, TOO_LARGE_INSIDE, UNKNOWN, ContentError, checked
from participation.consultations.drafting.decoding import decoded
from participation.consultations.drafting.lines import numbered_lines
from participation.consultations.drafting.sources import SourceText
from participation.consultations.drafting.tables import tables_in
from participation.consultations.drafting.word import read_word

__all__ = ["MAX_BYTES", "SourceText", "UnreadableFile", "read_file"]

MAX_BYTES = 10 * 1024 * 1024
# A law of 1,260 articles unpacks to 3 MB; XML takes ten times its size in memory.
MAX_PART = 40 * 1024 * 1024
# What unpacking damaged archives can raise.
BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError)
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")


class UnreadableFile(ValueError):
    """The file cannot be read as a draft; the message says so to the clerk."""


def read_file(upload: bytes | BinaryIO, name: str = "") -> SourceText:
    """Return lines and tables of a draft. Raises UnreadableFile. Never reads more than :data:`MAX_BYTES` and a byte."""
    content = _bounded(upload)
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile(_("文件是空的，请重新选择。"))
    low = name.lower()
    if content.startswith(_ZIP):
        source = _word(content, low)
    else:
        _refuse_others(content, low)
        source = _plain(content)
    source.name = name
    if not source.blocks:
        raise UnreadableFile(_("文件里没有文字。如果是扫描件，请先识别成文字。"))
    return source


def _bounded(upload: bytes | BinaryIO) -> bytes:
    announced = len(upload) if isinstance(upload, bytes) else getattr(upload, "size", 0)
    if not announced or announced <= MAX_BYTES:
        content = upload if isinstance(upload, bytes) else upload.read(MAX_BYTES + 1)
        if len(content) <= MAX_BYTES:
            return content
    raise UnreadableFile(
        _("文件超过 %(limit)d MB，没有读取。请删去图片后再传，或者把文字粘贴过来。")
        % {"limit": MAX_BYTES // 1024 // 1024}
    )


def _refuse_others(content: bytes, name: str) -> None:
    """Say for the kinds that clerks really have what to do with them."""
    if content.startswith(_OLE):
        if name.endswith(("docx", "docm")) or _utf16("EncryptedPackage") in content:
            raise UnreadableFile(str(HAS_PASSWORD))
        raise UnreadableFile(
            _("这是旧格式（.doc、.wps）的文件。请用 Word 或 WPS 打开，另存为 .docx 后再传。")
        )
    if content.startswith(b"%PDF"):
        raise UnreadableFile(_("不能读取 PDF。请上传 Word（.docx）原稿，或者把文字复制粘贴过来。"))
    if content.startswith(b"{\\rtf"):
        raise UnreadableFile(_("这是 RTF 文件。请用 Word 或 WPS 打开，另存为 .docx 后再传。"))
    if content.startswith(_PICTURES):
        raise UnreadableFile(_("这是图片。请先识别成文字，再粘贴过来。"))
    if content.lstrip()[:200].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise UnreadableFile(_("这是网页或者 XML 文件。请用 Word 或 WPS 打开，另存为 .docx 后再传。"))


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _plain(content: bytes) -> SourceText:
    text = decoded(content)
    if text is None:
        raise UnreadableFile(_("认不出这个文件的内容。只能读取 Word（.docx）和纯文本（.txt）。"))
    return SourceText(blocks=list(tables_in(numbered_lines(text))))


def _word(content: bytes, name: str) -> SourceText:
    """Read a Word file after the checks that every file passes."""
    try:
        kind = checked(ContentFile(content, name=name or "draft.docx")).content_type
    except ContentError as error:
        if error.reason == str(UNKNOWN):
            error.reason = _("这不是 Word 文件。只能读取 Word（.docx）和纯文本（.txt）。")
        raise UnreadableFile(error.reason) from error
    if kind != DOCX:
        raise UnreadableFile(_("这是表格文件。请把表格复制粘贴过来，或者放进 Word（.docx）再传。"))
    _check_parts(content)
    document = _opened(content)
    try:
        return read_word(document)
    except (LxmlError, KeyError, ValueError) as error:
        raise _broken() from error


def _opened(content: bytes) -> Any:
    """Open the package. The library stumbles over damaged parts in every way there is."""
    try:
        document = Document(BytesIO(content))
        if document.element.body is None or document.styles.element is None:
            raise _broken()
    except (OpcError, LxmlError, LookupError, AttributeError, TypeError, *BROKEN_ARCHIVE) as error:
        raise _broken() from error
    return document


def _broken() -> UnreadableFile:
    return UnreadableFile(_("文件不完整或已损坏，请重新另存为 .docx 后再传。"))


def _check_parts(content: bytes) -> None:
    """Refuse what would grow too large in memory, before any of it is unpacked."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        written = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in written) > MAX_PART:
            raise UnreadableFile(str(TOO_LARGE_INSIDE))
