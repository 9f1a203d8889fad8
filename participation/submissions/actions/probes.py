"""Keeping the last rounds of the probe, for the office to see. Done by the clock of the site."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from participation.submissions.models import ProbeRun
from participation.submissions.probing import Outcome

EVERY = timedelta(hours=1)
KEPT = 48
MAX_FAILURES = 50
logger = logging.getLogger(__name__)


def is_due() -> bool:
    """Return whether the last round is an hour old."""
    last = ProbeRun.objects.first()
    return last is None or timezone.now() - last.finished_at >= EVERY


def record_probe(*, outcomes: Sequence[Outcome]) -> ProbeRun:
    """Write down a round, tell the log of every form that failed, and let go of old rounds."""
    failed = [one for one in outcomes if not one.is_ok]
    for one in failed:
        logger.error("The form %s does not take opinions: %s", one.form.path, one.why)
    run = ProbeRun.objects.create(
        ok_count=len(outcomes) - len(failed),
        failed_count=len(failed),
        slowest_ms=max((one.ms for one in outcomes), default=0),
        failures=[
            {"congress": one.form.congress_id, "form": one.form.name, "why": one.why}
            for one in failed[:MAX_FAILURES]
        ],
    )
    kept = list(ProbeRun.objects.values_list("pk", flat=True)[:KEPT])
    ProbeRun.objects.exclude(pk__in=kept).delete()
    return run
