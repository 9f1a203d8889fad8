"""Every change to an opinion: what the citizen does, what the office does, and what appears on the site."""

from participation.submissions.actions.citizen import (
    add_supplement,
    rate,
    revoke_consent,
    submit,
    withdraw,
)
from participation.submissions.actions.handling import (
    accept,
    add_assisting,
    assign,
    close,
    decline,
    draft_reply,
    merge,
    need_more,
    register,
    return_to_sender,
    revise_reply,
    sign_reply,
)
from participation.submissions.actions.publication import prepare_copy, publish_copy, withdraw_copy
from participation.submissions.actions.retention import erase_identities

__all__ = [
    "accept",
    "add_assisting",
    "add_supplement",
    "assign",
    "close",
    "decline",
    "draft_reply",
    "erase_identities",
    "merge",
    "need_more",
    "prepare_copy",
    "publish_copy",
    "rate",
    "register",
    "return_to_sender",
    "revise_reply",
    "revoke_consent",
    "sign_reply",
    "submit",
    "withdraw",
    "withdraw_copy",
]
