"""Text that a Word document only embeds (altChunk): web pages put into a .docx by programs.

Word shows it as if it were the document's own. Only the text is taken, nothing is fetched.
"""

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default as modern
from typing import Any

from lxml import html

_BLOCKS = {
    "p",
    "div",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "br",
    "table",
    "section",
    "article",
    "blockquote",
}
_SILENT = {"script", "style", "head", "title", "template"}


def embedded_lines(part: Any) -> list[str] | None:
    """Return the lines of an embedded part, None for a kind that cannot be read here."""
    name, content = str(part.partname).lower(), bytes(part.blob)
    if name.endswith((".mht", ".mhtml", ".eml")) or content.lstrip()[:12].lower().startswith(b"mime-version"):
        return _of_message(content)
    if name.endswith((".htm", ".html", ".xhtml")):
        return _of_page(html.fromstring(content))
    return None


def _of_message(content: bytes) -> list[str] | None:
    """Return the lines of the page in a web archive."""
    for each in message_from_bytes(content, policy=modern).walk():
        if each.get_content_type() == "text/html":
            page = each.get_payload(decode=True)
            charset = each.get_content_charset() or "utf-8"
            return _of_page(html.fromstring(bytes(page).decode(charset, errors="replace")))
    return None


def _of_page(root: Any) -> list[str]:
    return "".join(_walk(root)).split("\n")


def _walk(root: Any) -> Iterator[str]:
    """Return the text with line ends where a browser begins a new line; without recursion, pages nest deeply."""
    waiting: list[tuple[Any, bool]] = [(root, True)]
    while waiting:
        element, is_opening = waiting.pop()
        is_element = isinstance(element.tag, str)
        if is_element and element.tag in _BLOCKS:
            yield "\n"
        elif is_element and element.tag in ("td", "th") and is_opening:
            yield "\t"
        if not is_opening:
            yield " ".join((element.tail or "").split("\n"))
            continue
        waiting.append((element, False))
        if is_element and element.tag not in _SILENT:
            yield " ".join((element.text or "").split("\n"))
            waiting += [(child, True) for child in reversed(element)]
