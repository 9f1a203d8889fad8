"""Text files as people have them: UTF-8 with or without a mark, UTF-16 of the notepad, GB 18030 from older systems."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Below this share of ideographs a text read as UTF-16 is something else.
_ENOUGH = 0.3


def decoded(content: bytes) -> str | None:
    """Return the text, None when it is no text in any of these."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], encoding)
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        text = _strict(content, encoding)
        if text is not None and (not encoding.startswith("utf-16") or _is_chinese(text)):
            return text
    return None


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _is_binary(text) else text


def _is_binary(text: str) -> bool:
    """Programs and pictures are full of control characters; texts have line ends, tabs and page breaks."""
    odd = sum(char < " " and char not in "\t\n\r\f\v" for char in text[:20_000])
    return "\x00" in text[:20_000] or odd > 2 + len(text[:20_000]) // 200


def _is_chinese(text: str) -> bool:
    start = text[:5000]
    ideographs = sum("\u4e00" <= char <= "\u9fff" or char in "，。、；：（）\u3000" for char in start)
    # Without line ends or 的 and 条, ideographs by chance: two bytes of any other text look like them.
    return ideographs >= len(start) * _ENOUGH and any(char in start for char in "的条、。")
