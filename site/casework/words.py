"""Finding cases by words: an index of character pairs, and a bounded question to it.

``find`` answers with a condition. When few cases match, it is their numbers; when many do, the list is walked in
its own order and each case is tested, which soon fills a page. Between a case's arrival and its entry in the index
(``index_words``, every half minute) the newest cases are read one by one.
"""

from collections.abc import Iterator, Mapping, Sequence

from django.db import connection
from django.db.models import Exists, Max, OuterRef, Q
from modelsearch.query import PlainText

from casework.kinds import kinds
from casework.models import Case, CaseWords
from search.query import Tokens, rewrite
from search.tokens import document_tokens, stored

FEW = 5_000
NEWEST = 2_000  # cases that may not be in the index yet
CHUNK = 500


def leaves(words: str) -> list[Tokens]:
    """Return what was typed as runs of tokens that must all occur."""
    query = rewrite(PlainText(words))
    parts = query.subqueries if hasattr(query, "subqueries") else [query]
    return [part for part in parts if isinstance(part, Tokens)]


def find(words: str) -> Q:
    """Return the condition for cases that contain ``words``, in whatever kind."""
    wanted = leaves(words)
    if not wanted:
        return Q(pk__in=[])
    matching = _matching(wanted)
    condition = Q(pk__in=[*matching, *_unindexed(words)])
    return condition if len(matching) <= FEW else _one_by_one(wanted)


def _matching(wanted: Sequence[Tokens]) -> list[int]:
    """Return the keys the index knows, one more than a few at most."""
    if connection.vendor == "sqlite":
        sql = (
            "SELECT rowid FROM casework_casewords_fts WHERE casework_casewords_fts MATCH %s"
            " ORDER BY rowid DESC LIMIT %s"
        )
        query = " AND ".join(_phrase(leaf) for leaf in wanted)
        patterns: list[str] = []
    else:
        # Pairs that stand side by side are checked on the few rows the index leaves over, not by the index.
        patterns = [f"%{pattern}%" for pattern in map(_run, wanted) if pattern]
        exact = " AND words LIKE %s" * len(patterns)
        sql = "SELECT case_id FROM casework_casewords WHERE to_tsvector('simple', words) @@ %s::tsquery"
        sql += exact + " LIMIT %s"
        query = " & ".join(f"'{token}'{':*' if is_prefix else ''}" for token, is_prefix in _tokens(wanted))
    with connection.cursor() as cursor:
        cursor.execute(sql, [query, *patterns, FEW + 1])
        return [row[0] for row in cursor.fetchall()]


def _tokens(wanted: Sequence[Tokens]) -> Iterator[tuple[str, bool]]:
    for leaf in wanted:
        last = len(leaf.tokens) - 1
        for place, token in enumerate(leaf.tokens):
            yield stored(token), leaf.prefix and place == last


def _phrase(leaf: Tokens) -> str:
    """Return a run of tokens for SQLite; they hold only letters and digits, so quoting is enough."""
    return '"' + " ".join(map(stored, leaf.tokens)) + '"' + ("*" if leaf.prefix else "")


def _run(leaf: Tokens) -> str:
    """Return how a run of several tokens stands in the row; letters and digits, so nothing to escape."""
    return " ".join(map(stored, leaf.tokens)) if len(leaf.tokens) > 1 else ""


def _one_by_one(wanted: Sequence[Tokens]) -> Q:
    """Return a test of each case in turn, for words that occur all over."""
    rows = CaseWords.objects.filter(case=OuterRef("pk"))
    for leaf in wanted:
        rows = rows.filter(words__contains=" ".join(map(stored, leaf.tokens)))
    return Q(Exists(rows))


def _newest() -> int:
    """Return the key above which cases may be missing from the index."""
    return (Case.objects.aggregate(last=Max("pk"))["last"] or 0) - NEWEST


def _unindexed(words: str) -> list[int]:
    """Return the newest cases that contain the words and wait for the index."""
    contains = Q(pk__in=[])
    for kind in kinds.by_name.values():
        contains |= kind.search(words)
    waiting = Case.objects.filter(contains, pk__gt=_newest(), words__isnull=True)
    return list(waiting.values_list("pk", flat=True)[:FEW])


def index_words(*, everything: bool = False) -> int:
    """Write the words of cases that have none yet; ``everything`` also looks behind the newest."""
    waiting = Case.objects.filter(words__isnull=True).order_by("pk")
    if not everything:
        last = CaseWords.objects.aggregate(last=Max("pk"))["last"] or 0
        waiting = waiting.filter(pk__gt=last - NEWEST)
    written = 0
    while True:
        keys = dict(waiting.values_list("pk", "kind")[:CHUNK])
        if not keys:
            return written
        written += _write(keys)


def renew(keys: Mapping[int, str]) -> None:
    """Write the words of cases anew (key and kind), where something in their text was erased."""
    CaseWords.objects.filter(pk__in=list(keys)).delete()
    _write(keys)


def _write(keys: Mapping[int, str]) -> int:
    """Write the rows of cases that have none; return how many."""
    texts = dict.fromkeys(keys, "")
    for name, kind in kinds.by_name.items():
        texts |= kind.words([pk for pk, own in keys.items() if own == name])
    rows = [CaseWords(pk=pk, words=" ".join(document_tokens(text))) for pk, text in texts.items()]
    CaseWords.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def forget(case: Case) -> None:
    """Take the words of a case out of the index, where its text is erased or has grown; it is read anew later."""
    CaseWords.objects.filter(pk=case.pk).delete()
