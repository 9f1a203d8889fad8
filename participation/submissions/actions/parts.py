"""Writing the parts of opinions on drafts, and counting them, for several opinions that are committed together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Case, F, PositiveIntegerField, Value, When

from participation.consultations.models import QUESTIONS, TOTAL, WHOLE, DraftVersion, OpinionCount
from participation.submissions.actions.opinions import Opinion, Part
from participation.submissions.models import OpinionPart, PartKind, Submission

LABEL_LENGTH = 240
Scope = tuple[int, str]


def label_of(opinion: Opinion) -> str:
    """Return what the opinion is about in a few words: 第二条、第五条."""
    names = [str(part.article) for part in opinion.said if part.article is not None]
    return "、".join(dict.fromkeys(names))[:LABEL_LENGTH]


def write_parts(opinions: Sequence[Opinion], submissions: Sequence[Submission]) -> None:
    """Write what was said on which article, and count it. In the transaction of the opinions themselves."""
    pairs = [(opinion, row) for opinion, row in zip(opinions, submissions, strict=True) if opinion.said]
    if not pairs:
        return
    versions = _versions({row.consultation_id for _opinion, row in pairs if row.consultation_id})
    parts = [
        _part(part, row, position, versions)
        for opinion, row in pairs
        for position, part in enumerate(opinion.said)
    ]
    _count(parts, {row.pk: row for _opinion, row in pairs})
    OpinionPart.objects.bulk_create(parts)


def _versions(consultations: set[int]) -> dict[int, DraftVersion]:
    """Return the version that stands on each of these pages."""
    rows = DraftVersion.objects.filter(page__in=consultations).order_by("number")
    return {row.page_id: row for row in rows}


def _part(part: Part, row: Submission, position: int, versions: dict[int, DraftVersion]) -> OpinionPart:
    article = part.article
    kind = PartKind.ARTICLE if article is not None else PartKind.QUESTION if part.question else PartKind.WHOLE
    return OpinionPart(
        submission=row,
        consultation_id=row.consultation_id,
        version=versions.get(row.consultation_id or 0),
        kind=kind,
        article_key=article.key if article is not None else None,
        label=str(article)[:LABEL_LENGTH] if article is not None else "",
        wording=article.text if article is not None else part.question,
        text=part.text,
        position=position,
    )


def _count(parts: Sequence[OpinionPart], submissions: dict[int, Submission]) -> None:
    """Add the parts, not yet written, to the numbers of their scopes.

    The numbers are locked first and only then is asked who had spoken before: of two opinions of one person that
    arrive at the same moment the second must see the first.
    """
    said: dict[Scope, int] = defaultdict(int)
    by_deputies: dict[Scope, int] = defaultdict(int)
    people: dict[Scope, set[str]] = defaultdict(set)
    for part in parts:
        row = submissions[part.submission_id]
        for scope in (TOTAL, part.scope):
            at = (part.consultation_id, scope)
            said[at] += 1
            by_deputies[at] += int(row.from_deputy)
            people[at].add(row.contact_digest or f"#{row.pk}")
    keys = _locked(said)
    known = _known_people(people)
    new_people = {at: len(who - known.get(at, set())) for at, who in people.items()}
    OpinionCount.objects.filter(pk__in=keys.values()).update(
        opinions=F("opinions") + _amount(keys, said),
        people=F("people") + _amount(keys, new_people),
        deputies=F("deputies") + _amount(keys, by_deputies),
    )


def _known_people(people: dict[Scope, set[str]]) -> dict[Scope, set[str]]:
    """Return who of these had spoken on the same scope before. Those who left no address are always new."""
    digests = {one for who in people.values() for one in who if not one.startswith("#")}
    if not digests:
        return {}
    rows = OpinionPart.objects.filter(
        consultation__in={page for page, _scope in people}, submission__contact_digest__in=digests
    )
    known: dict[Scope, set[str]] = defaultdict(set)
    for page, kind, key, digest in rows.values_list(
        "consultation_id", "kind", "article_key", "submission__contact_digest"
    ).distinct():
        scope = key.hex if key is not None else WHOLE if kind == PartKind.WHOLE else QUESTIONS
        known[page, scope].add(digest)
        known[page, TOTAL].add(digest)
    return known


def _locked(scopes: Iterable[Scope]) -> dict[Scope, int]:
    """Return the numbers of the rows of these scopes, made where missing, locked in the order of their number."""
    wanted = set(scopes)
    rows = [OpinionCount(consultation_id=page, scope=scope) for page, scope in sorted(wanted)]
    OpinionCount.objects.bulk_create(rows, ignore_conflicts=True)
    locked = OpinionCount.objects.select_for_update().filter(
        consultation__in={page for page, _scope in wanted}, scope__in={scope for _page, scope in wanted}
    )
    return {_at(row): row.pk for row in locked.order_by("pk") if _at(row) in wanted}


def _at(row: OpinionCount) -> Scope:
    return (row.consultation_id, row.scope)


def _amount(keys: dict[Scope, int], numbers: dict[Scope, int]) -> Case:
    return Case(
        *(When(pk=pk, then=Value(numbers.get(at, 0))) for at, pk in keys.items()),
        default=Value(0),
        output_field=PositiveIntegerField(),
    )
