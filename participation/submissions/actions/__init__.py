"""Every change to an opinion: what the citizen does, what the office does, and what appears on the site."""

from participation.submissions.actions.accusation import bring_back, pass_on, set_aside
from participation.submissions.actions.answering import (
    ask_sender,
    close,
    draft_reply,
    give_opinion,
    go_on,
    log_contact,
    redo,
    revise_reply,
    sign_reply,
)
from participation.submissions.actions.assigning import add_assisting, assign, reassign, return_to_sender
from participation.submissions.actions.citizen import (
    add_supplement,
    rate,
    revoke_consent,
    submit,
    withdraw,
)
from participation.submissions.actions.files import attach_file, remove_file
from participation.submissions.actions.oversight import (
    answer_supervision,
    grant_extension,
    refuse_extension,
    request_extension,
    supervise,
)
from participation.submissions.actions.pooling import answer_by_result, pool, unpool
from participation.submissions.actions.promises import break_promise, keep_promise
from participation.submissions.actions.publication import prepare_copy, publish_copy, withdraw_copy
from participation.submissions.actions.retention import (
    correct_own_identity,
    erase_identities,
    erase_own_identity,
    take_own_data,
)
from participation.submissions.actions.triage import (
    accept,
    decline,
    merge,
    need_more,
    register,
    return_transfer,
    transfer,
    unmerge,
)

__all__ = [
    "accept",
    "add_assisting",
    "add_supplement",
    "answer_by_result",
    "answer_supervision",
    "ask_sender",
    "assign",
    "attach_file",
    "break_promise",
    "bring_back",
    "close",
    "correct_own_identity",
    "decline",
    "draft_reply",
    "erase_identities",
    "erase_own_identity",
    "give_opinion",
    "go_on",
    "grant_extension",
    "keep_promise",
    "log_contact",
    "merge",
    "need_more",
    "pass_on",
    "pool",
    "prepare_copy",
    "publish_copy",
    "rate",
    "reassign",
    "redo",
    "refuse_extension",
    "register",
    "remove_file",
    "request_extension",
    "return_to_sender",
    "return_transfer",
    "revise_reply",
    "revoke_consent",
    "set_aside",
    "sign_reply",
    "submit",
    "supervise",
    "take_own_data",
    "transfer",
    "unmerge",
    "unpool",
    "withdraw",
    "withdraw_copy",
]
