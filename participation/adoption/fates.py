"""What the senders of opinions on drafts read about them on their own page: the fate of each part."""

from typing import Any

from django.db.models.fields.json import KeyTransform
from django.urls import reverse

from participation.adoption.models import TONES, Fate, ResultReport
from participation.adoption.promise import promise_of, sentence
from participation.adoption.queries.results import is_published_on
from participation.adoption.snapshot import group_key
from participation.submissions import outcomes
from participation.submissions.models import Submission
from participation.submissions.outcomes import Outcome


def outcome_of(submission: Submission) -> Outcome:
    """Return what the published result says of an opinion, or when it is to be there."""
    page = submission.consultation
    if page is None:
        return outcomes.NO_OUTCOME
    published_at = is_published_on(page.pk)
    if published_at is None:
        is_late = not page.is_withdrawn and promise_of(page).is_late
        return Outcome(promise=sentence(page), is_late=is_late)
    return Outcome(
        url=reverse("participation:result", args=[page.pk]),
        published_at=published_at,
        fates=_fates(submission),
    )


def _fates(submission: Submission) -> dict[int, outcomes.Fate]:
    """Return the fate of each part; of the result only the groups they stand in are read."""
    rows = list(Fate.objects.filter(part__submission=submission).values_list("part", "group", "report"))
    groups = list({group for _part, group, _report in rows})
    if not groups:
        return {}
    entries = ResultReport.objects.filter(pk=rows[0][2]).values_list(
        *(KeyTransform(group_key(pk), KeyTransform("groups", "data")) for pk in groups)
    )
    told = dict(zip(groups, entries.get(), strict=True))
    return {part: _fate(told[group]) for part, group, _report in rows if told[group] is not None}


def _fate(group: dict[str, Any]) -> outcomes.Fate:
    return outcomes.Fate(
        group["decision"],
        group["decision_label"],
        group["summary"],
        group["reason"],
        group["wording"],
        TONES[group["decision"]],
    )


def register() -> None:
    """Have the senders' pages read it."""
    if outcome_of not in outcomes.readers:
        outcomes.readers.append(outcome_of)
