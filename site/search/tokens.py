"""How text is cut for the index: overlapping pairs of Chinese characters, whole Latin words and numbers.

A run of Chinese characters such as 联络站 becomes 联络, 络站, 站: every character starts exactly one token, so
any two or more characters in a row are found as tokens next to each other, and a single character as a prefix.
No dictionary is needed, and every engine sees the same tokens because they are made here, not in the engine.
"""

import re
import unicodedata
from collections.abc import Iterator

# Ideographs (with 〇 and 々) and kana are written without spaces; everything else that counts as a letter or a
# digit forms a word.
UNSPACED = (
    "\u3005\u3007\u3040-\u309f\u30a0-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
WORD_CHARACTER = rf"[^\W_{UNSPACED}]"
MAX_WORD_LENGTH = 64

# PostgreSQL refuses a vector over 1 MiB; the rest of such a document (about 100,000 characters) is not indexed.
# The same bound holds on every engine, so that all give the same answers.
MAX_DOCUMENT_COST = 900_000
_COST_OF_POSITION = 2
_COST_OF_NEW_TOKEN = 6

_RUN = re.compile(rf"[{UNSPACED}]+|{WORD_CHARACTER}+")
_UNSPACED_START = re.compile(rf"[{UNSPACED}]")
_ACCENTS = re.compile("[\u0300-\u036f]")
# Ideographs younger than the character table inside SQLite, which would take them for punctuation. Rare names
# use them.
_YOUNG_CHARACTER = re.compile("[\u4db6-\u4dbf\u9fcd-\u9fff\U00010000-\U0010ffff]")


def normalize(text: str) -> str:
    """One spelling for what readers take for the same: full width and half width, case, accents."""
    without_accents = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFKC", without_accents).casefold()


def is_unspaced(token: str) -> bool:
    """Whether a token or run is Chinese (written without spaces) rather than a word or number."""
    return _UNSPACED_START.match(token) is not None


def index_tokens(text: str) -> Iterator[str]:
    """Every token of a text in reading order."""
    for match in _RUN.finditer(normalize(text)):
        run = match.group()
        if is_unspaced(run):
            for start in range(len(run)):
                yield run[start : start + 2]
        else:
            yield run[:MAX_WORD_LENGTH]


def query_tokens(text: str) -> tuple[tuple[str, ...], bool]:
    """The tokens to look for, and whether the last one stands for everything that begins with it.

    The lone last character of a Chinese run is no condition of its own (站 in 联络站 may be followed by anything),
    unless the run is only that character.
    """
    tokens = list(index_tokens(text))
    if not tokens or not is_unspaced(tokens[-1]):
        return tuple(tokens), False
    follows_its_pair = len(tokens) > 1 and len(tokens[-2]) == 2 and is_unspaced(tokens[-2])
    if follows_its_pair:
        return tuple(tokens[:-1]), False
    return tuple(tokens), True


def stored(token: str) -> str:
    """The token as the engines keep it: young ideographs spelled by their number."""
    return _YOUNG_CHARACTER.sub(lambda match: f"x{ord(match.group()):x}", token)


def document_tokens(text: str, budget: int = MAX_DOCUMENT_COST) -> Iterator[str]:
    """The stored tokens of a document, as many as every engine can keep."""
    seen: set[str] = set()
    for token in map(stored, index_tokens(text)):
        budget -= _COST_OF_POSITION
        if token not in seen:
            seen.add(token)
            budget -= len(token.encode()) + _COST_OF_NEW_TOKEN
        if budget < 0:
            return
        yield token
