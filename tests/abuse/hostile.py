"""Strings and files that somebody sends to do harm: one table, for every test that takes text or files."""

import io
import zipfile

from PIL import Image

HOSTILE: dict[str, str] = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)" x="',
    "image": "<img src=x onerror=alert(1)>",
    "style": "</style><svg/onload=alert(1)>",
    "template": "{{ settings.SECRET_KEY }}{% load x %}${7*7}",
    "sql": "'; DROP TABLE casework_case; --",
    "formula": '=HYPERLINK("http://example.com","点我")',
    "formula plus": "+1+cmd|'/C calc'!A0",
    "formula minus": "-2+3",
    "formula at": "@SUM(1+1)",
    "formula wide": "＝1+1",
    "formula behind a tab": "\t=1+1",
    "controls": "路灯\x07\x08\x0b\x0c\x1b[31m坏了\x7f\x9b",
    "nul": "路灯\x00坏了",
    "bidi override": "批准\u202e不\u202c",
    "bidi isolate": "\u2066甲\u2067乙\u2069",
    "invisible": "路\u200b灯\u00ad坏\ufeff了\U000e0041",
    "line separators": "一行\u2028又一行\u2029\x85",
    "header": "路灯\r\nBcc: everybody\r\n\r\n坏了",
    "log line": "路灯\nERROR root forged line",
    "path": "../../../etc/passwd",
    "windows path": "..\\..\\con.txt",
    "surrogate": "路灯\ud83d",
    "combining": "路" + "\u0301" * 300,
    "emoji": "👨‍👩‍👧‍👦🏳️‍🌈",
    "rare ideograph": "𠮷𪚥㐂",
    "percent": "%s%n%x %(name)s {0} {name}",
    "noncharacters": "路\ufffe灯\uffff",
}
"""By what it tries. Use the values where a test needs text, the keys as the names of its cases."""

FILE_NAMES = (
    "../../../etc/passwd.jpg",
    "..\\..\\windows\\x.jpg",
    "路灯\r\nSet-Cookie: a=b.jpg",
    "路灯\x00.php.jpg",
    "\u202egpj.exe",
    '"><script>alert(1)</script>.jpg',
    "路" * 300 + ".jpg",
    ".htaccess",
    "",
)


def zip_bomb(size: int = 50_000_000) -> bytes:
    """A small archive that unpacks to a large file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * size)
    return data.getvalue()


def pixel_bomb(side: int = 30_000) -> bytes:
    """A small file that says it is a picture of 900 million points."""
    data = io.BytesIO()
    Image.new("1", (side, side)).save(data, "PNG", optimize=True)
    return data.getvalue()


def polyglot() -> bytes:
    """A true picture with a page of script behind its end."""
    data = io.BytesIO()
    Image.new("RGB", (30, 20), "green").save(data, "JPEG")
    return data.getvalue() + b"<html><script>alert(1)</script></html><?php system('id'); ?>"


FILES = {
    "zip bomb": zip_bomb,
    "pixel bomb": pixel_bomb,
    "page named as picture": lambda: b"<html><script>alert(1)</script></html>",
    "svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "empty": lambda: b"",
    "cut off": lambda: polyglot()[:200],
}
"""Files no form for photos may take, by name."""
