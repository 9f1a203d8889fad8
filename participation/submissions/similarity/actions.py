"""Changing what is known of near-duplicates: placing new opinions, taking one out, answering many together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Permission
from audit.actions import record
from casework.models import Case, Event, Visibility
from casework.workflow import StepClosed
from organizations.scope import has_permission
from participation.submissions import actions as opinions
from participation.submissions.models import Submission
from participation.submissions.similarity import queries, texts
from participation.submissions.similarity.clustering import Batch, Group, Wording
from participation.submissions.similarity.models import Band, Cluster, DistinctText, Fingerprint
from participation.submissions.workflow import RECEIVED, workflow

BATCH = 500
MOST_AT_ONCE = 50
# After these an opinion is no longer here, or no longer anywhere.
LEAVING, COMING = frozenset({"withdraw", "transfer", "return_transfer"}), "bring_back"


def cluster_batch(limit: int = BATCH) -> int:
    """Place the next opinions that no turn has seen; return how many. Everything is reckoned before it writes."""
    rows = queries.waiting(limit)
    if not rows:
        return 0
    inside = [row for row in rows if not row.is_out]
    words = [texts.essence(row.text) for row in inside]
    bands = texts.bands_of([row.place for row in inside], words)
    exacts = [texts.exact(row.place, essence) for row, essence in zip(inside, words, strict=True)]
    batch = Batch(*queries.known_near(exacts, [value for found in bands for value in found]))
    for row, name, essence, found in zip(inside, exacts, words, bands, strict=True):
        batch.add(row.pk, Wording(name, row.place, row.congress_id, essence, row.pk, bands=found))
    with transaction.atomic():
        _store(batch, [row.pk for row in rows if row.is_out])
    return len(rows)


def _store(batch: Batch, kept_out: list[int]) -> None:
    """Write a batch in a fixed number of statements for each kind of row."""
    touched = [w for w in batch.by_exact.values() if w.opinions or (w.group is not None and not w.had_group)]
    new_groups = _store_groups(batch)
    DistinctText.objects.bulk_create(made := [_row_of(wording) for wording in batch.fresh])
    for wording, row in zip(batch.fresh, made, strict=True):
        wording.pk = row.pk
    for group in new_groups:
        Cluster.objects.filter(pk=group.pk or 0).update(core=group.core.pk)
    fresh = set(batch.fresh)
    _let_in([wording for wording in touched if wording not in fresh])
    placed = [(pk, wording) for wording in touched for pk in wording.opinions]
    Fingerprint.objects.filter(pk__in=[*(pk for pk, _wording in placed), *kept_out]).delete()
    Fingerprint.objects.bulk_create(
        [
            *(Fingerprint(pk=pk, text_id=one.pk, cluster_id=_cluster_id(one)) for pk, one in placed),
            *(Fingerprint(pk=pk) for pk in kept_out),
        ]
    )
    Band.objects.bulk_create(
        [
            Band(text_id=wording.pk or 0, value=value)
            for wording in batch.fresh
            for value in wording.kept_bands
        ]
    )
    _recount({pk for pk in map(_cluster_id, touched) if pk is not None})


def _row_of(wording: Wording) -> DistinctText:
    return DistinctText(exact=wording.exact, sample_id=wording.sample_id, cluster_id=_cluster_id(wording))


def _cluster_id(wording: Wording) -> int | None:
    return wording.group.final().pk if wording.group is not None else None


def _store_groups(batch: Batch) -> list[Group]:
    """Write the clusters that came to be, and let those that were united become one."""
    groups = {id(w.group): w.group for w in batch.by_exact.values() if w.group is not None}
    standing = {id(group.final()): group.final() for group in groups.values()}
    new = [group for group in standing.values() if group.pk is None]
    Cluster.objects.bulk_create(made := [Cluster(congress_id=group.congress_id) for group in new])
    for group, row in zip(new, made, strict=True):
        group.pk = row.pk
    for group in groups.values():
        if group.absorbed_by is not None and group.pk is not None:
            into = group.final().pk
            DistinctText.objects.filter(cluster=group.pk).update(cluster=into)
            Fingerprint.objects.filter(cluster=group.pk).update(cluster=into)
            Cluster.objects.filter(pk=group.pk).delete()
    return new


def _let_in(touched: Iterable[Wording]) -> None:
    """Give stored texts that had no cluster the one they came into, with all that were sent in these words."""
    by_group: dict[int, list[int]] = defaultdict(list)
    for wording in touched:
        cluster_id = _cluster_id(wording)
        if wording.pk is not None and cluster_id is not None and not wording.had_group:
            by_group[cluster_id].append(wording.pk)
    for cluster_id, ids in by_group.items():
        for part in queries.chunks(ids):
            DistinctText.objects.filter(pk__in=part).update(cluster=cluster_id)
            Fingerprint.objects.filter(text__in=part).update(cluster=cluster_id)


def _recount(cluster_ids: Iterable[int]) -> None:
    """Bring the numbers of these clusters up to date; one that is left with a single opinion ends."""
    wanted = set(cluster_ids)
    counted = {row["cluster_id"]: row for row in queries.sizes(wanted)}
    alive = [Cluster(pk=pk) for pk, row in counted.items() if row["opinions"] > 1]
    for cluster in alive:
        row = counted[cluster.pk]
        cluster.opinions, cluster.texts = row["opinions"], row["texts"]
        cluster.persons = row["named"] + row["unnamed"]
    Cluster.objects.bulk_update(alive, ["opinions", "texts", "persons"], batch_size=200)
    Cluster.objects.filter(pk__in=wanted - {cluster.pk for cluster in alive}).delete()


def on_event(event: Event, case: Case) -> None:
    """Take an opinion out as soon as it is restricted, withdrawn or elsewhere; have it placed when it returns."""
    if case.kind != workflow.kind:
        return
    if event.name == COMING:
        Fingerprint.objects.filter(submission__case=case).update(is_due=True)
    elif event.name in LEAVING or case.visibility != Visibility.NORMAL:
        take_out(case=case, is_due=event.name in LEAVING - {"withdraw"})


def take_out(*, case: Case, is_due: bool = False) -> None:
    """Part an opinion from the others of its cluster, in the caller's transaction."""
    mine = Fingerprint.objects.filter(submission__case=case).select_related("text").first()
    if mine is None:
        return
    text, cluster_id = mine.text, mine.cluster_id
    Fingerprint.objects.filter(pk=mine.pk).update(text=None, cluster=None, is_due=is_due)
    if text is not None:
        heir = Fingerprint.objects.filter(text=text).order_by("pk").values_list("pk", flat=True).first()
        if heir is None:
            text.delete()
        elif text.sample_id == mine.pk:
            DistinctText.objects.filter(pk=text.pk).update(sample=heir)
    if cluster_id is not None:
        _recount({cluster_id})


@dataclass
class Together:
    """What became of a bulk merge: the numbers merged, and why each of the others was not."""

    merged: list[str] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def answer_together(*, case: Case, by: User, numbers: Iterable[str], reason: str) -> Together:
    """把这些合并办理: merge near opinions into ``case``, one step each, so that one answer serves them all.

    Nobody is hidden: each stays a case with its own number, and its sender reads the shared answer there. An
    opinion nobody has registered yet is registered with the category of ``case``: its text has just been read
    beside the other. What can no longer be merged is left as it is and named in the result.
    """
    if not has_permission(by, Permission.TRIAGE, case.congress):
        raise PermissionDenied(_("您没有合并意见的权限。"))
    wanted = list(dict.fromkeys(numbers))
    if not wanted:
        raise ValidationError({"numbers": _("请勾选要合并的意见。")})
    if len(wanted) > MOST_AT_ONCE:
        raise ValidationError({"numbers": _("一次最多合并%(most)d件。") % {"most": MOST_AT_ONCE}})
    if case.status == RECEIVED:
        raise ValidationError(_("请先登记本件，再把其他意见并入。"))
    cluster = queries.cluster_of(case, by)
    rows = queries.others(cluster, case, by).filter(submission__case__number__in=wanted) if cluster else None
    found = (
        {row.submission.case.number: row for row in rows.select_related("submission__case__congress")}
        if (rows is not None)
        else {}
    )
    category = Submission.objects.values_list("category", flat=True).get(case=case)
    result = Together()
    for number in wanted:
        row = found.get(number)
        refusal = _merge_one(row.submission, case, by, reason, category) if row else _("不在相近意见里")
        if refusal:
            result.left.append((number, refusal))
        else:
            result.merged.append(number)
    record(
        action="submission.answer_together",
        object_type="case",
        object_id=case.number,
        congress=case.congress,
        by=by,
        data={"merged": result.merged, "left": [number for number, _why in result.left]},
    )
    return result


def _merge_one(submission: Submission, into: Case, by: User, reason: str, category: str) -> str:
    """Merge one opinion; return why not, empty when it was done. What fails leaves no trace."""
    other = submission.case
    try:
        with transaction.atomic():
            if other.status == RECEIVED:
                opinions.register(
                    case=other, by=by, category=submission.category or category, place=submission.place
                )
            opinions.merge(case=other, by=by, into=into.number, note=reason)
    except StepClosed as closed:
        return str(closed)
    except PermissionDenied:
        return _("登记这件意见需要干事权限，请先登记")
    except ValidationError as error:
        return "；".join(error.messages)
    return ""
