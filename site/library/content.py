"""What a file is, told by its content, and what in it keeps it out: the check that is always made.

Pictures are made anew (:mod:`library.photos`). Documents are kept as they came, so they are looked into first:
right kind, bounded when unpacked, no macros, no programs, no passwords (``wagtail-notes.md``, last section).
"""

import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from core.text import one_line
from library.photos import PhotoError, process_photo
from library.refusal import RefusedFile

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ENTRIES = 3000
MAX_NAME = 80
PDF, DOCX, XLSX = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
PICTURES = {"jpg", "jpeg", "png", "webp", "heic"}
# The entry that tells the kind of an Office file, whatever its name says.
OFFICE_KINDS = {"word/document.xml": (DOCX, "docx"), "xl/workbook.xml": (XLSX, "xlsx")}
ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)(?![A-Za-z])")
HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")

EMPTY = _("文件是空的，请重新选择。")
TOO_BIG = _("文件超过 20 MB，请压缩或分开上传。")
UNKNOWN = _("只接收 PDF、Word（docx）、Excel（xlsx）文件和照片。旧格式请另存后上传。")
BROKEN = _("文件不完整或已损坏，请重新生成后上传。")
HAS_MACROS = _("文件里有宏或者嵌入的程序，请另存为不带宏的文件。")
HAS_PASSWORD = _("文件有密码保护，请去掉密码后上传。")
TOO_LARGE_INSIDE = _("文件解压后过大，不能接收。")
ACTIVE = _("PDF 里有脚本或者嵌入的文件，请打印成新的 PDF 后上传。")
REFERS_OUTSIDE = _("文件引用了外部模板，请另存为普通文件后上传。")


class ContentError(RefusedFile):
    """A document is refused."""


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: its bytes, its real type, and a name without a path or control characters."""

    content: bytes
    content_type: str
    name: str

    @property
    def sha256(self) -> str:
        """Return the fingerprint."""
        return hashlib.sha256(self.content).hexdigest()


def checked(upload: File[bytes]) -> CheckedFile:
    """Return the file ready to be kept. Raises ContentError with the reason when it is refused."""
    if not upload.size:
        raise ContentError(EMPTY)
    if upload.size > MAX_BYTES:
        raise ContentError(TOO_BIG)
    stem = safe_stem(str(upload.name or ""))
    upload.seek(0)
    head = upload.read(8)
    upload.seek(0)
    if head.startswith(b"%PDF-"):
        return CheckedFile(_pdf(upload.read()), PDF, f"{stem}.pdf")
    if head.startswith(b"PK\x03\x04"):
        content = upload.read()
        kind, suffix = _office(content)
        return CheckedFile(content, kind, f"{stem}.{suffix}")
    if head.startswith(b"\xd0\xcf\x11\xe0"):  # the old Office container, also that of encrypted new files
        raise ContentError(HAS_PASSWORD if str(upload.name).lower().endswith(("docx", "xlsx")) else UNKNOWN)
    try:
        photo = process_photo(upload)
    except PhotoError as error:
        is_picture = str(upload.name).lower().rsplit(".", 1)[-1] in PICTURES
        raise ContentError(error.reason if is_picture else UNKNOWN) from error
    return CheckedFile(photo.content, photo.content_type, f"{stem}.jpg")


def safe_stem(name: str) -> str:
    """Return a file name without folders, ending, line breaks and characters that could mislead."""
    last = re.split(r"[/\\]", one_line(name, 300))[-1]
    stem = re.sub(r'[<>:"|?*\x00-\x1f]', "", last.rsplit(".", 1)[0]).strip(" .")
    return stem[:MAX_NAME] or str(_("附件"))


def _pdf(content: bytes) -> bytes:
    """Refuse what a reader program would run or unpack; names may be written with #-escapes."""
    if b"%%EOF" not in content[-2048:]:
        raise ContentError(BROKEN)
    plain = HEX_NAME.sub(lambda match: bytes([int(match[1], 16)]), content)
    if ACTIVE_PDF.search(plain):
        raise ContentError(ACTIVE)
    if re.search(rb"/Encrypt(?![A-Za-z])", plain):
        raise ContentError(HAS_PASSWORD)
    return content


def _office(content: bytes) -> tuple[str, str]:
    """Return type and ending of an Office file; refuse bombs, macros, passwords and templates from outside."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise ContentError(TOO_LARGE_INSIDE)
            if any(entry.flag_bits & 0x1 for entry in entries):
                raise ContentError(HAS_PASSWORD)
            names = {entry.filename for entry in entries}
            kind = next((OFFICE_KINDS[name] for name in OFFICE_KINDS if name in names), None)
            if kind is None or "[Content_Types].xml" not in names:
                raise ContentError(UNKNOWN)
            if any(_is_program(name) for name in names):
                raise ContentError(HAS_MACROS)
            _check_parts(archive, entries)
            return kind
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ContentError(BROKEN) from error


def _is_program(name: str) -> bool:
    low = name.lower()
    return (
        low.endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs"))
        or "/activex/" in low
        or ("/embeddings/" in low and not low.endswith((".xlsx", ".docx", ".pptx")))
    )


def _check_parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Read the small parts that say what the file is made of; more than was announced is a bomb."""
    for entry in entries:
        is_relation = entry.filename.endswith(".rels")
        if entry.filename != "[Content_Types].xml" and not is_relation:
            continue
        with archive.open(entry) as part:
            text = part.read(4_000_001)
        if len(text) > 4_000_000:
            raise ContentError(TOO_LARGE_INSIDE)
        if b"macroEnabled" in text:
            raise ContentError(HAS_MACROS)
        if is_relation and b"attachedTemplate" in text and b"External" in text:
            raise ContentError(REFERS_OUTSIDE)
