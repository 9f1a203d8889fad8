"""The engine for PostgreSQL: one stored vector per object and the GIN index of Wagtail's own migration.

Vectors and queries are written as literals, so neither the server's locale nor its text parser has a say. The
title's tokens go into the same vector as the text with a higher weight (4 : 1), so a single index answers
everything.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import TextField, Value
from django.db.models.functions import Cast
from modelsearch.backends.database.postgres import postgres as stock
from modelsearch.query import And, Not, Or, SearchQuery

from search.documents import Document
from search.engine import (
    ENTRY_TABLE,
    AnalyzingRebuilder,
    Match,
    OnePassCompiler,
    OneStatementIndex,
    is_number,
)
from search.query import Tokens
from search.tokens import MAX_DOCUMENT_COST, document_tokens, is_unspaced, stored

# What PostgreSQL keeps per word of a vector.
_LAST_POSITION = 16_383
_POSITIONS_PER_TOKEN = 250
_TITLE_COST = MAX_DOCUMENT_COST // 20
_WEIGHTS = "{0.25, 0.25, 0.5, 1.0}"  # D, C, B, A
_SHORTER_IS_BETTER = 1


class Compiler(OnePassCompiler, stock.PostgresSearchQueryCompiler):
    """Search in title and text."""

    COLUMN = "body"

    def match(self, query: SearchQuery) -> Match:
        """One condition on one indexed column."""
        vector, wanted = f"{ENTRY_TABLE}.{self.COLUMN}", tsquery(query)
        return Match(
            [ENTRY_TABLE],
            [f"{vector} @@ %s::tsquery"],
            [wanted],
            f"ts_rank('{_WEIGHTS}', {vector}, %s::tsquery, {_SHORTER_IS_BETTER})",
            [wanted],
        )

    def key_sql(self, pk: Any) -> str:
        """Keys are kept as text. The object's own column is left as it is, so that its index serves the join."""
        if is_number(pk):
            number = f"{ENTRY_TABLE}.object_id::bigint"
            return f"CASE WHEN {ENTRY_TABLE}.object_id ~ '^-?[0-9]+$' THEN {number} END"
        return f"{ENTRY_TABLE}.object_id::{pk.db_type(self._connection())}"

    def _connection(self) -> Any:
        return stock.connections[self.queryset.db]


class AutocompleteCompiler(Compiler, stock.PostgresAutocompleteQueryCompiler):
    """Search as one types, as the admin's page search does."""

    COLUMN = "autocomplete"


class Index(OneStatementIndex, stock.PostgresIndex):
    """Texts as vectors."""

    def columns(self, document: Document) -> dict[str, Any]:
        """`title` stays empty: its tokens are in `body`, where the index that is asked can find them."""
        title = list(document_tokens(document.title, _TITLE_COST))
        body = document_tokens(document.body, MAX_DOCUMENT_COST - _TITLE_COST)
        return {
            "title": _vector(""),
            "body": _vector(vector_literal(title, body)),
            "autocomplete": _vector(vector_literal([], document_tokens(document.autocomplete))),
        }


class Rebuilder(AnalyzingRebuilder, stock.PostgresSearchRebuilder):
    """Rebuild while the site goes on searching."""


class AtomicRebuilder(AnalyzingRebuilder, stock.PostgresSearchAtomicRebuilder):
    """Rebuild in one transaction."""


class SearchBackend(stock.PostgresSearchBackend):
    """The backend that settings name through `search.database`."""

    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = Index
    rebuilder_class = Rebuilder
    atomic_rebuilder_class = AtomicRebuilder
    catch_indexing_errors = True  # they are logged; what was saved stays saved


def vector_literal(title: Iterable[str], body: Iterable[str]) -> str:
    """A `tsvector` as text. Positions start again after the last PostgreSQL knows: neighbors stay neighbors."""
    places: dict[str, list[str]] = {}
    position = 0
    for weight, tokens in (("A", title), ("", body)):
        for token in tokens:
            kept = places.setdefault(token, [])
            if len(kept) < _POSITIONS_PER_TOKEN:
                kept.append(f"{position % _LAST_POSITION + 1}{weight}")
            position += 1
        position += 1  # the text does not go on where the title ends
    return " ".join(f"'{token}':{','.join(kept)}" for token, kept in places.items())


def tsquery(query: SearchQuery) -> str:
    """A `tsquery` as text. Tokens hold only letters and digits, so quoting them is enough."""
    if isinstance(query, Tokens):
        return _neighbors(query)
    if isinstance(query, Not):
        return f"!{tsquery(query.subquery)}"
    if isinstance(query, And | Or):
        return "(" + (" & " if isinstance(query, And) else " | ").join(map(tsquery, query.subqueries)) + ")"
    raise NotImplementedError(f"{type(query).__name__} cannot be searched for")


def _neighbors(leaf: Tokens) -> str:
    """Tokens next to each other.

    GIN keeps no positions, so each `<->` makes the server read the vectors of what matched. Two overlapping pairs
    (联络, 络站) are nearly always neighbors when both occur: joined by `&` the index alone answers the most
    frequent queries. Anything longer, rarer and less certain, and what was quoted, is joined by `<->`.
    """
    trusted = len(leaf.tokens) == 2 and not leaf.quoted and _overlap(*leaf.tokens)
    tokens = [f"'{stored(token)}'" for token in leaf.tokens]
    if leaf.prefix:
        tokens[-1] += ":*"
    return "(" + (" & " if trusted else " <-> ").join(tokens) + ")"


def _overlap(first: str, second: str) -> bool:
    return is_unspaced(first) and first[1:] == second[:1]


def _vector(literal: str) -> Cast:
    return Cast(Value(literal, output_field=TextField()), SearchVectorField())
