"""One query class for every engine.

Whatever a caller asks (plain text, phrase, and/or/not) is rewritten into a small tree of `And`, `Or`, `Not` over
leaves of one kind: `Tokens`, "these tokens next to each other". SQLite and PostgreSQL compile that tree. `Tokens`
is a `Phrase`, so an Elasticsearch compiler takes the same tree as it stands: each leaf is one `match_phrase` on
the leaf's text, with an analyzer that cuts pairs.
"""

import re
from collections.abc import Iterable, Iterator

from modelsearch.query import (
    MATCH_ALL,
    MATCH_NONE,
    And,
    Boost,
    Fuzzy,
    MatchAll,
    Not,
    Or,
    Phrase,
    PlainText,
    SearchQuery,
)

from search.tokens import is_unspaced, normalize, query_tokens

MAX_QUERY_LENGTH = 100
MAX_PARTS = 32
MAX_WIDE_TOKENS = 60

# What stands between separators; ASCII joints inside words and numbers (3.5, 2026-11, rd_1) do not separate.
_PIECE = re.compile(r"[^\W_]+(?:(?<=[a-z0-9])[-._/:@'](?=[a-z0-9])[^\W_]+)*")
_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”|「([^」]*)」')

# A question has filler between the words that matter. Only runs longer than this are cut at filler; each part must
# still be found, so cutting never loses a document.
_LONGEST_UNCUT = 6
_FILLER = re.compile(
    "请问一下|请问|想问一下|想问|问一下|关于|有关|为什么|什么时候|什么|怎么办|怎么样|怎么|怎样|如何|哪里|哪些|哪个|"
    "是不是|有没有|能不能|可不可以|可以|没有人|没人|没有|我们|你们|他们|咱们|这个|那个|这里|那里|应该|以及|或者|还有|"
    "我想|一下|的|了|吗|呢|吧|啊|呀|么|在|是|和|与|我|你|他|她|它|请|把|被|很|都|也"
)


class Tokens(Phrase):
    """The leaf of every query: tokens that stand next to each other.

    `query_string` is the normalized text they were cut from; `prefix` lets the last token be the beginning of a
    longer one; `quoted` asks for the exact order even where an engine could save work by trusting overlapping
    pairs.
    """

    def __init__(
        self, query_string: str, tokens: tuple[str, ...], *, prefix: bool = False, quoted: bool = False
    ) -> None:
        super().__init__(query_string)
        self.tokens = tokens
        self.prefix = prefix
        self.quoted = quoted

    def __repr__(self) -> str:
        return f"<Tokens {self.query_string!r}>"


def parse(text: str) -> SearchQuery:
    """What a visitor typed: words that must all occur, and quoted phrases."""
    text = text[:MAX_QUERY_LENGTH]
    parts: list[SearchQuery] = [PlainText(_QUOTED.sub(" ", text))]
    for match in _QUOTED.finditer(text):
        parts.append(Phrase(match.group(1) or match.group(2) or match.group(3) or ""))
    return rewrite(And(parts))


def rewrite(query: SearchQuery, *, autocomplete: bool = False) -> SearchQuery:
    """The query as a tree of `Tokens`; text without a single letter or digit finds nothing."""
    rewritten = _rewrite(query, autocomplete)
    return MATCH_NONE if rewritten is None else rewritten


def is_match_none(query: SearchQuery) -> bool:
    """Whether the query can find nothing."""
    return isinstance(query, Not) and isinstance(query.subquery, MatchAll)


def leaves(query: SearchQuery) -> Iterator[Tokens]:
    """The leaves that a result should contain; what is excluded by `Not` is left out."""
    if isinstance(query, Tokens):
        yield query
    elif isinstance(query, (And, Or)):
        for part in query.subqueries:
            yield from leaves(part)


def terms(query: SearchQuery) -> list[str]:
    """The texts to mark in a result."""
    return list(dict.fromkeys(leaf.query_string for leaf in leaves(query)))


def widen(query: SearchQuery) -> SearchQuery | None:
    """Any of the tokens instead of all, for a long question that found nothing. None when there is only one."""
    found: dict[str, bool] = {}
    for leaf in leaves(query):
        for token in leaf.tokens:
            found.setdefault(token, leaf.prefix and token == leaf.tokens[-1])
    # A single character occurs nearly everywhere: it says something only when there is nothing longer.
    telling = [token for token in found if len(token) > 1 or not is_unspaced(token)] or list(found)
    if len(telling) < 2:
        return None
    return Or([Tokens(token, (token,), prefix=found[token]) for token in telling[:MAX_WIDE_TOKENS]])


def _rewrite(query: SearchQuery, autocomplete: bool) -> SearchQuery | None:
    """The rewritten query, or None for a part that says nothing (blanks, punctuation)."""
    if isinstance(query, Tokens | MatchAll):
        return query
    if isinstance(query, Phrase):
        return _leaf(query.query_string[:MAX_QUERY_LENGTH], quoted=True)
    if isinstance(query, PlainText | Fuzzy):
        joined = Or if query.operator == "or" else And
        return _join(joined, _plain_leaves(query.query_string, autocomplete))
    if isinstance(query, Boost):
        return _rewrite(query.subquery, autocomplete)
    if isinstance(query, Not):
        inner = _rewrite(query.subquery, autocomplete)
        if isinstance(inner, Not):
            return inner.subquery
        return None if inner is None else Not(inner)
    if isinstance(query, And | Or):
        parts = (_rewrite(part, autocomplete) for part in query.subqueries)
        return _join(type(query), (part for part in parts if part is not None))
    raise NotImplementedError(f"{type(query).__name__} cannot be searched for")


def _join(kind: type[And] | type[Or], parts: Iterable[SearchQuery]) -> SearchQuery | None:
    """Parts under one `And` or `Or`: flattened, bounded, and without everything/nothing inside."""
    flat: list[SearchQuery] = []
    for part in parts:
        flat.extend(part.subqueries if isinstance(part, kind) else [part])
    if not flat:
        return None
    everything = any(isinstance(part, MatchAll) for part in flat)
    nothing = any(is_match_none(part) for part in flat)
    if kind is And and nothing:
        return MATCH_NONE
    if kind is Or and everything:
        return MATCH_ALL
    telling = [part for part in flat if not isinstance(part, MatchAll) and not is_match_none(part)][
        :MAX_PARTS
    ]
    if not telling:
        return MATCH_ALL if kind is And else MATCH_NONE
    return telling[0] if len(telling) == 1 else kind(telling)


def _plain_leaves(text: str, autocomplete: bool) -> list[Tokens]:
    pieces = [part for piece in _PIECE.findall(normalize(text[:MAX_QUERY_LENGTH])) for part in _cut(piece)]
    found = [_leaf(piece) for piece in dict.fromkeys(pieces)]
    result = [leaf for leaf in found if leaf is not None]
    if autocomplete and result:
        result[-1].prefix = result[-1].prefix or not is_unspaced(result[-1].tokens[-1])
    return result


def _cut(piece: str) -> list[str]:
    if len(piece) <= _LONGEST_UNCUT or not is_unspaced(piece):
        return [piece]
    parts = [part for part in _FILLER.split(piece) if len(part) > 1]
    return parts or [piece]


def _leaf(text: str, *, quoted: bool = False) -> Tokens | None:
    tokens, prefix = query_tokens(text)
    if not tokens:
        return None
    return Tokens(normalize(text).strip(), tokens, prefix=prefix, quoted=quoted)
