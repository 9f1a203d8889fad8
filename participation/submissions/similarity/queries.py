"""Reading near-duplicates: for the job that finds them, and for the people who handle them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, F, Max, Q, QuerySet

from accounts.models import User
from accounts.roles import Permission
from casework.models import Case, Visibility
from casework.queries import visible_to
from core.paging import KeysetPage, keyset_page
from organizations.scope import has_permission
from participation.submissions.models import Submission
from participation.submissions.similarity import texts
from participation.submissions.similarity.clustering import Group, Wording
from participation.submissions.similarity.models import Band, Cluster, DistinctText, Fingerprint
from participation.submissions.similarity.texts import Part
from participation.submissions.workflow import ACCEPTED, RECEIVED, REGISTERED, WITHDRAWN

T = TypeVar("T")
# A transaction may commit after others that began later: so far back the job looks again.
LOOK_BACK = 2000
# Values in one condition; every database takes that many.
MANY = 4000
LISTED, PER_PAGE = 8, 20
CAN_BE_MERGED = (RECEIVED, REGISTERED, ACCEPTED)


@dataclass(frozen=True)
class Waiting:
    """An opinion that is to be placed. ``is_out``: it is known, but stays away from the others."""

    pk: int
    text: str
    congress_id: int
    place: str
    is_out: bool


@dataclass(frozen=True)
class Similar:
    """One near opinion, beside the case in hand."""

    case: Case
    channel: str
    is_equal: bool
    parts: list[Part]


def waiting(limit: int) -> list[Waiting]:
    """Return opinions that no turn of the job has seen, oldest first, and those to be placed anew."""
    mark = Fingerprint.objects.aggregate(mark=Max("submission_id"))["mark"] or 0
    rows = Submission.objects.order_by("pk")
    columns = ("pk", "text", "case__congress_id", "consultation_id", "case__visibility", "case__status")
    fresh = rows.filter(pk__gt=mark - LOOK_BACK, fingerprint__isnull=True)
    found = list(fresh.values_list(*columns)[:limit])
    if len(found) < limit:
        due = rows.filter(fingerprint__is_due=True)
        found += due.values_list(*columns)[: limit - len(found)]
    return [_waiting(*row) for row in found]


def _waiting(
    pk: int, text: str, congress_id: int, consultation_id: int | None, visibility: str, status: str
) -> Waiting:
    is_out = visibility != Visibility.NORMAL or status == WITHDRAWN
    # Opinions on one draft are about that draft; equal words on another draft are another matter.
    return Waiting(pk, text, congress_id, f"{congress_id}/{consultation_id or 0}", is_out)


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Return the values in handfuls that fit one query."""
    for start in range(0, len(values), MANY):
        yield values[start : start + MANY]


def known_near(exacts: Sequence[str], bands: Sequence[int]) -> tuple[list[Wording], dict[int, list[Wording]]]:
    """Return the stored texts that are equal to, or share a band with, those of a batch."""
    ids_by_band: dict[int, list[int]] = defaultdict(list)
    for part in chunks(sorted(set(bands))):
        for value, text_id in Band.objects.filter(value__in=part).values_list("value", "text_id"):
            ids_by_band[value].append(text_id)
    ids = {text_id for found in ids_by_band.values() for text_id in found}
    for names in chunks(sorted(set(exacts))):
        ids |= set(DistinctText.objects.filter(exact__in=names).values_list("pk", flat=True))
    wordings = _wordings(sorted(ids))
    by_band = {
        value: [wordings[pk] for pk in found if pk in wordings] for value, found in ids_by_band.items()
    }
    return list(wordings.values()), by_band


def _wordings(ids: Sequence[int]) -> dict[int, Wording]:
    """Return stored texts with their groups and the cores of these."""
    columns: dict[str, Any] = {
        "words": F("sample__text"),
        "congress": F("sample__case__congress_id"),
        "consultation": F("sample__consultation_id"),
        "core": F("cluster__core_id"),
        "core_words": F("cluster__core__sample__text"),
    }
    found: dict[int, Wording] = {}
    groups: dict[int, Group] = {}
    for part in chunks(ids):
        rows: Any = DistinctText.objects.filter(pk__in=part).values(
            "pk", "exact", "cluster_id", "sample_id", **columns
        )
        for row in rows:
            place = f"{row['congress']}/{row['consultation'] or 0}"
            wording = Wording(
                row["exact"], place, row["congress"], texts.essence(row["words"]), row["sample_id"], row["pk"]
            )
            found[wording.pk or 0] = wording
            if row["cluster_id"] is None:
                continue
            core_words = row["core_words"] if row["core_words"] is not None else row["words"]
            core = Wording(
                "", place, row["congress"], texts.essence(core_words), 0, row["core"] or wording.pk
            )
            group = groups.setdefault(
                row["cluster_id"], Group(place, row["congress"], core, row["cluster_id"])
            )
            wording.group, wording.had_group = group, True
    return found


def sizes(cluster_ids: Iterable[int]) -> Any:
    """Return for each cluster how many opinions, people and wordings it has.

    Those who left no way to reach them cannot be told apart: each counts as one person.
    """
    digest = "submission__contact_digest"
    return (
        Fingerprint.objects.filter(cluster__in=list(cluster_ids))
        .order_by()
        .values("cluster_id")
        .annotate(
            opinions=Count("pk"),
            texts=Count("text_id", distinct=True),
            named=Count(digest, distinct=True, filter=~Q(**{digest: ""})),
            unnamed=Count("pk", filter=Q(**{digest: ""})),
        )
    )


def cluster_of(case: Case, user: User) -> Cluster | None:
    """Return the cluster of a case for a person who may see every case of the congress; None for others."""
    if case.visibility != Visibility.NORMAL or not has_permission(
        user, Permission.VIEW_ALL_CASES, case.congress
    ):
        return None
    return Cluster.objects.filter(
        fingerprints__submission__case=case, congress=case.congress_id, opinions__gt=1
    ).first()


def others(cluster: Cluster, case: Case, user: User) -> QuerySet[Fingerprint]:
    """Return the other opinions of a cluster that the person may see."""
    return Fingerprint.objects.filter(
        cluster=cluster,
        submission__case__in=visible_to(user),
        submission__case__visibility=Visibility.NORMAL,
        submission__case__congress=case.congress_id,
    ).exclude(submission__case=case)


def panel(case: Case, user: User) -> dict[str, Any] | None:
    """Return what the case screen tells of near opinions; None when there is none, or none to be told."""
    cluster = cluster_of(case, user)
    if cluster is None:
        return None
    rows = others(cluster, case, user).select_related("submission__case")
    shown = [row.submission for row in rows.order_by("-submission")[:LISTED]]
    return {"cluster": cluster, "others": shown, "more": max(cluster.opinions - 1 - len(shown), 0)}


def mergeable(cluster: Cluster, case: Case, user: User) -> QuerySet[Fingerprint]:
    """Return those of the cluster that may still be merged into ``case``."""
    return others(cluster, case, user).filter(submission__case__status__in=CAN_BE_MERGED)


def page_of(rows: QuerySet[Fingerprint], cursor: str | None) -> KeysetPage[Fingerprint]:
    """Return one page of near opinions, newest first."""
    rows = rows.select_related("submission__case", "text")
    return keyset_page(rows, ("-submission_id",), cursor, PER_PAGE)


def beside(case: Case, rows: Iterable[Fingerprint]) -> list[Similar]:
    """Return each opinion with what its text has more and less than that of the case in hand."""
    own = case.submission.text
    found = []
    for row in rows:
        submission = row.submission
        parts = texts.compare(own, submission.text)
        is_equal = texts.essence(own) == texts.essence(submission.text)
        found.append(Similar(submission.case, submission.get_channel_display(), is_equal, parts))
    return found
