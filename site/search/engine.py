"""What the SQLite and PostgreSQL engines share: one pass from the index to the objects.

modelsearch's own SQL asks the index again for every row, or cannot use an index at all. Here the index table
is joined once: index row -> object, by the object's key. An engine says only how its condition, its join and
its score are spelled. Filters are plain SQL, so any queryset may be searched; only Elasticsearch will need each
filter to be a declared `FilterField`, so declare those that lists are meant to keep.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import connections, router, transaction
from django.db.models import FloatField, IntegerField, Model, Q, QuerySet, UUIDField, Value
from django.db.models.expressions import RawSQL
from modelsearch.conf import get_app_config
from modelsearch.query import And, MatchAll, Not, Or, SearchQuery
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks

from search import documents
from search.query import Tokens, is_match_none, rewrite
from search.tokens import document_tokens

IndexEntry = get_app_config().get_model("IndexEntry", require_ready=False)
ENTRY_TABLE: str = IndexEntry._meta.db_table


@dataclass(frozen=True)
class Match:
    """The condition on the index tables, and the score of a matching row (higher is better)."""

    tables: Sequence[str]
    where: Sequence[str]
    params: Sequence[Any]
    score: str
    score_params: Sequence[Any] = ()


class OnePassCompiler(ABC):
    """Mixed into modelsearch's compiler of the engine, before it."""

    queryset: QuerySet[Any]
    query: SearchQuery
    fields: Sequence[str] | None
    order_by_relevance: bool
    LAST_TERM_IS_PREFIX: bool
    # Set where the planner must be kept from starting with the type condition.
    TYPE_GUARD = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = rewrite(self.query, autocomplete=self.LAST_TERM_IS_PREFIX)

    def check(self) -> None:  # noqa: B027 - takes the place of modelsearch's refusals
        """Nothing to refuse: SQL can filter and order by any field."""

    @abstractmethod
    def match(self, query: SearchQuery) -> Match:
        """The engine's condition for a query that is neither everything nor nothing nor a bare negation."""

    @abstractmethod
    def key_sql(self, pk: Any) -> str:
        """The object's key, as SQL on the index table, in the type of the key column."""

    def search(
        self,
        config: Any,
        start: int | None,
        stop: int | None,
        score_field: str | None = None,
        backend: Any = None,
    ) -> QuerySet[Any]:
        """The objects found, as a lazy queryset."""
        if is_match_none(self.query):
            return self.queryset.none()
        queryset, score = self._found()
        if self.fields:
            queryset = queryset.filter(self._in_fields(self.query))
        if score_field is not None:
            queryset = queryset.annotate(**{score_field: score})
        if self.order_by_relevance and isinstance(score, RawSQL):
            queryset = queryset.order_by(score.desc(), "-pk")
        elif not queryset.ordered:
            queryset = queryset.order_by("-pk")
        return queryset[start:stop]

    def _found(self) -> tuple[QuerySet[Any], Any]:
        """The queryset narrowed to what the index answers, and its score (constant where there is none)."""
        no_score = Value(0.0, output_field=FloatField())
        if isinstance(self.query, MatchAll):
            return self.queryset, no_score
        if isinstance(self.query, Not):
            return self.queryset.exclude(pk__in=self._keys(self.match(self.query.subquery))), no_score
        match = self.match(self.query)
        query = self.queryset.query
        if query.group_by is not None or query.combinator:
            # Scores exist only while the index is being read, not after grouping.
            return self.queryset.filter(pk__in=self._keys(match)), no_score
        pk = self.queryset.model._meta.pk
        quote = connections[self.queryset.db].ops.quote_name
        key = f"{quote(query.get_initial_alias())}.{quote(pk.column)} = {self.key_sql(pk)}"
        joined = self.queryset.extra(
            tables=[*match.tables], where=[*match.where, self._type_sql(), key], params=[*match.params]
        )
        return joined, RawSQL(match.score, match.score_params, output_field=FloatField())

    def _keys(self, match: Match) -> RawSQL:
        """The keys of all matching objects, as a subquery."""
        pk = self.queryset.model._meta.pk
        conditions = " AND ".join([*match.where, self._type_sql()])
        sql = f"SELECT {self.key_sql(pk)} FROM {', '.join(match.tables)} WHERE {conditions}"
        return RawSQL(sql, match.params)

    def _type_sql(self) -> str:
        """Only entries of the model and its children."""
        types = ", ".join(
            str(int(pk)) for pk in sorted(get_descendants_content_types_pks(self.queryset.model))
        )
        return f"{self.TYPE_GUARD}{ENTRY_TABLE}.content_type_id IN ({types})"

    def _in_fields(self, query: SearchQuery) -> Q:
        """The index keeps one text per object: a search in named fields is checked again in these fields."""
        if isinstance(query, Tokens):
            condition = Q()
            for field in filter(self._is_column, self.fields or ()):
                condition |= Q(**{f"{field}__icontains": query.query_string})
            return condition
        if isinstance(query, Not):
            return ~self._in_fields(query.subquery)
        parts = [self._in_fields(part) for part in query.subqueries] if isinstance(query, And | Or) else []
        return Q(*parts, _connector=Q.OR if isinstance(query, Or) else Q.AND)

    def _is_column(self, name: str) -> bool:
        try:
            return bool(self.queryset.model._meta.get_field(name).concrete)
        except FieldDoesNotExist:
            return False


def is_number(pk: Any) -> bool:
    """Whether a key column holds whole numbers (through the links of inherited models)."""
    while pk.remote_field is not None:
        pk = pk.target_field
    return isinstance(pk, IntegerField)


def is_uuid(pk: Any) -> bool:
    """Whether a key column holds UUIDs."""
    while pk.remote_field is not None:
        pk = pk.target_field
    return isinstance(pk, UUIDField)


class OneStatementIndex(ABC):
    """Mixed into modelsearch's index of the engine, before it: one upsert per batch, no pass over all entries."""

    backend: Any

    def add_items(self, model: type[Model], objs: Sequence[Model]) -> None:
        """Index objects of one model. A failure rolls back to before, so that the caller's transaction goes on."""
        if not objs or not model.get_search_fields():  # type: ignore[attr-defined]
            return
        database = router.db_for_write(IndexEntry)
        with transaction.atomic(using=database):
            content_type = get_content_type_pk(model)
            entries = [
                IndexEntry(
                    content_type_id=content_type, object_id=str(obj.pk), **self.columns(documents.read(obj))
                )
                for obj in objs
            ]
            IndexEntry._default_manager.using(database).bulk_create(
                entries,
                batch_size=200,
                update_conflicts=True,
                unique_fields=["content_type", "object_id"],
                update_fields=["title", "autocomplete", "body"],
            )

    @abstractmethod
    def columns(self, document: documents.Document) -> dict[str, Any]:
        """The engine's columns for one document."""

    def _refresh_title_norms(self, full: bool = False) -> None:  # noqa: B027 - takes the place of its upkeep
        """Titles are weighted when searching: there is no factor to keep up over all entries."""


class AnalyzingRebuilder:
    """Mixed into the rebuilder: after a rebuild the planner learns the new sizes."""

    index: Any

    def finish(self) -> None:
        """Close the rebuild."""
        super().finish()  # type: ignore[misc]
        with connections[router.db_for_write(IndexEntry)].cursor() as cursor:
            cursor.execute(f"ANALYZE {ENTRY_TABLE}")


def spaced(text: str) -> str:
    """A document's tokens between spaces, which every parser takes for separators."""
    return " ".join(document_tokens(text))
