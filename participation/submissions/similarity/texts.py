"""From the words of an opinion to what two near copies share, and how near two texts are."""

import hashlib
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel
from rensa import RMinHash

from core.text import normalise_for_hash

# Courtesies say nothing about the matter. Taken off both ends only, of the text without punctuation.
_OPENING = re.compile(
    "^(?:尊敬的|敬爱的|各位|(?:人大)?(?:领导|代表|主席|主任|同志)们?(?:您|你)?好?|(?:您|你|大家)们?好|打扰了)+"
)
_CLOSING = re.compile(
    "(?:谢谢(?:您|你|了|领导|代表|大家)*|感谢(?:您|你|领导|代表)*|多谢|拜托了?|此致|敬礼|盼复|望(?:尽快)?(?:回复|解决|处理|重视)"
    "|请(?:领导|代表)?(?:尽快|早日)?(?:解决|处理|重视|回复))+$"
)
SHINGLE, PERMUTATIONS, ROWS, SEED = 2, 48, 4, 20261
BANDS = PERMUTATIONS // ROWS
# A change in how the library reckons must not compare new signatures with old ones.
SCHEME = f"{RMinHash.ALGORITHM_VERSION}.{SHINGLE}.{PERMUTATIONS}.{ROWS}.{SEED}"
# Below TOO_SHORT only equal texts belong together; SHORT texts must be nearer than long ones.
TOO_SHORT, SHORT = 8, 24
NEAR_WHEN_SHORT, NEAR, NEAR_THE_CORE = 85.0, 70.0, 60.0
# Equal stretches shorter than this between two changes are shown as part of the change.
SMALL_CHANGE = 2


@dataclass(frozen=True)
class Part:
    """A stretch of a text in a comparison: the same, only in the first, or only in the second."""

    text: str
    kind: str  # "same", "gone", "new"


def essence(text: str) -> str:
    """Return the text without width, case, spaces, punctuation and the courtesies at its ends."""
    whole = normalise_for_hash(text)
    bare = _CLOSING.sub("", _OPENING.sub("", whole))
    return bare if len(bare) >= TOO_SHORT else whole


def exact(place: str, words: str) -> str:
    """Return the digest under which equal texts of one place (congress, consultation) meet."""
    return hashlib.blake2b(f"{place}\n{words}".encode(), digest_size=16).hexdigest()


def bands_of(places: Sequence[str], words: Sequence[str]) -> list[list[int]]:
    """Return the bands of many texts; of a very short one none."""
    shingles = [
        sorted({one[i : i + SHINGLE] for i in range(len(one) - SHINGLE + 1)}) if len(one) >= TOO_SHORT else []
        for one in words
    ]
    digests = RMinHash.digests_from_token_sets(shingles, PERMUTATIONS, SEED)
    return [
        _bands(place, digest) if tokens else []
        for place, tokens, digest in zip(places, shingles, digests, strict=True)
    ]


def _bands(place: str, digest: Sequence[int]) -> list[int]:
    found = []
    for number in range(BANDS):
        rows = struct.pack(f">{ROWS}I", *digest[number * ROWS : (number + 1) * ROWS])
        key = f"{SCHEME}:{place}:{number}:".encode() + rows
        found.append(int.from_bytes(hashlib.blake2b(key, digest_size=8).digest(), "big", signed=True))
    return found


def nearness(first: str, second: str, cutoff: float = 0.0) -> float:
    """Return how near two essences are, 0 to 100; 0 also for everything below ``cutoff``."""
    return float(fuzz.ratio(first, second, score_cutoff=cutoff))


def needed(first: str, second: str) -> float:
    """Return how near two texts must be to belong together."""
    shorter = min(len(first), len(second))
    if shorter < TOO_SHORT:
        return 100.0
    return NEAR_WHEN_SHORT if shorter < SHORT else NEAR


def compare(first: str, second: str) -> list[Part]:
    """Return the second text in parts, with what the first has and the second has not in its place."""
    parts: list[Part] = []
    for step in Indel.opcodes(first, second):
        gone, new = first[step.src_start : step.src_end], second[step.dest_start : step.dest_end]
        if step.tag == "equal":
            is_inside = step.src_start > 0 and step.src_end < len(first)
            if is_inside and len(new) < SMALL_CHANGE and new.isalnum():
                parts += [Part(new, "gone"), Part(new, "new")]
            else:
                parts.append(Part(new, "same"))
            continue
        parts += [Part(text, kind) for text, kind in ((gone, "gone"), (new, "new")) if text]
    return _joined(parts)


def _joined(parts: list[Part]) -> list[Part]:
    """Put what is gone before what is new within each change, each in one piece."""
    joined: list[Part] = []
    gone = new = ""
    for part in [*parts, Part("", "same")]:
        if part.kind == "gone":
            gone += part.text
        elif part.kind == "new":
            new += part.text
        else:
            joined += [Part(text, kind) for text, kind in ((gone, "gone"), (new, "new")) if text]
            gone = new = ""
            if part.text:
                joined.append(part)
    return joined
