"""Cleaning of Chinese text that people type or paste.

What a citizen wrote is evidence and stays as written (``domain.md`` §3.6); only what cannot be seen and
can do harm is taken out: control characters, direction overrides that make a line read differently from
what it says, and invisible joiners and tags. Rare ideographs, variation selectors and emoji stay (§6.5).
"""

import re
import unicodedata

ELLIPSIS = "…"

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# C0 and C1 controls but tab and newline; marks, overrides and isolates of direction; lone surrogates;
# zero-width characters, soft hyphen and fillers that only hide text; tag characters; noncharacters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
    "\ud800-\udfff"
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u200b\u200c\u2060-\u2065\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e00ff]"
)
_JOINER = "\u200d"
_BLANKS = " \t\u00a0\u3000"
_SPACES = re.compile(r"\s+")


def clean_text(value: str) -> str:
    """Return the text without unseen characters, trailing spaces, outer blank lines; lines end with ``\\n``."""
    value = _UNSEEN.sub("", _LINE_ENDS.sub("\n", value))
    if _JOINER in value:
        value = _keep_emoji_joiners(value)
    return "\n".join(line.rstrip(_BLANKS) for line in value.split("\n")).strip("\n")


def one_line(value: str, limit: int | None = None) -> str:
    """Return the cleaned text on one line; beyond ``limit`` it is cut for display, with an ellipsis."""
    line = _SPACES.sub(" ", clean_text(value)).strip()
    if limit is None or len(line) <= limit:
        return line
    cut = line[: max(limit - 1, 0)]
    while cut and (cut[-1] == _JOINER or unicodedata.combining(cut[-1])):
        cut = cut[:-1]
    return (cut.rstrip() + ELLIPSIS)[: max(limit, 0)]


def normalise_for_hash(value: str) -> str:
    """Return what two copies of one text share: width, case, spaces and punctuation do not count."""
    folded = unicodedata.normalize("NFKC", clean_text(value)).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] not in "ZPC")


def _keep_emoji_joiners(value: str) -> str:
    """Drop each zero-width joiner that does not join two emoji: elsewhere it hides or splits words."""
    kept = []
    for i, char in enumerate(value):
        if char == _JOINER and not (
            0 < i < len(value) - 1 and _is_emoji(value[i - 1]) and _is_emoji(value[i + 1])
        ):
            continue
        kept.append(char)
    return "".join(kept)


def _is_emoji(char: str) -> bool:
    return unicodedata.category(char) == "So" or char == "\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff"
