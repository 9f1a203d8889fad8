"""Signs that are compared as wholes: each is written as one character before two texts are compared.

A number ("三十", "2.5") or a Latin word changes as a whole, and a letter is never parted from the marks on it.
"""

import re
import unicodedata
from itertools import chain
from typing import Self

_MARKS = "".join(chr(n) for n in range(0x300, 0x10000) if unicodedata.category(chr(n)).startswith("M"))
# Variation selectors of rare ideographs, skin tones, and the joiner that makes one picture of several.
_JOINED = f"[{re.escape(_MARKS)}\U000e0100-\U000e01ef\U0001f3fb-\U0001f3ff]|\u200d."
_TOKEN = re.compile(
    "\r\n|\n"
    f"|(?:[〇零一二三四五六七八九十百千万亿两]{{2,}}|[0-9]+(?:[.,][0-9]+)*%?|[A-Za-z]+)(?!{_JOINED})"
    f"|[\U0001f1e6-\U0001f1ff]{{2}}"
    f"|.(?:{_JOINED})*",
    re.DOTALL,
)
_LINE = re.compile("[^\n]*\n|[^\n]+")
_SURROGATES, _AFTER = 0xD800, 0xE000
_FIRST = 0x100


class Code:
    """Two texts, ``old`` and ``new``, written so that each sign is one character, and the way to read them again."""

    def __init__(self, old: str, new: str, token: re.Pattern[str] = _TOKEN) -> None:
        """Give each sign of the texts a character."""
        before, after = token.findall(old), token.findall(new)
        letters: dict[str, str] = {}
        for sign in dict.fromkeys(chain(before, after)):
            number = _FIRST + len(letters)
            letters[sign] = chr(number if number < _SURROGATES else number + _AFTER - _SURROGATES)
        self.old = "".join([letters[sign] for sign in before])
        self.new = "".join([letters[sign] for sign in after])
        self._signs = {letter: sign for sign, letter in letters.items()}

    @classmethod
    def of_lines(cls, old: str, new: str) -> Self:
        """Return a code in which each line is one character."""
        return cls(old, new, _LINE)

    def read(self, written: str) -> str:
        """Return what was written."""
        return "".join([self._signs.get(letter, letter) for letter in written])
