"""The states of an opinion, the conditions of its steps, and the table of both."""

from participation.submissions.workflow.states import (
    ACCEPTED,
    ANSWERED,
    ASKED,
    ASSIGNED,
    CLOSED,
    DECLINED,
    DRAFTED,
    ENDED,
    HANDLED,
    IN_HAND,
    MERGED,
    MORE,
    POOLED,
    PUBLIC_STATUSES,
    RECEIVED,
    REGISTERED,
    REPLIED,
    RETURNED,
    RUNNING,
    SET_ASIDE,
    STATUSES,
    WAITING_FOR_SENDER,
    WITHDRAWN,
)
from participation.submissions.workflow.table import workflow

__all__ = [
    "ACCEPTED", "ANSWERED", "ASKED", "ASSIGNED", "CLOSED", "DECLINED", "DRAFTED", "ENDED", "HANDLED", "IN_HAND",
    "MERGED", "MORE", "POOLED", "PUBLIC_STATUSES", "RECEIVED", "REGISTERED", "REPLIED", "RETURNED", "RUNNING",
    "SET_ASIDE", "STATUSES", "WAITING_FOR_SENDER", "WITHDRAWN", "workflow",
]  # fmt: skip
