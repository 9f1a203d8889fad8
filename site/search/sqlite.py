"""The engine for SQLite: FTS5 on the table that Wagtail's own migration creates.

Its tokenizer only has to split at spaces. Title and text are weighted 4 : 1 by bm25.
"""

from typing import Any

from modelsearch.backends.database.sqlite import sqlite as stock
from modelsearch.query import And, Not, Or, SearchQuery

from search.documents import Document
from search.engine import (
    ENTRY_TABLE,
    AnalyzingRebuilder,
    Match,
    OnePassCompiler,
    OneStatementIndex,
    is_number,
    is_uuid,
    spaced,
)
from search.query import Tokens
from search.tokens import stored

FTS_TABLE: str = stock.SQLiteFTSIndexEntry._meta.db_table


class Compiler(OnePassCompiler, stock.SQLiteSearchQueryCompiler):
    """Search in title and text."""

    COLUMNS = "title body"
    WEIGHTS = "0.0, 1.0, 4.0"  # in the table's order: autocomplete, body, title
    # Without ANALYZE the planner would walk all entries of a type and ask FTS about each; a unary plus hides
    # that index from it.
    TYPE_GUARD = "+"

    def match(self, query: SearchQuery) -> Match:
        """One MATCH, joined to the entry by its row number."""
        expression, negated = fts_expression(query)
        if negated:
            # A bare "not" has no FTS5 spelling: everything of the table except what the expression finds.
            condition = f"{ENTRY_TABLE}.id NOT IN (SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s)"
            return Match([ENTRY_TABLE], [condition], [self._in_columns(expression)], "0.0")
        return Match(
            [FTS_TABLE, ENTRY_TABLE],
            [f"{FTS_TABLE} MATCH %s", f"{ENTRY_TABLE}.id = {FTS_TABLE}.rowid"],
            [self._in_columns(expression)],
            f"-bm25({FTS_TABLE}, {self.WEIGHTS})",
        )

    def key_sql(self, pk: Any) -> str:
        """Keys are kept as text."""
        if is_number(pk):
            return f"CAST({ENTRY_TABLE}.object_id AS INTEGER)"
        return f"replace({ENTRY_TABLE}.object_id, '-', '')" if is_uuid(pk) else f"{ENTRY_TABLE}.object_id"

    def _in_columns(self, expression: str) -> str:
        return f"{{{self.COLUMNS}}} : ({expression})"


class AutocompleteCompiler(Compiler, stock.SQLiteAutocompleteQueryCompiler):
    """Search as one types, as the admin's page search does."""

    COLUMNS = "autocomplete"
    WEIGHTS = "1.0, 0.0, 0.0"


class Index(OneStatementIndex, stock.SQLiteIndex):
    """Texts as spaced tokens."""

    def columns(self, document: Document) -> dict[str, Any]:
        """Triggers copy these into the FTS table."""
        return {
            "title": spaced(document.title),
            "body": spaced(document.body),
            "autocomplete": spaced(document.autocomplete),
        }


class Rebuilder(AnalyzingRebuilder, stock.SQLiteSearchRebuilder):
    """Rebuild while the site goes on searching."""


class AtomicRebuilder(AnalyzingRebuilder, stock.SQLiteSearchAtomicRebuilder):
    """Rebuild in one transaction, which holds SQLite's write lock: not the default."""


class SearchBackend(stock.SQLiteSearchBackend):
    """The backend that settings name through `search.database`."""

    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = Index
    rebuilder_class = Rebuilder
    atomic_rebuilder_class = AtomicRebuilder
    catch_indexing_errors = True  # they are logged; what was saved stays saved


def fts_expression(query: SearchQuery) -> tuple[str, bool]:
    """FTS5 spelling of a query, and whether it is to be read negated: FTS5 knows only "this NOT that"."""
    if isinstance(query, Tokens):
        phrase = " ".join(stored(token) for token in query.tokens)
        return (f'"{phrase}" *' if query.prefix else f'"{phrase}"'), False
    if isinstance(query, Not):
        expression, negated = fts_expression(query.subquery)
        return expression, not negated
    if isinstance(query, And):
        return _all_of([fts_expression(part) for part in query.subqueries])
    if isinstance(query, Or):
        # a or b = not (not a and not b)
        parts = [(expression, not negated) for expression, negated in map(fts_expression, query.subqueries)]
        expression, negated = _all_of(parts)
        return expression, not negated
    raise NotImplementedError(f"{type(query).__name__} cannot be searched for")


def _all_of(parts: list[tuple[str, bool]]) -> tuple[str, bool]:
    wanted = [expression for expression, negated in parts if not negated]
    unwanted = [expression for expression, negated in parts if negated]
    if not wanted:
        return "(" + " OR ".join(unwanted) + ")", True
    together = "(" + " AND ".join(wanted) + ")"
    return (f"({together} NOT ({' OR '.join(unwanted)}))" if unwanted else together), False
