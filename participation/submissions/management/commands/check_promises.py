"""Take up again what was promised and not done by its day; a job of the scheduler (class B answers).

Reminding before the day needs no job: the worklist and the daily digest show what comes near.
"""

import logging
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from casework.models import Promise
from casework.workflow import StepClosed
from participation.submissions.actions import break_promise
from participation.submissions.workflow import ANSWERED, workflow

MOST = 500
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Break the promises whose day has passed."""

    help = "承诺日期已过、没有报告落实的，自动重新办理并告知提交人"

    def handle(self, *args: Any, **options: Any) -> None:
        """Take each case by itself; one that fails does not keep the others from being taken."""
        late = Promise.objects.open().filter(
            due_on__lt=timezone.localdate(), case__kind=workflow.kind, case__status__in=ANSWERED
        )
        broken = 0
        for promise in late.select_related("case").order_by("due_on", "id")[:MOST]:
            try:
                break_promise(case=promise.case)
                broken += 1
            except StepClosed as error:  # reported on in this very moment
                logger.warning("%s: %s", promise.case, error)
            except Exception:
                logger.exception("The promise of %s could not be ended", promise.case)
        if broken:
            self.stdout.write(f"{broken}")
